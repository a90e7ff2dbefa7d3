import { asFailure, ipc } from "../../ipc";
import type { HouseRule, RuleBook, TakenRules } from "../../ipc";
import { notices } from "../../state/notices.svelte";
import { open } from "../../state/open.svelte";
import { t } from "../../words/words.svelte";
import { entriesOf, newRule, problemText, withKept, withoutRule } from "./rules-draft";

/**
 * The rules of the house while they are being changed. What was typed and not kept stays until the
 * window closes, whatever is opened in between.
 */
class Rules {
  book = $state.raw<RuleBook | null>(null);
  /** By id, or by a name of its own for a rule that has none yet. */
  edits = $state<Record<string, HouseRule>>({});
  readonly entries = $derived(entriesOf(this.book?.rules ?? [], this.edits));
  #made = 0;

  async read(): Promise<void> {
    try {
      this.book = await ipc.ruleBook();
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }

  /** Begins a rule; gives its key. */
  add(rule: HouseRule = newRule(t("rules.new"))): string {
    const key = `new-${(this.#made += 1)}`;
    this.edits[key] = rule;
    return key;
  }

  /** The rule of this key, to be changed. */
  edit(key: string): HouseRule | undefined {
    const kept = this.book?.rules.find(({ rule }) => rule.id === key);
    if (kept) this.edits[key] ??= structuredClone(kept.rule);
    return this.edits[key];
  }

  /** Forgets what was typed. */
  drop(key: string): void {
    this.edits = Object.fromEntries(Object.entries(this.edits).filter(([name]) => name !== key));
  }

  /** Keeps a rule; gives the key that it has from then on. Throws what the core refuses. */
  async save(key: string): Promise<string> {
    const rule = this.edits[key];
    if (!rule || !this.book) return key;
    const row = await ipc.saveHouseRule($state.snapshot(rule));
    this.book = { ...this.book, rules: withKept(this.book.rules, row) };
    this.drop(key);
    refresh();
    return row.rule.id;
  }

  async remove(key: string): Promise<void> {
    const entry = this.entries.find((one) => one.key === key);
    if (!entry || !this.book) return;
    const gone = $state.snapshot(entry.rule);
    try {
      if (entry.kept) {
        await ipc.deleteHouseRule(key);
        this.book = { ...this.book, rules: withoutRule(this.book.rules, key) };
        refresh();
      }
      this.drop(key);
      // As it was typed, and as a draft that wants to be kept: nothing is used unasked.
      const undo = () => void this.add({ ...gone, state: "draft" });
      notices.tell("rules.removed", { name: gone.name }, { key: "keys.undo", run: undo });
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }

  /** Takes rules in from wherever `from` has them. */
  async take(from: () => Promise<TakenRules | null>): Promise<void> {
    try {
      const taken = await from();
      if (taken === null) return;
      this.book = taken.book;
      notices.tell("rules.taken", { added: taken.added, known: taken.known });
    } catch (thrown) {
      failed(thrown);
    }
  }
}

export const rules = new Rules();

/** The open article is read anew. */
export function refresh(): void {
  open.session?.proof.refresh();
}

/** Tells what failed; a refused rule in words of its own. */
export function failed(thrown: unknown): void {
  const failure = asFailure(thrown);
  const text = problemText(failure.params);
  if (text === null) return notices.fail(failure);
  const rule = failure.params["rule"];
  notices.fail({
    ...failure,
    params: { ...failure.params, what: rule ? `${rule}: ${text}` : text },
  });
}
