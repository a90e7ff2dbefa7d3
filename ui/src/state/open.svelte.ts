import type {
  DropTarget,
  EditorCommands,
  EditorSummary,
  PassageFound,
  PhotoEdits,
  Size,
  ThreadPlace,
  UseWords,
} from "../editor";
import { asFailure, ipc } from "../ipc";
import type {
  ArticleId,
  Fields,
  Gap,
  OpenArticle,
  Passage,
  PhotoInfo,
  PhotoOutcome,
  Standing,
} from "../ipc";
import { deskList } from "./desk-list.svelte";
import type { Discussion } from "./discussion.svelte";
import { notices } from "./notices.svelte";
import type { ArticleProof } from "./proofing.svelte";
import type { ArticleChanges } from "./tracking.svelte";

/** Part of the page that the caret can be sent to; `here` is where it was, and `nowhere` leaves
 *  the keyboard to whoever has it. */
export type Place = "headline" | "lead" | "body" | "here" | "nowhere";

/** The open article, as everything beside the page sees it. The page itself is not reactive and
 *  stays with the article feature. */
export interface Session {
  readonly id: ArticleId;
  /** As last saved. */
  readonly headline: string;
  /** Change them in place, then call `fieldsChanged`. */
  readonly fields: Fields;
  readonly standing: Standing;
  /** In headline, lead, text and captions. */
  readonly syllables: number;
  /** Where the caret is; null until the page has told. */
  readonly summary: EditorSummary | null;
  readonly commands: EditorCommands;
  /** What differs from the text under review, as the page shows it. */
  readonly changes: ArticleChanges;
  /** What the checks find in it. */
  readonly proof: ArticleProof;
  fieldsChanged(): void;
  /** A move was made, and this is where it led. */
  moved(standing: Standing): void;
  /** Puts all that was typed on the disk; `false` where that fails (the sign says why). */
  flush(): Promise<boolean>;
  /** Puts the caret there. */
  goTo(place: Place): void;
  /** Puts the caret where this gap of the page can be filled. */
  goToGap(gap: Gap): void;
  /** What is marked in the page, a passage for each line. */
  markedPassages(): Passage[];
  /** Marks a passage in the page and brings it into sight, as far as it is still there. */
  showPassage(passage: Passage): PassageFound;
  /** Asks anew where the article stands and what may be done with it. */
  readStanding(): Promise<void>;
  /** The conversations about the article. */
  readonly discussion: Discussion;
  /** What the page scrolls in. */
  readonly scroller: HTMLElement;
  /** How high in the window the places of conversations stand, by their names. Those that are
   *  nowhere on the paper are left out. */
  threadTops(places: ReadonlyMap<string, ThreadPlace>): Map<string, number>;
  /** The photo of a block, with its size and what is done to it; null where there is none. */
  photoOf(block: string): (Size & { hash: string; edits: PhotoEdits }) | null;
  /** What stands at the photo of a block; null where there is none. */
  wordsAt(block: string): UseWords | null;
  /** The words of a block, or of the lead. */
  blockText(id: string | null): string;
  /** Lets the writer choose photos, for the block with this id or at the caret. */
  choosePhotos(blockId?: string): Promise<void>;
  dropTargetAt(x: number, y: number): DropTarget;
  showDropTarget(target: DropTarget | null): void;
  putPhotos(target: DropTarget, photos: PhotoInfo[]): void;
  /** Puts photos behind the block with the caret, or at the end. */
  insertPhotos(photos: PhotoInfo[]): void;
  /** Something else is said of photos, some of which may be in use here. */
  photosChanged(photos: PhotoInfo[]): void;
  /** Puts the caret into the photo with this block id. */
  goToPhoto(blockId: string): void;
}

/** Which article is open. */
class Open {
  /** The article as it was read; a new object for each opening. */
  article = $state.raw<OpenArticle | null>(null);
  /** Registered by the page while it is on screen. */
  session = $state.raw<Session | null>(null);
  /** Where the caret goes when the page appears. */
  focus: Place = "headline";

  /** Opens an article, after what was typed in the one before is on the disk. */
  byId(id: ArticleId, focus: Place = "headline"): Promise<boolean> {
    return this.show(() => ipc.openArticle(id), focus);
  }

  /** Opens an article that did not exist before, and the list it is in. */
  async create(make: () => Promise<OpenArticle> = ipc.createArticle): Promise<boolean> {
    const made = await this.show(make);
    if (made) deskList.showMyDrafts();
    return made;
  }

  /** Opens an article that a command makes or changes. `false` where that fails; the article
   *  before stays open then. */
  async show(make: () => Promise<OpenArticle>, focus: Place = "headline"): Promise<boolean> {
    if (this.session && !(await this.session.flush())) {
      notices.warn("article.stayUnsaved");
      return false;
    }
    try {
      const article = await make();
      this.focus = focus;
      this.article = article;
      return true;
    } catch (thrown) {
      notices.fail(asFailure(thrown));
      return false;
    }
  }
}

export const open = new Open();

/** The photos that came in; tells of each file that did not. */
export function photosOf(outcomes: PhotoOutcome[]): PhotoInfo[] {
  for (const { fileName, failure } of outcomes) if (failure) notices.fail(failure, fileName);
  return outcomes.flatMap(({ photo }) => (photo ? [photo] : []));
}
