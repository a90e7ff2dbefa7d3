import type { Code, Failure } from "../ipc";
import { desk } from "../state/desk.svelte";

const gates: ReadonlySet<Code> = new Set<Code>([
  ...(["notApproved", "changedSinceApproval", "embargoed"] as const),
  ...(["rightsExpired", "rightsUnknown", "findingsOpen"] as const),
]);

/** A refusal, and the reason with which some people may pass one that is a gate. */
export class Gate {
  failure = $state.raw<Failure | null>(null);
  reason = $state("");
  reasonMissing = $state(false);
  field: HTMLTextAreaElement | null = null;

  readonly #stands = $derived(this.failure !== null && gates.has(this.failure.code));

  /** Roles that may pass, as the core names them. */
  get who(): string {
    return this.failure?.params["who"] ?? "editor,secretary";
  }

  /** It stands in the way, and I may pass it. */
  get open(): boolean {
    return this.#stands && this.who.split(",").includes(desk.me?.role ?? "");
  }

  /** It stands in the way, and I may not. */
  get closed(): boolean {
    return this.#stands && !this.open;
  }

  /** The reason with which it is passed; null where nothing stands in the way. */
  get override(): string | null {
    return this.open ? this.reason.trim() : null;
  }

  /** Whether a reason is there where one is due; its field takes the caret where not. */
  answered(): boolean {
    this.reasonMissing = this.open && this.reason.trim() === "";
    if (this.reasonMissing) this.field?.focus();
    return !this.reasonMissing;
  }

  refuse(failure: Failure): void {
    this.failure = failure;
  }

  clear(): void {
    this.failure = null;
  }
}
