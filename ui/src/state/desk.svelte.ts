import { asFailure, ipc } from "../ipc";
import type { DeskInfo, Failure, Person, Settings, SetUp, Theme } from "../ipc";
import { words } from "../words/words.svelte";
import { setZone } from "../words/zone.svelte";

/** This desk: who works here, and how. Read once at the start; changed only through here. */
class Desk {
  info = $state.raw<DeskInfo | null>(null);
  /** Why the store cannot be opened; the whole screen is about this until it can. */
  failure = $state.raw<Failure | null>(null);

  get me(): Person | null {
    return this.info?.me ?? null;
  }

  async read(): Promise<void> {
    try {
      await this.take(await ipc.deskInfo());
      this.failure = null;
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
  }

  async setUp(answers: SetUp): Promise<void> {
    await this.take(await ipc.setUp(answers));
  }

  /** Shows language and theme at once and puts them back if they cannot be kept. */
  async changeSettings(change: Partial<Settings>): Promise<void> {
    const before = this.info;
    if (!before) return;
    const settings = { ...before.settings, ...change };
    await this.take({ ...before, settings });
    try {
      await this.take(await ipc.changeSettings(settings));
    } catch (thrown) {
      await this.take(before);
      throw thrown;
    }
  }

  async changeMe(person: Person): Promise<void> {
    await this.take(await ipc.changeMe(person));
  }

  /** Shows the desk as a command has left it. */
  async take(info: DeskInfo): Promise<void> {
    this.info = info;
    showTheme(info.settings.theme);
    setZone(info.settings.zone);
    if (info.me) await words.speak(info.settings.language);
  }
}

function showTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

export const desk = new Desk();
