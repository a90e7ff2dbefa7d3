import { asFailure, ipc, on } from "../ipc";
import type { ArchiveState } from "../ipc";
import { dialogs } from "./dialogs.svelte";
import { notices } from "./notices.svelte";

/** The archive that is taken in behind the window. Read anew whenever the desk says that it has
 *  come further. */
class Archive {
  state = $state.raw<ArchiveState>({
    phase: "nothing",
    name: "",
    look: null,
    percent: 0,
    report: null,
    failure: null,
  });
  #follows = false;

  async read(): Promise<void> {
    if (!this.#follows) {
      this.#follows = true;
      on("archive-moved", () => void this.read());
    }
    try {
      const before = this.state.phase;
      this.state = await ipc.archiveState();
      if (before === "running" && this.state.phase === "done") this.#tell();
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }

  async look(folder: boolean): Promise<void> {
    try {
      this.state = (await ipc.lookIntoArchive(folder)) ?? this.state;
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }

  async start(): Promise<void> {
    try {
      await ipc.startArchive();
      await this.read();
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }

  async stop(): Promise<void> {
    try {
      await ipc.stopArchive();
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }

  /** Tells of the end to whoever has shut the dialog meanwhile. */
  #tell(): void {
    if (dialogs.open?.name === "archive") return;
    const see = { key: "inbox.see" as const, run: () => dialogs.show({ name: "archive" }) };
    notices.tell("archive.toldDone", { count: this.state.report?.taken ?? 0 }, see);
  }
}

export const archive = new Archive();
