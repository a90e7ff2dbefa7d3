import { DRAFT } from "../editor";
import type { Companion, EditorHandle, ShownThread, ThreadPlace } from "../editor";
import type {
  Anchor,
  ArticleId,
  EventId,
  Fields,
  PersonId,
  Replacement,
  Say,
  Talks,
  Thread,
  ThreadId,
} from "../ipc";

/** Which conversations are listed. */
export type ThreadFilter = "open" | "settled" | "mine";

/** What the page must do for conversations to be shown in it. */
export type DiscussedPage = Pick<
  EditorHandle,
  | "getDocument"
  | "stamp"
  | "isComposing"
  | "settle"
  | "rewrite"
  | "showThreads"
  | "markThread"
  | "draftThread"
  | "draftPlace"
  | "selectedPlace"
  | "placeText"
  | "placePosition"
  | "showPlace"
  | "caretPosition"
  | "threadPositions"
  | "suggest"
>;

/** What a merge could not decide, as an open conversation, and where it begins in reading order. */
export interface Question {
  readonly thread: Thread;
  readonly position: number;
}

/** Who keeps the conversations. */
export interface Talker {
  list(id: ArticleId): Promise<Talks>;
  say(id: ArticleId, say: Say): Promise<Talks>;
}

export interface DiscussionHost {
  readonly id: ArticleId;
  readonly page: DiscussedPage;
  readonly talker: Talker;
  /** `seq` of the article as it was read. */
  readonly seq: number;
  me(): PersonId | null;
  flush(): Promise<boolean>;
  readFields(): Fields;
  writeFields(part: Partial<Fields>): void;
  /** A suggestion cannot be made in the text as it is now. */
  onImpossible(): void;
  onFailure(thrown: unknown): void;
}

/** A conversation that is only being written. */
export interface Draft {
  readonly place: ThreadPlace;
  /** The words that it is about; empty for the article as a whole. */
  readonly quote: string;
  /** Words to put in their place were asked for. */
  readonly suggesting: boolean;
  /** Where it began, in reading order. */
  readonly position: number;
}

/** Where in the margin the keyboard is wanted. */
export interface Wanted {
  readonly thread: ThreadId | "draft";
  /** Its answer box, or itself. */
  readonly part: "reply" | "card";
}

/** How the list is filtered: so from one article to the next. */
class Listing {
  filter = $state<ThreadFilter>("open");
}

export const listing = new Listing();

/** Whether a field is printed below the text; the others are before it, beside the page. */
export function isBelowText(field: string): boolean {
  return field === "source" || field === "bylines";
}

/** How soon what could not be drawn is tried again. */
const RETRY_MS = 150;
/** How often a place is sought anew for somebody who goes on typing. */
const TRIES = 5;

/**
 * The conversations about the open article: what was said, and where it stands in the page.
 *
 * The anchors are those of the text as it was saved last. While somebody types, the page itself
 * moves what is drawn; each save brings the anchors that it has moved, lost or found again.
 */
export class Discussion {
  threads = $state.raw<readonly Thread[]>([]);
  /** The conversation that one looks at. */
  current = $state<ThreadId | null>(null);
  draft = $state.raw<Draft | null>(null);
  /** Something is on its way to the disk. */
  busy = $state(false);
  wanted = $state.raw<Wanted | null>(null);
  /** The conversation that was asked for last, in an object of its own each time; null where only the
   *  caret came to its words. */
  asked = $state.raw<{ readonly thread: ThreadId } | null>(null);

  readonly #host: DiscussionHost;
  /** The text in which the anchors stand: its number, and the document that the page had then. */
  #seq: number;
  #saved: object;
  /** Anchors that are not where they are drawn. */
  #moved = new Set<ThreadId>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #gone = false;
  #positions = $state.raw<ReadonlyMap<ThreadId, number>>(new Map());

  constructor(host: DiscussionHost) {
    this.#host = host;
    this.#seq = host.seq;
    this.#saved = host.page.stamp();
    void this.read();
  }

