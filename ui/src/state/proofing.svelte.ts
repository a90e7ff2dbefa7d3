import type { EditorHandle, EditorSummary, FindingPassage } from "../editor";
import type {
  ArticleId,
  Document,
  Fields,
  Finding,
  Ignore,
  IgnoreScope,
  Ignored,
  Severity,
  ipc,
} from "../ipc";

/** What the page must do for findings to be shown in it. */
export type ProofPage = Pick<
  EditorHandle,
  | "getDocument"
  | "stamp"
  | "isComposing"
  | "settle"
  | "showFindings"
  | "markFinding"
  | "findingBesideCaret"
  | "findingPassages"
  | "findingRange"
  | "fixFindings"
>;

/** Who reads the article. */
export type ProofReader = Pick<typeof ipc, "proofText" | "ignoreFinding" | "unignoreFinding">;

export interface ProofHost {
  readonly id: ArticleId;
  readonly page: ProofPage;
  readonly reader: ProofReader;
  readFields(): Fields;
  onFixed(count: number): void;
  onIgnored(scope: IgnoreScope, undo: () => void): void;
  onFailure(thrown: unknown): void;
}

/** A finding with a name of its own among those of the article. */
export interface PlacedFinding extends Finding {
  readonly id: string;
  readonly passage: FindingPassage;
}

/** How long after the last key the article is read anew. */
export const PROOF_MS = 150;

/** How the list is ordered: so from one article to the next. */
export type ProofOrder = "severity" | "place";

class ProofView {
  order = $state<ProofOrder>("severity");
}

export const proofView = new ProofView();

const RANKS: Record<Severity, number> = { error: 0, warning: 1, hint: 2, right: 3 };

/**
 * What the checks find in the open article while somebody writes in it.
 *
 * Read when the keys have paused and never while an input method composes. An answer that the page
 * has moved on from is thrown away: another one follows. Until then the page moves its lines along
 * with the words.
 */
export class ArticleProof {
  /** In reading order; those on words that are being typed are not among `shown`. */
  list = $state.raw<readonly PlacedFinding[]>([]);
  ignored = $state.raw<readonly Ignored[]>([]);
  current = $state<string | null>(null);
  /** The finding whose menu is open in the page, and whether the menu has the keyboard. */
  menu = $state.raw<{ id: string; keyboard: boolean } | null>(null);
  /** Whether the article has been read since it was opened. */
  known = $state(false);
  /** Whether `list` is that of the article as it stands. */
  fresh = $state(false);
  #hushed = $state.raw<readonly string[]>([]);

