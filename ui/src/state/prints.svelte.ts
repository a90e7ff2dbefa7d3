import { asFailure, ipc } from "../ipc";
import { notices } from "./notices.svelte";
import type { Session } from "./open.svelte";

/** Articles on paper: a PDF, opened in the program that shows PDF files here and prints them. */
class Prints {
  busy = $state(false);

  async open(session: Session): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      if (!(await session.flush())) {
        notices.warn("article.stayUnsaved");
        return;
      }
      const { report, opened } = await ipc.printArticle(session.id);
      if (opened) notices.tell(report.approved ? "print.opened" : "print.openedDraft");
      else notices.warn("print.notOpened", { path: report.path });
      if (report.missing !== "") notices.warn("pdf.missing", { letters: report.missing });
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    } finally {
      this.busy = false;
    }
  }
}

export const prints = new Prints();
