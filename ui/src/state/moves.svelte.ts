import { asFailure, ipc } from "../ipc";
import type { Action, ActionKind } from "../ipc";
import { dialogs } from "./dialogs.svelte";
import type { ReasonedAction } from "./dialogs.svelte";
import { notices } from "./notices.svelte";
import type { Session } from "./open.svelte";

const reasoned: ReasonedAction[] = ["return", "hold", "spike", "reopen"];

/** Moves along the editorial axis, from the margin, the palette and the dialog of reasons. */
class Moves {
  busy = $state(false);

  /** Starts a move: at once, or with the question for its reason. */
  start(session: Session, kind: ActionKind): void {
    if (isReasoned(kind)) dialogs.show({ name: "reason", action: kind });
    else void this.make(session, { action: kind });
  }

  /** Makes the move on exactly the text that is on the page. */
  async make(session: Session, action: Action): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    try {
      if (!(await session.flush())) {
        notices.warn("article.stayUnsaved");
        return false;
      }
      session.moved(await ipc.moveArticle(session.id, action));
      notices.outlived();
      notices.tell(`moved.${action.action}`);
      return true;
    } catch (thrown) {
      notices.fail(asFailure(thrown));
      return false;
    } finally {
      this.busy = false;
    }
  }
}

function isReasoned(kind: ActionKind): kind is ReasonedAction {
  return (reasoned as ActionKind[]).includes(kind);
}

export const moves = new Moves();