  readonly shown = $derived(this.list.filter(({ id }) => !this.#hushed.includes(id)));
  readonly confirmed = $derived(this.shown.filter(({ severity }) => severity === "right"));
  /** What is to be looked at, as it is listed. */
  readonly open = $derived.by(() => {
    const open = this.shown.filter(({ severity }) => severity !== "right");
    return proofView.order === "place"
      ? open
      : open.toSorted((a, b) => RANKS[a.severity] - RANKS[b.severity]);
  });

  readonly #host: ProofHost;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Counts what was asked for: only the last answer counts. */
  #asked = 0;
  #told = false;
  #gone = false;

  constructor(host: ProofHost) {
    this.#host = host;
    this.#later(0);
  }

  count(severity: Severity): number {
    return this.shown.filter((finding) => finding.severity === severity).length;
  }

  /** Something in the article changed. Runs with each key, and does next to nothing. */
  changed(): void {
    if (this.fresh) this.fresh = false;
    if (this.menu) this.menu = null;
    this.#later(PROOF_MS);
  }

  /** What was found may be old for another reason than typing. */
  refresh(): void {
    this.#later(0);
  }

  /** The caret moved, or the words at it changed. */
  caretAt({ finding, hushed }: EditorSummary): void {
    if (hushed.join() !== this.#hushed.join()) this.#hushed = hushed;
    if (this.menu && !this.menu.keyboard && finding !== this.menu.id) this.menu = null;
  }

  find(id: string | null): PlacedFinding | undefined {
    return this.list.find((finding) => finding.id === id);
  }

  goTo(id: string | null, reveal = true): void {
    this.current = id;
    this.menu = null;
    this.#draw((page) => page.markFinding(id, reveal));
  }

  /** The next one or the one before, as seen from the caret. False where there is none. */
  step(direction: 1 | -1): boolean {
    const id = this.#host.page.findingBesideCaret(direction);
    if (id !== null) this.goTo(id);
    return id !== null;
  }

  openMenu(id: string, keyboard: boolean): void {
    if (!this.find(id)) return;
    this.current = id;
    this.#draw((page) => page.markFinding(id, keyboard));
    this.menu = { id, keyboard };
  }

  closeMenu(): void {
    this.menu = null;
  }

  /** Where a finding is seen in the page. */
  range(id: string): Range | null {
    return this.#host.page.findingRange(id);
  }

  /** Those that say the same of the same words and offer the same words for them. */
  alike({ rule, text, fixes: [fix], params: { house } }: PlacedFinding): PlacedFinding[] {
    return this.shown.filter(
      (other) =>
        other.rule === rule &&
        other.params["house"] === house &&
        other.text === text &&
        other.fixes[0] === fix,
    );
  }

  async fix(findings: readonly PlacedFinding[], text: string): Promise<void> {
    const { page } = this.#host;
    this.menu = null;
    await page.settle();
    if (this.#gone) return;
    const at = this.open.findIndex(({ id }) => id === findings[0]?.id);
    const done = page.fixFindings(findings.map(({ id }) => ({ id, text })));
    // Before the next answer: what was put right is not offered once more.
    const gone = new Set(done.length > 0 ? done : findings.map(({ id }) => id));
    this.list = this.list.filter(({ id }) => !gone.has(id));
    this.current = (this.open[at] ?? this.open.at(-1))?.id ?? null;
    page.markFinding(this.current);
    if (done.length > 0) this.#host.onFixed(done.length);
    this.refresh();
  }

  async ignore(found: PlacedFinding, scope: IgnoreScope): Promise<void> {
    const { id } = found;
    const ignore = ignoreOf(found, scope);
    this.menu = null;
    try {
      await this.#host.reader.ignoreFinding(this.#host.id, ignore);
      this.list = this.list.filter((finding) => finding.id !== id);
      this.#host.onIgnored(scope, () => void this.unignore(ignore));
    } catch (thrown) {
      this.#host.onFailure(thrown);
    }
    this.refresh();
  }

  async unignore(ignore: Ignore): Promise<void> {
    try {
      await this.#host.reader.unignoreFinding(this.#host.id, ignore);
    } catch (thrown) {
      this.#host.onFailure(thrown);
    }
    this.refresh();
  }

  destroy(): void {
    this.#gone = true;
    this.#stop();
  }

  async #read(): Promise<void> {
    const { id, page, reader } = this.#host;
    if (this.#gone) return;
    if (page.isComposing()) return this.#later(PROOF_MS);
    const asked = (this.#asked += 1);
    const stamp = page.stamp();
    const document = page.getDocument() as unknown as Document;
    try {
      const answer = await reader.proofText(id, document, this.#host.readFields());
      if (asked !== this.#asked || this.#gone) return;
      if (page.isComposing() || page.stamp() !== stamp) return this.#later(PROOF_MS);
      this.#told = false;
      this.#take(answer.findings, answer.ignored);
    } catch (thrown) {
      // Once: it is tried again with each pause of the keys.
      if (asked === this.#asked && !this.#gone && !this.#told) this.#host.onFailure(thrown);
      this.#told = true;
    }
  }

  #take(findings: readonly Finding[], ignored: readonly Ignored[]): void {
    const { page } = this.#host;
    const named = nameFindings(findings);
    page.showFindings(named);
    const passages = page.findingPassages();
    this.list = named.flatMap((finding) => {
      const passage = passages.get(finding.id);
      return passage ? [{ ...finding, passage }] : [];
    });
    this.ignored = ignored;
    this.known = true;
    this.fresh = true;
    if (this.current !== null && !this.find(this.current)) {
      this.current = null;
      page.markFinding(null);
    }
    if (this.menu && !this.find(this.menu.id)) this.menu = null;
  }

  /** Draws in the page at once, or as soon as the input method's word is done. */
  #draw(work: (page: ProofPage) => void): void {
    const { page } = this.#host;
    if (!page.isComposing()) return work(page);
    void page.settle().then(() => {
      if (!this.#gone) work(page);
    });
  }

  #later(after: number): void {
    this.#stop();
    this.#timer = setTimeout(() => void this.#read(), after);
  }

  #stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

/** How a finding is named to the core, to be left alone. */
export function ignoreOf({ rule, text, key, params }: Finding, scope: IgnoreScope): Ignore {
  const { house } = params;
  return { rule, ...(rule === "HOUSE" && house !== undefined ? { house } : {}), text, key, scope };
}

/** Gives each finding a name that it keeps from one answer to the next. */
function nameFindings(findings: readonly Finding[]): (Finding & { id: string })[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const name = `${finding.rule} ${finding.key}`;
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return { ...finding, id: `${name} ${count}` };
  });
}
