/** What a person at the desk does and sees, in their words; the selectors are here and only here. */

import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, PICTURES } from "./app";
import type { Display } from "./display";
import { press, type } from "./keyboard";
import { until } from "./until";
import type { ElementRef, WebDriver } from "./webdriver";

export class Desk {
  #app: App | undefined;
  #pictures = 0;

  constructor(
    readonly display: Display,
    private readonly name: string,
  ) {}

  get app(): App {
    if (this.#app === undefined) throw new Error("the app has not been started");
    return this.#app;
  }

  get driver(): WebDriver {
    return this.app.driver;
  }

  get store(): string {
    return join(this.display.folder, "store");
  }

  async start(binary?: string): Promise<void> {
    this.#app = await App.start(this.display, binary);
  }

  async kill(): Promise<void> {
    await this.app.kill();
    this.#app = undefined;
  }

  type(text: string): Promise<void> {
    return type(this.display, text);
  }

  press(...chords: string[]): Promise<void> {
    return press(this.display, ...chords);
  }

  /** The page as the webview draws it. */
  async picture(step: string): Promise<void> {
    writeFileSync(this.#picturePath(step), await this.driver.screenshot());
  }

  /** The whole display, where a native dialog is part of the story. */
  displayPicture(step: string): Promise<void> {
    return this.display.picture(this.#picturePath(step));
  }

  /** An element by its test id. */
  see(id: string, withinMs?: number): Promise<ElementRef> {
    return until(`"${id}" is seen`, () => this.driver.find(`[data-testid="${id}"]`), withinMs);
  }

  async click(id: string): Promise<void> {
    await this.driver.click(await this.see(id));
  }

  async keepEvidence(): Promise<void> {
    await this.displayPicture("failed").catch(() => undefined);
    for (const log of ["webdriver", "ibus"]) {
      const path = this.display.log(log);
      if (existsSync(path) && readFileSync(path).length > 0) {
        copyFileSync(path, join(PICTURES, `${this.name}-${log}.log`));
      }
    }
  }

  #picturePath(step: string): string {
    this.#pictures += 1;
    return join(PICTURES, `${this.name}-${String(this.#pictures).padStart(2, "0")}-${step}.png`);
  }
}
