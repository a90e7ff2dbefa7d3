import { asFailure, ipc } from "../ipc";
import type { Run } from "../ipc";
import { dialogs } from "./dialogs.svelte";
import { notices } from "./notices.svelte";

/** What the runs of a paste say that may be in an old encoding, seen by a person before it lands;
 *  null where they think better of it. What is none goes in as it came. */
export async function readOldPaste(runs: Run[]): Promise<string[] | null> {
  const asIs = runs.map((run) => run.text);
  try {
    const conversion = await ipc.convertText(runs, null);
    if (conversion.written === "unicode") return asIs;
    return await new Promise((answer) => {
      dialogs.show({ name: "oldPaste", runs, conversion, answer });
    });
  } catch (thrown) {
    notices.fail(asFailure(thrown));
    return null;
  }
}
