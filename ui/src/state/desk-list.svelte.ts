import type { View } from "../ipc";

/** Which list stands on the desk, for those who send the reader there. */
class DeskList {
  view = $state<View>("myDrafts");
  /** Counts the calls for the filter box; the list takes the caret there on each. */
  wantsFilter = $state(0);

  focusFilter(): void {
    this.wantsFilter += 1;
  }
}

export const deskList = new DeskList();
