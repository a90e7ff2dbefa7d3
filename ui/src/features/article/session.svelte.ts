import { markedPassages, mountEditor, showPassage } from "../../editor";
import type {
  DocumentJSON,
  DropTarget,
  EditorCommands,
  EditorHandle,
  EditorSummary,
  NewPhoto,
  PassageFound,
  PhotoEdits,
  Size,
  ThreadPlace,
  UseWords,
} from "../../editor";
import { asFailure, ipc, photoUrl } from "../../ipc";
import type {
  Document,
  Fields,
  Gap,
  OpenArticle,
  Passage,
  PhotoInfo,
  Saved,
  Standing,
} from "../../ipc";
import { changeText } from "../../newsroom/change-words";
import { expansionAt } from "../../newsroom/codes";
import { usedAs, wordsOf } from "../../newsroom/photo-words";
import { desk } from "../../state/desk.svelte";
import { dialogs } from "../../state/dialogs.svelte";
import type { AskedPhotos } from "../../state/dialogs.svelte";
import { Discussion, isBelowText } from "../../state/discussion.svelte";
import { notices } from "../../state/notices.svelte";
import { readOldPaste } from "../../state/old-paste";
import { photosOf } from "../../state/open.svelte";
import { photoDesk } from "../../state/photo-desk.svelte";
import type { Place, Session } from "../../state/open.svelte";
import { ArticleProof } from "../../state/proofing.svelte";
import { talker } from "../../state/talker";
import { ArticleChanges } from "../../state/tracking.svelte";
import { t } from "../../words/words.svelte";
import { Autosave } from "./autosave";
import type { SaveSign } from "./autosave";

/** How long everything is on the disk before the page says so. */
const SAVED_MS = 150;

interface Content {
  document: Document;
  fields: Fields;
}

/** One article on the page: the editor, what is shown of it, and its way to the disk. */
export class ArticleSession implements Session {
  readonly id: string;
  readonly fields: Fields;
  standing: Standing;
  sign: SaveSign;
  headline: string;
  summary = $state.raw<EditorSummary | null>(null);
  readonly changes: ArticleChanges;
  readonly proof: ArticleProof;

  readonly discussion: Discussion;

  readonly #editor: EditorHandle;
  readonly #autosave: Autosave<Content, Saved>;
  readonly #photos = new Map<string, PhotoInfo>();
  #saved: ReturnType<typeof setTimeout> | undefined;
  /** Stamp of the document in the last save that was begun. */
  #begun: object | null = null;

