import type { PhotoQuery } from "../ipc";

export type WallFilter = Omit<PhotoQuery, "offset" | "limit">;

export const noFilter: WallFilter = {
  search: "",
  from: null,
  to: null,
  creators: null,
  rights: null,
  stars: 0,
  unused: false,
};

/** The picture wall, which lies over the panes while it is asked for. What was looked for and
 *  chosen stays as it was left. */
class Wall {
  shown = $state(false);
  filter = $state.raw<WallFilter>(noFilter);
  /** Hashes of the photos that are chosen, in the order in which they were. */
  chosen = $state.raw<ReadonlySet<string>>(new Set());

  /** Counts the calls for the search box; the wall takes the caret there on each. */
  wantsSearch = $state(0);

  close(): void {
    this.shown = false;
  }

  toggle(): void {
    this.shown = !this.shown;
  }
}

export const wall = new Wall();
