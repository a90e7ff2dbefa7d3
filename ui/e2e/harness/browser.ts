/** A browser in front of the app, to look at what a site shows its readers. */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { App } from "./app";
import type { Display } from "./display";

/** The browser that comes with the library the app draws with. */
function binary(): string {
  const libraries = "/usr/lib";
  const paths = readdirSync(libraries).map((triple) =>
    join(libraries, triple, "webkit2gtk-4.1", "MiniBrowser"),
  );
  const found = paths.find((path) => existsSync(path));
  if (!found) throw new Error("WebKitGTK's MiniBrowser is not installed");
  return found;
}

/** What a reader sees of a page. */
export interface Seen {
  title: string;
  text: string;
  /** Photos of the article that have arrived, by their alternative text. */
  photos: string[];
}

export class Browser {
  private constructor(private readonly app: App) {}

  static async open(display: Display): Promise<Browser> {
    const app = await App.start(display, binary(), ["--automation"]);
    await app.driver.setRect({ x: 0, y: 0, width: 1100, height: 720 });
    return new Browser(app);
  }

  /** Goes to a page and waits for all of it, its photos included. */
  async look(address: string): Promise<Seen> {
    const { driver } = this.app;
    await driver.go(address);
    // Photos below the fold are fetched only when they come near.
    await driver.run(() => {
      for (const image of document.images) image.loading = "eager";
    });
    await driver.run(() => Promise.all([...document.images].map((image) => image.decode())));
    return driver.run(() => ({
      title: document.querySelector("h1")?.textContent.trim().normalize("NFC") ?? "",
      text: document.body.innerText.normalize("NFC"),
      photos: [...document.querySelectorAll<HTMLImageElement>("figure img")]
        .filter((image) => image.naturalWidth > 0)
        .map((image) => image.alt.normalize("NFC")),
    }));
  }

  close(): Promise<void> {
    return this.app.kill();
  }
}