  /** In reading order; what is about the article, or a field that is not printed, comes first. */
  readonly ordered: readonly Thread[] = $derived(
    this.threads.toSorted((a, b) => this.#positionOf(a) - this.#positionOf(b)),
  );

  readonly listed: readonly Thread[] = $derived(
    this.ordered.filter((thread) => this.#isListed(thread)),
  );

  readonly questions: readonly Question[] = $derived(
    this.ordered
      .filter(({ why, state }) => why !== null && state === "open")
      .map((thread) => ({ thread, position: this.#positionOf(thread) })),
  );

  /** How many of those listed stand before what is being written. */
  readonly beforeDraft: number = $derived.by(() => {
    const at = this.#positions.get(DRAFT) ?? this.draft?.position ?? BEFORE_TEXT;
    return this.listed.filter((thread) => this.#positionOf(thread) <= at).length;
  });

  readonly openCount: number = $derived(
    this.threads.filter(({ state }) => state === "open").length,
  );

  /** Open conversations about this field. */
  about(field: string): readonly Thread[] {
    return this.threads.filter(
      ({ state, anchor: { place } }) =>
        state === "open" && place.kind === "field" && place.name === field,
    );
  }

  isMine(thread: Thread): boolean {
    const me = this.#host.me();
    return thread.comments.some(
      ({ by, mentions }) => by === me || mentions.some(({ person }) => person === me),
    );
  }

  /** Reads them anew. */
  async read(): Promise<void> {
    try {
      this.#take(await this.#host.talker.list(this.#host.id));
    } catch (thrown) {
      if (!this.#gone) this.#host.onFailure(thrown);
    }
  }

  /** The article was saved; `document` is what the page had then. */
  saved(
    seq: number,
    moved: Readonly<Record<ThreadId, Anchor | undefined>>,
    document: object,
  ): void {
    this.#seq = seq;
    this.#saved = document;
    for (const id of Object.keys(moved)) this.#moved.add(id);
    if (this.#moved.size > 0) {
      this.threads = this.threads.map((thread) => {
        const anchor = moved[thread.id];
        return anchor ? { ...thread, anchor } : thread;
      });
    }
    if (this.threads.length > 0) this.#draw();
  }

  /** The caret came to the words of a conversation, or left them. */
  caretAt(id: ThreadId | null): void {
    if (id === this.current || this.draft) return;
    // One whose passage is gone, or that is settled, is left only for another one.
    const left = this.#find(this.current);
    const isLeft =
      left?.state === "open" && !left.anchor.lost && left.anchor.place.kind === "range";
    if (id === null && !isLeft) return;
    this.current = id;
    this.asked = null;
    this.#mark();
  }

  /** Looks at one conversation; `reveal` brings its passage into sight, with the caret at it. */
  goTo(id: ThreadId | null, reveal = true): void {
    this.current = id;
    this.asked = id !== null && reveal ? { thread: id } : null;
    this.#mark(reveal);
    const thread = this.#find(id);
    // What is looked at is listed.
    if (thread && !this.#isListed(thread)) {
      listing.filter = thread.state === "open" ? "open" : "settled";
    }
  }

  /** Looks at the next one listed, or the one before; past the last comes the first. */
  step(direction: 1 | -1): boolean {
    const { listed } = this;
    if (listed.length === 0) return false;
    const at = listed.findIndex(({ id }) => id === this.current);
    const next = at < 0 ? this.#besideCaret(direction) : at + direction;
    this.goTo(listed[(next + listed.length) % listed.length]?.id ?? null);
    return true;
  }

  /** Place in the list of the first one after the caret, or the last one before it. */
  #besideCaret(direction: 1 | -1): number {
    const caret = this.#host.page.caretPosition();
    if (direction < 0) {
      return this.listed.findLastIndex((thread) => this.#positionOf(thread) < caret);
    }
    const next = this.listed.findIndex((thread) => this.#positionOf(thread) >= caret);
    return next < 0 ? 0 : next;
  }

  /** Takes the keyboard to the margin: to the conversation at the caret. */
  wantCard(part: Wanted["part"] = "card"): void {
    if (this.current !== null) this.wanted = { thread: this.current, part };
  }

  // Writing.

  /** Starts a conversation about what is selected in the page; false where nothing is. */
  start(suggesting = false): boolean {
    const place = this.#host.page.selectedPlace();
    if (!place) return false;
    this.startAt(place, suggesting);
    return true;
  }

  startAt(place: ThreadPlace, suggesting = false): void {
    const quote =
      place.kind === "field" ? this.#fieldText(place.name) : this.#host.page.placeText(place);
    const position = this.#host.page.placePosition(place) ?? beside(place);
    this.draft = { place, quote, suggesting, position };
    this.current = null;
    this.asked = null;
    this.#mark();
    this.#whenStill(() => this.#host.page.draftThread(place));
    this.wanted = { thread: "draft", part: "reply" };
  }

  suggest(suggesting: boolean): void {
    if (this.draft) this.draft = { ...this.draft, suggesting };
  }

  /** Drops what was being written. */
  dropDraft(): void {
    this.draft = null;
    this.#whenStill(() => this.#host.page.draftThread(null));
  }

  /** Opens the conversation that was being written; `words` are to stand for those it is about. */
  open(text: string, mentions: PersonId[], words: string | null): Promise<boolean> {
    const { draft } = this;
    if (!draft) return Promise.resolve(false);
    return this.#busily(async () => {
      const { page } = this.#host;
      const suggestion = words === null ? null : this.#suggestionOf(draft, words);
      for (let tries = 0; tries < TRIES; tries += 1) {
        if (!(await this.#host.flush())) return false;
        // The page has moved on meanwhile: its place is sought where the words are now.
        const place = page.draftPlace() ?? draft.place;
        if (page.stamp() !== this.#saved) continue;
        const known = new Set(this.threads.map(({ id }) => id));
        const say: Say = { kind: "open", seq: this.#seq, place, text, mentions, suggestion };
        await this.#say(say);
        this.dropDraft();
        const opened = this.threads.find(({ id }) => !known.has(id));
        if (opened) this.goTo(opened.id, false);
        return true;
      }
      return false;
    });
  }

  reply(thread: ThreadId, text: string, mentions: PersonId[]): Promise<boolean> {
    return this.#tell({ kind: "reply", thread, text, mentions });
  }

  edit(thread: ThreadId, comment: EventId, text: string, mentions: PersonId[]): Promise<boolean> {
    return this.#tell({ kind: "edit", thread, comment, text, mentions });
  }

  remove(thread: ThreadId, comment: EventId): Promise<boolean> {
    return this.#tell({ kind: "remove", thread, comment });
  }

  resolve(thread: ThreadId): Promise<boolean> {
    return this.#settle({ kind: "resolve", thread });
  }

  reopen(thread: ThreadId): Promise<boolean> {
    return this.#tell({ kind: "reopen", thread });
  }

  decline(thread: ThreadId): Promise<boolean> {
    return this.#settle({ kind: "decline", thread });
  }

  /**
   * Makes a suggestion in the text, as one edit that can be undone, saves it, and notes that it was
   * accepted. Undoing the edit opens the conversation again.
   */
  accept(id: ThreadId): Promise<boolean> {
    return this.#busily(async () => {
      const thread = this.#find(id);
      if (!thread?.suggestion || thread.state !== "open") return false;
      await this.#host.page.settle();
      if (!this.#make(thread.id, thread.suggestion)) {
        this.#host.onImpossible();
        return false;
      }
      // Kept before it is noted: what is noted as accepted is in the text on the disk.
      if (!(await this.#host.flush())) return false;
      await this.#say({ kind: "accept", thread: id });
      this.#leave(id);
      return true;
    });
  }

  destroy(): void {
    this.#gone = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #make(id: ThreadId, suggestion: Replacement): boolean {
    const { page, writeFields } = this.#host;
    const noted: Companion = {
      undo: () => void this.#tell({ kind: "reopen", thread: id }),
      redo: () => void this.#tell({ kind: "accept", thread: id }),
    };
    if (suggestion.kind !== "field") {
      return page.suggest(id, suggestion, noted);
    }
    const name = suggestion.name as keyof Fields;
    const before = { [name]: this.#host.readFields()[name] };
    const after = { [name]: JSON.parse(suggestion.value) as unknown } as Partial<Fields>;
    page.rewrite(page.getDocument(), {
      undo: () => {
        writeFields(before);
        noted.undo();
      },
      redo: () => {
        writeFields(after);
        noted.redo();
      },
    });
    writeFields(after);
    return true;
  }

  #suggestionOf({ place }: Draft, words: string): Replacement | null {
    switch (place.kind) {
      case "range":
        return { kind: "text", runs: words === "" ? [] : [{ type: "text", text: words }] };
      case "photo":
        return place.part === "credit" || place.part === "alt"
          ? { kind: "attr", name: place.part, value: words }
          : null;
      case "field":
        return { kind: "field", name: place.name, value: JSON.stringify(words) };
      case "article":
        return null;
    }
  }

  #fieldText(name: string): string {
    const value: unknown = this.#host.readFields()[name as keyof Fields];
    return typeof value === "string" ? value : "";
  }

  #tell(say: Say): Promise<boolean> {
    return this.#busily(async () => {
      await this.#say(say);
      return true;
    });
  }

  #settle(say: Extract<Say, { kind: "resolve" | "decline" }>): Promise<boolean> {
    return this.#busily(async () => {
      await this.#say(say);
      this.#leave(say.thread);
      return true;
    });
  }

  /** What is settled is looked at no longer, unless the settled ones are listed. */
  #leave(id: ThreadId): void {
    const thread = this.#find(id);
    if (this.current === id && thread && !this.#isListed(thread)) this.goTo(null, false);
  }

  /** One after the other, so that the last answer is the newest. */
  #busily(work: () => Promise<boolean>): Promise<boolean> {
    const done = this.#queue.then(async () => {
      this.busy = true;
      try {
        return await work();
      } catch (thrown) {
        if (!this.#gone) this.#host.onFailure(thrown);
        return false;
      } finally {
        this.busy = false;
      }
    });
    this.#queue = done;
    return done;
  }

  async #say(say: Say): Promise<void> {
    this.#take(await this.#host.talker.say(this.#host.id, say));
  }

