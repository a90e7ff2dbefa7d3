import type { View } from "../ipc";

/** Which list stands on the desk, for those who send the reader there. */
class DeskList {
  view = $state<View>("myDrafts");
  filter = $state("");
  /** Whether the views that are looked into now and then are listed. */
  moreShown = $state(false);
  /** Counts the calls for the filter box; the list takes the caret there on each. */
  wantsFilter = $state(0);
  /** Counts the calls to start the list anew, whatever view it shows. */
  wantsReading = $state(0);

  focusFilter(): void {
    this.wantsFilter += 1;
  }

  /** Brings a new article of mine into sight, whatever was listed before. */
  showMyDrafts(): void {
    this.view = "myDrafts";
    this.filter = "";
    this.wantsReading += 1;
  }
}

export const deskList = new DeskList();
