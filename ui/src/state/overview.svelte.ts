import { asFailure, ipc } from "../ipc";
import type { ArticleId, BulkAction, BulkOutcome, TableLayout, View } from "../ipc";
import { notices } from "./notices.svelte";
import { open } from "./open.svelte";

export type OverviewMode = "table" | "board" | "calendar";

/** Articles of one call: so often one learns how far it is, and can end it. */
const AT_ONCE = 10;

/** The overview of the desk, which lies over the panes while it is asked for. What it showed and what
 *  was chosen stays as it was left. */
class Overview {
  shown = $state(false);
  mode = $state<OverviewMode>("table");
  view = $state<View>("all");
  /** Columns and order of the table; null until they were read. */
  layout = $state.raw<TableLayout | null>(null);
  /** In the order in which they were chosen. */
  chosen = $state.raw<ReadonlySet<ArticleId>>(new Set());
  /** How far something that is done to many has come. */
  doing = $state.raw<{ done: number; of: number } | null>(null);
  /** What could not be done, by article. */
  refused = $state.raw<BulkOutcome[]>([]);
  /** Counts what was done to many: lists are read again. */
  done = $state(0);

  #ended = false;

  toggle(): void {
    this.shown = !this.shown;
  }

  close(): void {
    this.shown = false;
    this.refused = [];
  }

  async read(): Promise<void> {
    try {
      this.layout = await ipc.tableLayout();
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }

  /** Shows the table so at once, and keeps it for the next time. */
  async change(layout: TableLayout): Promise<void> {
    const before = this.layout;
    this.layout = layout;
    try {
      await ipc.changeTableLayout(layout);
    } catch (thrown) {
      this.layout = before;
      notices.fail(asFailure(thrown));
    }
  }

  choose(ids: Iterable<ArticleId>): void {
    this.chosen = new Set(ids);
  }

  toggleChosen(id: ArticleId): void {
    const next = new Set(this.chosen);
    if (!next.delete(id)) next.add(id);
    this.chosen = next;
  }

  /** Does one thing to all that are chosen. What is done to the article on the page is done to exactly
   *  what stands there, and the page shows what came of it. */
  async doToAll(what: BulkAction): Promise<void> {
    const ids = [...this.chosen];
    if (this.doing || ids.length === 0) return;
    const onPage = open.session && ids.includes(open.session.id) ? open.session : null;
    if (onPage && !(await onPage.flush())) {
      notices.warn("article.stayUnsaved");
      return;
    }
    this.#ended = false;
    this.refused = [];
    this.doing = { done: 0, of: ids.length };
    const outcomes: BulkOutcome[] = [];
    try {
      for (let at = 0; at < ids.length && !this.#ended; at += AT_ONCE) {
        outcomes.push(...(await ipc.doToAll(ids.slice(at, at + AT_ONCE), what)));
        this.doing = { done: outcomes.length, of: ids.length };
      }
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
    this.doing = null;
    this.done += 1;
    this.refused = outcomes.filter(({ failure }) => failure !== null);
    const done = outcomes.length - this.refused.length;
    if (done > 0) notices.tell("overview.done", { count: done });
    // What could not be done stays chosen: it is what one looks at next.
    this.choose(this.refused.length > 0 ? this.refused.map(({ id }) => id) : []);
    if (onPage) await open.byId(onPage.id, "nowhere");
  }

  /** No more than what is under way. */
  end(): void {
    this.#ended = true;
  }

  async printDay(): Promise<void> {
    try {
      const { report, opened } = await ipc.printDayList();
      if (opened) notices.tell("overview.printed");
      else notices.warn("print.notOpened", { path: report.path });
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }
}

export const overview = new Overview();
