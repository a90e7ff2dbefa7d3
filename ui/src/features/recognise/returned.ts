import type { TakenBack } from "../../ipc";
import { notices } from "../../state/notices.svelte";

/** Says what became of a file that was taken back into its article. */
export function tellTakenBack({ outcome, changes, comments, questions }: TakenBack): void {
  if (outcome === "apart") notices.warn("recognise.takenBackApart");
  else if (outcome === "nothing") notices.tell("recognise.takenBackNothing");
  else if (questions > 0) notices.warn("recognise.takenBackAsks", { changes, comments, questions });
  else notices.tell("recognise.takenBack", { changes, comments });
}
