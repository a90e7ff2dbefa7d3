import { asFailure, ipc } from "../ipc";
import type { IngestEntry, IngestNews, IngestOpened } from "../ipc";
import { countsOf, judgementOf, placeInBurst, shownOn, starsGiven } from "./culling";
import type { Judgement, SheetView } from "./culling";
import { notices } from "./notices.svelte";
import { open } from "./open.svelte";
import { wall } from "./wall.svelte";

const nothingYet: Omit<IngestNews, "entries"> = {
  version: 0,
  phase: "looking",
  done: 0,
  of: 0,
  cut: false,
  unreadFolders: 0,
};

/** The contact sheet of a folder or card. It stays as it is while it is out of sight, so that no
 *  choice is lost by a key too many. */
class Ingest {
  opened = $state.raw<IngestOpened | null>(null);
  shown = $state(false);
  /** By their numbers. */
  entries = $state.raw<readonly IngestEntry[]>([]);
  news = $state.raw(nothingYet);
  judged = $state.raw<ReadonlyMap<number, Judgement>>(new Map());
  view = $state.raw<SheetView>({ showing: "all", stars: 0, sorting: "taken" });
  /** Number of the photo that the keys act on; −1 before there is one. */
  current = $state(-1);
  taking = $state(false);
  #reading: Promise<void> | null = null;
  #again = false;

  readonly list = $derived(shownOn(this.entries, this.judged, this.view));
  readonly counts = $derived(countsOf(this.entries, this.judged));
  readonly bursts = $derived(
    new Map(
      this.entries.flatMap((entry) => {
        const place = placeInBurst(entry, this.#members(entry.burst));
        return place ? [[entry.n, place] as const] : [];
      }),
    ),
  );
  readonly picked = $derived(
    shownOn(this.entries, this.judged, { ...this.view, showing: "picked", stars: 0 }).filter(
      ({ problem }) => problem === null,
    ),
  );
  readonly #byBurst = $derived.by(() => {
    const found = new Map<number, IngestEntry[]>();
    for (const entry of this.entries) {
      if (entry.burst === null) continue;
      const burst = found.get(entry.burst);
      if (burst) burst.push(entry);
      else found.set(entry.burst, [entry]);
    }
    return found;
  });

  /** Shows the sheet that is open, or asks for a folder. */
  show(): void {
    if (this.opened) this.#appear();
    else void this.choose();
  }

  /** Where nothing was decided on, there is nothing to come back to. */
  hide(): void {
    this.shown = false;
    const { opened } = this;
    if (!opened || this.judged.size > 0 || this.taking) return;
    this.forget();
    // A sheet that another has taken the place of is closed already.
    void ipc.closeIngest(opened.session).catch(() => undefined);
  }

  /** Asks for a folder and shows what is in it, in place of the sheet before. */
  async choose(): Promise<void> {
    try {
      const opened = await ipc.chooseIngest();
      if (opened) this.begin(opened);
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }

  begin(opened: IngestOpened): void {
    this.opened = opened;
    this.entries = [];
    this.news = nothingYet;
    this.judged = new Map();
    this.view = { ...this.view, showing: "all", stars: 0 };
    this.current = -1;
    this.#appear();
    void this.read(opened.session);
  }

  /** Asks what has come since; a call during another is one more afterwards. Done once all that
   *  was known when it was called is here. */
  read(session: string): Promise<void> {
    if (this.opened?.session !== session) return Promise.resolve();
    this.#again = true;
    this.#reading ??= this.#readAll().finally(() => (this.#reading = null));
    return this.#reading;
  }

  judgement(entry: IngestEntry): Judgement {
    return judgementOf(entry, this.judged);
  }

  /** Changes what is thought of a photo. What cannot be taken cannot be picked. */
  judge(n: number, change: Partial<Judgement>): void {
    const entry = this.entries[n];
    if (!entry || (change.mark === "picked" && entry.problem !== null)) return;
    const place = this.list.indexOf(entry);
    const judged = new Map(this.judged);
    judged.set(n, { ...this.judgement(entry), ...change });
    this.judged = judged;
    // Where it no longer belongs to what is shown, the next one has the keys.
    if (n === this.current && place >= 0 && !this.list.includes(entry)) {
      this.current = this.list[Math.min(place, this.list.length - 1)]?.n ?? -1;
    }
  }

  see(view: Partial<SheetView>): void {
    this.view = { ...this.view, ...view };
    if (!this.list.some(({ n }) => n === this.current)) this.current = this.list[0]?.n ?? -1;
  }

  stop(): void {
    const { opened } = this;
    if (opened) void ipc.stopIngest(opened.session).catch(() => this.forget());
  }

  /** Takes what is picked into the store and, where one is open, into the article. */
  async takeIn(): Promise<void> {
    const { opened, picked } = this;
    if (!opened || picked.length === 0 || this.taking) return;
    this.taking = true;
    try {
      const outcomes = await ipc.takeIn(
        opened.session,
        picked.map((entry) => ({ n: entry.n, stars: starsGiven(entry, this.judged) })),
      );
      const photos = outcomes.flatMap(({ photo }) => (photo ? [photo] : []));
      await this.read(opened.session);
      let notTaken = 0;
      for (const { n, failure } of outcomes) {
        if (!failure) continue;
        // What is wrong with a photo stands on it; what is wrong with the store is told once.
        if (this.entries[n]?.problem) notTaken += 1;
        else notices.fail(failure, this.entries[n]?.fileName);
      }
      if (notTaken > 0) notices.warn("ingest.notTaken", { count: notTaken });
      const wanted = picked.length;
      const judged = new Map(this.judged);
      for (const { n, photo } of outcomes) {
        const entry = this.entries[n];
        if (photo && entry) judged.set(n, { ...this.judgement(entry), mark: null });
      }
      this.judged = judged;
      if (photos.length === 0) return;
      const { session } = open;
      const count = photos.length;
      if (session) notices.tell("ingest.takenIntoArticle", { count });
      else
        notices.tell(
          "ingest.taken",
          { count },
          {
            key: "wall.title",
            run: () => {
              this.hide();
              wall.shown = true;
            },
          },
        );
      // What did not come in is still to be seen to.
      if (photos.length === wanted) {
        this.see({ showing: "all" });
        this.hide();
      }
      session?.putPhotos(
        { kind: "between", afterBlockId: session.summary?.blockId ?? null },
        photos,
      );
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    } finally {
      this.taking = false;
    }
  }

  forget(): void {
    this.opened = null;
    this.shown = false;
    this.entries = [];
  }

  /** One view lies over the panes at a time. */
  #appear(): void {
    wall.close();
    this.shown = true;
  }

  async #readAll(): Promise<void> {
    while (this.#again && this.opened) {
      this.#again = false;
      const { session } = this.opened;
      try {
        const { entries, ...news } = await ipc.ingestNews(session, this.news.version);
        if (this.opened?.session === session) this.#take(entries, news);
      } catch (thrown) {
        if (this.opened?.session === session) notices.fail(asFailure(thrown));
      }
    }
  }

  #members(burst: number | null): readonly IngestEntry[] {
    return (burst === null ? undefined : this.#byBurst.get(burst)) ?? [];
  }

  #take(changed: IngestEntry[], news: Omit<IngestNews, "entries">): void {
    this.news = news;
    if (changed.length > 0) {
      const entries = [...this.entries];
      for (const entry of changed) entries[entry.n] = entry;
      this.entries = entries;
    }
    if (this.current < 0) this.current = this.list[0]?.n ?? -1;
  }
}

export const ingest = new Ingest();
