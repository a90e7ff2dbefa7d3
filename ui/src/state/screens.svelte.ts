/** Screens that lie over the panes, one at a time. */
export type ScreenName = "search" | "assignments" | "royalties" | "plots";

class Screens {
  shown = $state<ScreenName | null>(null);

  toggle(name: ScreenName): void {
    this.shown = this.shown === name ? null : name;
  }

  close(): void {
    this.shown = null;
  }
}

export const screens = new Screens();