  constructor(
    article: OpenArticle,
    place: HTMLElement,
    readonly scroller: HTMLElement,
  ) {
    this.id = article.id;
    this.fields = $state(structuredClone(article.fields));
    this.standing = $state.raw(article.standing);
    this.sign = $state.raw({ is: "saved", at: article.savedAt });
    this.headline = $state("");
    this.#know(Object.values(article.photos));
    this.#autosave = new Autosave<Content, Saved>({
      from: { seq: article.seq, savedAt: article.savedAt },
      read: () => {
        this.#begun = this.#editor.mark();
        return { document: this.#document(), fields: $state.snapshot(this.fields) };
      },
      commit: (content, baseSeq) => ipc.saveArticle({ id: this.id, baseSeq, ...content }),
      onSign: (sign) => this.#signChanged(sign),
      onCommitted: ({ standing, seq, movedThreads }) => {
        if (JSON.stringify(standing) !== JSON.stringify(this.standing)) this.standing = standing;
        if (this.#begun) {
          this.#editor.forgetBefore(this.#begun);
          this.discussion.saved(seq, movedThreads, this.#begun);
        }
        this.headline = this.#headline();
        void this.#learnPhotos();
      },
    });
    this.#editor = mountEditor(place, {
      document: article.document as unknown as DocumentJSON,
      t,
      photoUrl,
      photoInfo: (hash) => this.#photos.get(hash),
      onChange: () => {
        this.#autosave.changed();
        this.changes.changed();
        this.proof.changed();
      },
      onSummary: (summary) => {
        this.summary = summary;
        this.proof.caretAt(summary);
        this.discussion.caretAt(summary.thread);
      },
      onChoosePhoto: (blockId) => void this.choosePhotos(blockId),
      onEditPhoto: (block) => dialogs.show({ name: "photoEdit", block }),
      onPhotoInfo: (block) => {
        const asked = this.#askedPhoto(block);
        if (asked) dialogs.show({ name: "photoInfo", ...asked });
      },
      onPasteRefused: () => notices.warn("article.pasteRefused"),
      onOldPaste: readOldPaste,
      expandCode: (text, caret) => expansionAt(text, caret, photoDesk.kit.codes),
      changeText,
      onPickChange: (id) => this.changes.goTo(id, false),
      onPickFinding: (id) => this.proof.openMenu(id, false),
    });
    this.changes = new ArticleChanges({
      id: this.id,
      page: this.#editor,
      reckoner: ipc,
      readFields: () => $state.snapshot(this.fields),
      writeFields: (part) => {
        Object.assign(this.fields, part);
        this.fieldsChanged();
      },
      questions: () => this.discussion.questions,
      showQuestion: (id, reveal) => this.discussion.goTo(id, reveal),
      questionElement: (id) => this.#editor.threadElement(id),
      answer: (id, how) => this.discussion[how](id),
      onAccepted: (count, undo) =>
        notices.tell("changes.accepted", { count }, { key: "keys.undo", run: undo }),
      onRejected: (count) => notices.tell("changes.rejected", { count }),
      onFailure: (thrown) => notices.fail(asFailure(thrown)),
    });
    this.proof = new ArticleProof({
      id: this.id,
      page: this.#editor,
      reader: ipc,
      readFields: () => $state.snapshot(this.fields),
      onFixed: (count) => notices.tell("proof.fixed", { count }),
      onIgnored: (scope, undo) =>
        notices.tell(`proof.ignored.${scope}`, {}, { key: "keys.undo", run: undo }),
      onFailure: (thrown) => notices.fail(asFailure(thrown)),
    });
    void photoDesk.readKit();
    this.#editor.mark();
    this.discussion = new Discussion({
      id: this.id,
      page: this.#editor,
      talker,
      seq: article.seq,
      me: () => desk.me?.id ?? null,
      flush: () => this.flush(),
      readFields: () => $state.snapshot(this.fields),
      writeFields: (part) => {
        Object.assign(this.fields, part);
        this.fieldsChanged();
      },
      onImpossible: () => notices.warn("comments.impossible"),
      onFailure: (thrown) => notices.fail(asFailure(thrown)),
    });
    this.headline = this.#headline();
  }

  get commands(): EditorCommands {
    return this.#editor.commands;
  }

  get syllables(): number {
    return this.summary?.syllables.total ?? 0;
  }

  fieldsChanged(): void {
    this.#autosave.changed();
    this.changes.changed();
    this.proof.changed();
  }

  moved(standing: Standing): void {
    this.standing = standing;
  }

  /** Asks anew what may be done here: it depends on who asks and on the newsroom's steps. */
  async readStanding(): Promise<void> {
    try {
      this.standing = (await ipc.openArticle(this.id)).standing;
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }

  flush(): Promise<boolean> {
    return this.#autosave.flush();
  }

  /** The words of the page in the language now chosen. */
  showLanguage(): void {
    this.#editor.setLanguage(t);
    this.changes.refresh();
  }

  goTo(place: Place): void {
    if (place === "nowhere") return;
    if (place === "here") this.#editor.view.focus();
    else this.#editor.focus(place);
  }

  goToGap(gap: Gap): void {
    if (gap === "headline" || gap === "lead") this.#editor.focus(gap);
    else if (gap === "text") this.#editor.focus("body");
    else this.#goToPhoto(gap);
  }

  /** Sets off the words of a search in the page. */
  showWords(text: string): void {
    this.#editor
      .showFoundWords((lines) => ipc.searchMarks(text, lines))
      .catch((thrown: unknown) => notices.fail(asFailure(thrown)));
  }

  markedPassages(): Passage[] {
    return markedPassages(this.#editor.view.state);
  }

  showPassage(passage: Passage): PassageFound {
    return showPassage(this.#editor.view, passage);
  }

  threadTops(places: ReadonlyMap<string, ThreadPlace>): Map<string, number> {
    const tops = this.#editor.threadTops(places);
    for (const [id, place] of places) {
      if (place.kind !== "field" || !isBelowText(place.name)) continue;
      const line = `footer [data-below="${place.name}"]`;
      const element = this.scroller.querySelector(line) ?? this.scroller.querySelector("footer");
      if (element) tops.set(id, element.getBoundingClientRect().top);
    }
    return tops;
  }

  photoOf(block: string): (Size & { hash: string; edits: PhotoEdits }) | null {
    const photo = this.#editor.photoOf(block);
    const info = photo && this.#photos.get(photo.hash);
    return info ? { ...photo, width: info.width, height: info.height } : null;
  }

  wordsAt(block: string): UseWords | null {
    return this.#editor.wordsAt(block);
  }

  blockText(id: string | null): string {
    return this.#editor.blockText(id);
  }

  async choosePhotos(blockId?: string): Promise<void> {
    try {
      const photos = photosOf(await ipc.addPhotos());
      if (photos.length === 0) return;
      // One step of undo, however many there are.
      this.putPhotos(
        blockId === undefined
          ? { kind: "between", afterBlockId: this.summary?.blockId ?? null }
          : { kind: "photo-missing", blockId },
        photos,
      );
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }

  dropTargetAt(x: number, y: number): DropTarget {
    return this.#editor.dropTargetAt(x, y);
  }

  showDropTarget(target: DropTarget | null): void {
    if (target) this.#editor.showDropTarget(target);
    else this.#editor.hideDropTarget();
  }

  putPhotos(target: DropTarget, photos: PhotoInfo[]): void {
    this.#know(photos);
    this.#editor.applyPhotos(target, photos.map(asNewPhoto));
    this.#editor.view.focus();
  }

  insertPhotos(photos: PhotoInfo[]): void {
    const target = { kind: "between" as const, afterBlockId: this.summary?.blockId ?? null };
    this.putPhotos(target, photos);
  }

  photosChanged(photos: PhotoInfo[]): void {
    const used = photos.filter(({ hash }) => this.#photos.has(hash));
    if (used.length === 0) return;
    this.#know(used);
    this.#editor.refreshPhotos();
    void this.readStanding();
  }

  goToPhoto(blockId: string): void {
    this.#editor.showBlock(blockId);
  }

  /** Answers a stale save. Both texts are kept as revisions, whichever stays on the page: the
   *  other one is a click away in the history. */
  async keepMine(): Promise<void> {
    try {
      await this.#overTheirs();
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }

  /** The other text as an article to open; mine is in the history then. */
  async takeTheirs(): Promise<OpenArticle | null> {
    try {
      const theirs = await this.#overTheirs();
      return theirs === null ? null : await ipc.restoreRevision(this.id, theirs);
    } catch (thrown) {
      notices.fail(asFailure(thrown));
      return null;
    }
  }

  destroy(): void {
    this.#autosave.stop();
    clearTimeout(this.#saved);
    this.changes.destroy();
    this.proof.destroy();
    this.discussion.destroy();
    this.#editor.destroy();
  }

  /** The photo of a block, with a way to the photos before and after it in the page. */
  #askedPhoto(block: string | undefined): AskedPhotos | null {
    const photo = block === undefined ? null : this.#editor.photoOf(block);
    if (!photo || block === undefined) return null;
    return {
      hashes: [photo.hash],
      block,
      beside: (step) => {
        const blocks = this.#editor.photoBlocks();
        const place = blocks.indexOf(block);
        return Promise.resolve(place < 0 ? null : this.#askedPhoto(blocks[place + step]));
      },
    };
  }

  /** Saves my text over theirs, after theirs was kept: restoring any revision first keeps the
   *  working copy as it stood. Returns the hash of theirs. */
  async #overTheirs(): Promise<string | null> {
    const head = (await ipc.listRevisions(this.id)).find(({ isHead }) => isHead);
    if (!head) return null;
    const base = await ipc.restoreRevision(this.id, head.hash);
    const theirs = (await ipc.listRevisions(this.id)).find(
      ({ reason }) => reason === "beforeRestore",
    );
    const done = await this.#autosave.continueFrom(base.seq);
    return done ? (theirs?.hash ?? head.hash) : null;
  }

  /** While somebody goes on typing, everything is saved for the blink of an eye once a second:
   *  that is not said. The sign stands far from the letter, and drawing both in one frame takes
   *  the webview several times as long as the letter alone. What is not saved is said at once. */
  #signChanged(sign: SaveSign): void {
    clearTimeout(this.#saved);
    if (sign.is === "saved") this.#saved = setTimeout(() => (this.sign = sign), SAVED_MS);
    else if (sign.is !== "saving" || this.sign.is !== "saving") this.sign = sign;
  }

  #headline(): string {
    return this.#editor.view.state.doc.child(0).textContent;
  }

  #document(): Document {
    return this.#editor.getDocument() as unknown as Document;
  }

  #know(photos: Iterable<PhotoInfo | undefined>): void {
    for (const photo of photos) if (photo) this.#photos.set(photo.hash, photo);
  }

  /** Photos that came in by paste from another article have no size and name here yet. */
  async #learnPhotos(): Promise<void> {
    const unknown = this.#editor.photoBlocks().flatMap((block) => {
      const hash = this.#editor.photoOf(block)?.hash;
      return hash === undefined || this.#photos.has(hash) ? [] : [hash];
    });
    if (unknown.length === 0) return;
    try {
      this.#know(Object.values(await ipc.photoInfo(unknown)));
      this.#editor.refreshPhotos();
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }

  #goToPhoto(gap: Gap): void {
    const { view } = this.#editor;
    let found: string | null = null;
    view.state.doc.descendants((node) => {
      if (found !== null || node.type.name !== "photo") return found === null;
      const { id, photo, alt, credit } = node.attrs;
      const lacking =
        gap === "photo"
          ? photo === null
          : gap === "caption"
            ? node.textContent.trim() === ""
            : photo !== null && String(gap === "altText" ? alt : credit).trim() === "";
      if (lacking) found = String(id);
      return false;
    });
    if (found === null) return;
    this.#editor.showBlock(found);
    const field = { altText: "alt", credit: "credit" }[gap as string];
    const figure = view.dom.querySelector(`figure[data-id="${CSS.escape(found)}"]`);
    if (field) figure?.querySelector<HTMLElement>(`[data-field="${field}"]`)?.focus();
    if (gap === "photo") figure?.querySelector<HTMLElement>("button")?.focus();
  }
}

/** What is said of a photo is where its block starts from. */
function asNewPhoto(photo: PhotoInfo): NewPhoto {
  return { hash: photo.hash, ...usedAs(wordsOf(photo)) };
}
