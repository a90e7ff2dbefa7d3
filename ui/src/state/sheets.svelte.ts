import { asFailure, ipc } from "../ipc";
import { notices } from "./notices.svelte";
import type { Session } from "./open.svelte";

/** Approval sheets, from the margin and the palette. */
class Sheets {
  busy = $state(false);

  /** Shows the sheet as it will be printed, with exactly the text that is on the page. */
  show(session: Session): Promise<void> {
    return this.#make(session, async () => {
      await ipc.showSheet(session.id);
    });
  }

  /** Saves it as a file that any browser opens. */
  save(session: Session): Promise<void> {
    return this.#make(session, async () => {
      const path = await ipc.saveSheet(session.id);
      if (path !== null) notices.tell("sheet.saved", { path });
    });
  }

  async #make(session: Session, work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      if (await session.flush()) await work();
      else notices.warn("article.stayUnsaved");
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    } finally {
      this.busy = false;
    }
  }
}

export const sheets = new Sheets();