  #take({ seq, threads }: Talks): void {
    if (this.#gone) return;
    this.threads = threads;
    if (!threads.some(({ id }) => id === this.current)) this.current = null;
    this.#draw();
    // A save came in between: the anchors are those of another text.
    if (seq !== this.#seq) this.#later(() => void this.read());
  }

  #draw(): void {
    this.#whenStill(() => {
      const { page } = this.#host;
      page.showThreads(this.threads.map(shownOf), this.#saved, this.#moved);
      this.#moved = new Set();
      const positions = new Map(page.threadPositions());
      for (const { id, anchor } of this.threads) {
        const position = positions.get(id) ?? page.placePosition(anchor.place);
        if (position !== null) positions.set(id, position);
      }
      this.#positions = positions;
      page.markThread(this.current, false);
    });
  }

  #mark(reveal = false): void {
    const { current } = this;
    this.#whenStill(() => {
      this.#host.page.markThread(current, reveal);
      const anchor = this.#find(current)?.anchor;
      if (reveal && anchor?.lost) this.#host.page.showPlace(anchor.place);
    });
  }

  /** At once, or as soon as the input method's word is done: nothing is drawn around it before. */
  #whenStill(work: () => void): void {
    if (this.#gone) return;
    if (this.#host.page.isComposing()) this.#later(() => this.#draw());
    else work();
  }

  #later(work: () => void): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(work, RETRY_MS);
  }

  #positionOf({ id, anchor }: Thread): number {
    return this.#positions.get(id) ?? beside(anchor.place);
  }

  #find(id: ThreadId | null): Thread | undefined {
    return this.threads.find((thread) => thread.id === id);
  }

  #isListed(thread: Thread): boolean {
    switch (listing.filter) {
      case "open":
        return thread.state === "open";
      case "settled":
        return thread.state !== "open";
      case "mine":
        return this.isMine(thread);
    }
  }
}

/** Reading order of what is before the text, and of what is printed below it. */
const BEFORE_TEXT = -1;
const BELOW_TEXT = Number.MAX_SAFE_INTEGER;

/** The place in reading order of what is beside the text. */
function beside(place: ThreadPlace): number {
  return place.kind === "field" && isBelowText(place.name) ? BELOW_TEXT : BEFORE_TEXT;
}

function shownOf({ id, anchor, state, suggestion }: Thread): ShownThread {
  const words =
    suggestion?.kind === "text" ? suggestion.runs.map(({ text }) => text).join("") : null;
  return { id, place: anchor.place, lost: anchor.lost, open: state === "open", words };
}
