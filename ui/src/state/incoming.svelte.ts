import { asFailure, ipc } from "../ipc";
import type { Arrival, ArrivalOutcome } from "../ipc";
import { dialogs } from "./dialogs.svelte";
import { notices } from "./notices.svelte";

/** Hand-off files on their way in: those that somebody wants opened, and those that the shared
 *  folder offers. */
class Incoming {
  /** Looked at and wanted; shown one after the other. */
  waiting = $state.raw<Arrival[]>([]);
  /** New in the shared folder, newest first. */
  offers = $state.raw<Arrival[]>([]);
  /** Since when that folder has not been reachable; null while it is, or none is watched. */
  unreachableSince = $state<number | null>(null);

  /** Asks for files that were dropped, double-clicked or given to a second start. */
  async takeWaiting(): Promise<void> {
    await this.#take(ipc.waitingHandOffs);
  }

  /** Lets the person choose files. */
  async choose(): Promise<void> {
    await this.#take(ipc.chooseHandOffs);
  }

  want(arrival: Arrival): void {
    if (!this.waiting.some(({ id }) => id === arrival.id))
      this.waiting = [...this.waiting, arrival];
  }

  /** The next one that is wanted. */
  next(): Arrival | undefined {
    const [first, ...rest] = this.waiting;
    this.waiting = rest;
    return first;
  }

  /** Reads what the shared folder offers, and tells of what has come since. */
  async readOffers(): Promise<void> {
    try {
      const before = new Set(this.offers.map(({ id }) => id));
      const { arrivals, unreachableSince } = await ipc.offeredHandOffs();
      this.offers = arrivals;
      this.unreachableSince = unreachableSince;
      if (this.offers.length === 0) notices.seen("inbox.offered");
      const count = this.offers.filter(({ id }) => !before.has(id)).length;
      if (count > 0 && dialogs.open?.name !== "inbox") {
        notices.tell(
          "inbox.offered",
          { count },
          { key: "inbox.see", run: () => dialogs.show({ name: "inbox" }) },
        );
      }
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }

  async putAside(arrival: Arrival): Promise<void> {
    try {
      await ipc.putAside(arrival.id);
      this.offers = this.offers.filter(({ id }) => id !== arrival.id);
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }

  async #take(ask: () => Promise<ArrivalOutcome[]>): Promise<void> {
    try {
      for (const { fileName, arrival, failure } of await ask()) {
        if (failure) notices.fail(failure, fileName);
        if (arrival) this.want(arrival);
      }
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }
}

export const incoming = new Incoming();

/**
 * Whether a file that somebody wants opened needs no further question. A merge loses nothing and
 * every text before it is kept, so only the sender is asked about: who is new here, who has
 * another key than before, and what was meant for somebody else.
 */
export function opensAtOnce({ sender, forMe }: Arrival): boolean {
  return (sender === "own" || sender === "known" || sender === "verified") && forMe;
}
