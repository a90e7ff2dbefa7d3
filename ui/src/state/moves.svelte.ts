import { asFailure, ipc } from "../ipc";
import type { Action, ActionKind, Editorial } from "../ipc";
import type { Key } from "../words/words.svelte";
import { dialogs } from "./dialogs.svelte";
import type { ReasonedAction } from "./dialogs.svelte";
import { notices } from "./notices.svelte";
import type { Session } from "./open.svelte";
import { returning } from "./returning.svelte";

const reasoned: ReasonedAction[] = ["hold", "spike", "reopen"];

/** Moves along the editorial axis, from the margin, the palette and the dialog of reasons. */
class Moves {
  busy = $state(false);

  /** Starts a move: at once, or with the question for its reason. */
  start(session: Session, kind: ActionKind): void {
    if (kind === "return") returning.begin(session);
    else if (isReasoned(kind)) dialogs.show({ name: "reason", action: kind });
    else void this.make(session, { action: kind });
  }

  /** Makes the move on exactly the text that is on the page; with a waiver past what the
   *  proofreader still finds there. */
  async make(session: Session, action: Action, waiver: string | null = null): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    try {
      if (!(await session.flush())) {
        notices.warn("article.stayUnsaved");
        return false;
      }
      const before = session.standing.editorial;
      session.moved(await ipc.moveArticle(session.id, action, waiver));
      notices.outlived();
      notices.tell(toldOf(action, before, session.standing.editorial));
      return true;
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (failure.code === "findingsOpen") dialogs.show({ name: "stopped", action, failure });
      else notices.fail(failure);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

/** What was done, and where that led: signing a step approves the article, takes it on, or back
 *  to a step that the text has left behind. */
function toldOf(action: Action, from: Editorial, to: Editorial): Key {
  if (action.action !== "approve" && action.action !== "passOn") return `moved.${action.action}`;
  if (to.state === "approved") return "moved.approve";
  if (to.state === "awaitingApproval" && placeOf(to) > placeOf(from)) return "moved.passOn";
  return "moved.backToStep";
}

function placeOf(editorial: Editorial): number {
  if (editorial.state === "awaitingApproval") return editorial.step;
  if (editorial.state === "returned" && editorial.to.kind === "step") return editorial.to.step;
  return editorial.state === "approved" ? Infinity : 0;
}

function isReasoned(kind: ActionKind): kind is ReasonedAction {
  return (reasoned as ActionKind[]).includes(kind);
}

export const moves = new Moves();
