export type MarginTab =
  "details" | "review" | "history" | "changes" | "comments" | "proof" | "related";

/** In a window narrower than this many rem the margin lies over the page instead of beside it,
 *  and is shut until asked for. Shell.svelte's style has the same number. */
export const NARROW_REM = 70;

/** Which panes are on screen. */
class Panes {
  desk = $state(true);
  margin = $state(true);
  /** Hides all but the page. */
  focus = $state(false);
  tab = $state<MarginTab>("details");

  get showDesk(): boolean {
    return this.desk && !this.focus;
  }

  get showMargin(): boolean {
    return this.margin && !this.focus;
  }

  /** Brings a tab of the margin into view, whatever was hidden. */
  showTab(tab: MarginTab): void {
    this.focus = false;
    this.margin = true;
    this.tab = tab;
  }

  toggleDesk(): void {
    this.desk = this.focus || !this.desk;
    this.focus = false;
  }

  toggleMargin(): void {
    this.margin = this.focus || !this.margin;
    this.focus = false;
  }
}

export const panes = new Panes();
