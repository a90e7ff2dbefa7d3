import { asFailure, ipc, on } from "../ipc";
import type { Answer, ArticleId, AssignmentRow } from "../ipc";
import { desk } from "./desk.svelte";
import { notices } from "./notices.svelte";
import { open } from "./open.svelte";

/** What is written into the open article says nothing new of its assignment, most of the time. */
const OPEN_PAUSE_MS = 3_000;
const PAUSE_MS = 150;

/** What is commissioned on this desk, and what came of it. */
class Assignments {
  rows = $state.raw<AssignmentRow[]>([]);
  readonly #byArticle = $derived(new Map(this.rows.map((row) => [row.article, row])));
  #timer: ReturnType<typeof setTimeout> | undefined;
  #at = 0;

  /** How many wait for my answer. */
  get toAnswer(): number {
    return this.rows.filter((row) => row.mine && !row.done && !row.assignment.answers.length)
      .length;
  }

  /** Whether I may ask somebody to write, as far as the workflow says; the core decides. */
  get mayCommission(): boolean {
    const { me, info } = desk;
    const actors = info?.settings.workflow.rights.commission;
    return me !== null && (actors?.includes(me.role) ?? false);
  }

  of(article: ArticleId): AssignmentRow | undefined {
    return this.#byArticle.get(article);
  }

  async read(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      this.rows = await ipc.listAssignments();
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }

  /** Reads the list, and again when an article has changed, until the returned function is
   *  called. */
  follow(): () => void {
    void this.read();
    const leave = on("desk-changed", ({ articles }) => {
      const elsewhere = articles.some((id) => id !== open.article?.id);
      const at = Date.now() + (elsewhere ? PAUSE_MS : OPEN_PAUSE_MS);
      if (this.#timer !== undefined && this.#at <= at) return;
      clearTimeout(this.#timer);
      this.#at = at;
      this.#timer = setTimeout(() => void this.read(), at - Date.now());
    });
    return () => {
      leave();
      clearTimeout(this.#timer);
    };
  }

  /** Answers a commission; whether it was taken. */
  async answer(article: ArticleId, answer: Answer): Promise<boolean> {
    // The author may become another: what was typed goes to the disk first.
    if (open.session?.id === article && !(await open.session.flush())) return false;
    try {
      await ipc.answerCommission(article, answer);
      await this.read();
      if (open.session?.id === article) await open.session.readStanding();
      notices.tell(answer.answer === "accepted" ? "assign.accepted" : "assign.answered");
      return true;
    } catch (thrown) {
      notices.fail(asFailure(thrown));
      return false;
    }
  }
}

export const assignments = new Assignments();
