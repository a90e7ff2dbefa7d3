import { asFailure, ipc, on } from "../ipc";
import type { ArticleId, DeliveryRow } from "../ipc";
import { dialogs } from "./dialogs.svelte";
import { notices } from "./notices.svelte";

/** What goes to other systems: on its way, or there already. Read anew whenever the desk says that
 *  something in it has moved. */
class Outbox {
  rows = $state.raw<readonly DeliveryRow[]>([]);
  /** All of its deliveries are wanted, however old. */
  #article: ArticleId | null = null;
  /** Counts the readings, so that an older answer never stands over a newer one. */
  #reading = 0;

  get unfinished(): readonly DeliveryRow[] {
    return this.rows.filter(({ delivery }) => unfinished(delivery.status));
  }

  /** How many wait for somebody. */
  get stuck(): number {
    return this.rows.filter(({ delivery }) => delivery.status === "needsUser").length;
  }

  of(article: ArticleId): readonly DeliveryRow[] {
    return this.rows.filter(({ delivery }) => delivery.article === article);
  }

  /** Reads all that was sent of an article, too, until the returned function is called. */
  follow(article: ArticleId): () => void {
    this.#article = article;
    void this.read();
    return () => (this.#article = null);
  }

  async read(): Promise<void> {
    const reading = ++this.#reading;
    try {
      const rows = await ipc.deliveries(this.#article);
      if (reading !== this.#reading) return;
      const before = new Map(this.rows.map((row) => [row.delivery.id, row.delivery.status]));
      this.rows = rows;
      for (const row of rows) this.#tell(row, before.get(row.delivery.id));
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }

  /** Puts a row that a command has answered with in its place. */
  take(row: DeliveryRow): void {
    const others = this.rows.filter(({ delivery }) => delivery.id !== row.delivery.id);
    const at = this.rows.findIndex(({ delivery }) => delivery.id === row.delivery.id);
    this.rows = at < 0 ? [row, ...others] : this.rows.with(at, row);
  }

  /** Tells of what has come to an end, or to a halt, while nobody was looking. */
  #tell({ delivery }: DeliveryRow, before: string | undefined): void {
    const seen = dialogs.open?.name === "outbox" || dialogs.open?.name === "deliver";
    if (seen || before === undefined || before === delivery.status) return;
    const see = { key: "inbox.see" as const, run: () => dialogs.show({ name: "outbox" }) };
    const to = delivery.destinationName;
    if (delivery.status === "needsUser") notices.warn("outbox.toldStuck", { to });
    else if (delivery.status === "done") {
      const told = {
        bring: "outbox.toldDone",
        takeDown: "outbox.toldDown",
        clear: "outbox.toldCleared",
      } as const;
      notices.tell(told[delivery.errand.kind], { to }, see);
    }
  }
}

export const outbox = new Outbox();

export function unfinished(status: string): boolean {
  return status === "open" || status === "needsUser";
}

/** Follows the outbox until the returned function is called. */
export function followOutbox(): () => void {
  void outbox.read();
  return on("outbox-changed", () => void outbox.read());
}
