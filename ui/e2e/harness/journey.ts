/** A journey: one person, one desk, one story, from a fresh home to nothing left behind. */

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { test } from "vitest";
import { PICTURES } from "./app";
import { Desk } from "./desk";
import { Display, type Screen } from "./display";

export interface Setting {
  screen?: Screen;
  /** Types through ibus-unikey in Telex. */
  telex?: boolean;
  /** How long it may take; three minutes otherwise. */
  minutes?: number;
}

/** Registers a journey. It starts the app itself, when the store is as it wants it. Its pictures are `target/journeys/<name>-<nn>-<step>.png`. */
export function journey(
  name: string,
  setting: Setting,
  story: (desk: Desk) => Promise<void>,
): void {
  test(name, { timeout: (setting.minutes ?? 3) * 60_000 }, async () => {
    mkdirSync(PICTURES, { recursive: true });
    const folder = mkdtempSync(join(tmpdir(), "banthao-journey-"));
    let failed = false;
    try {
      const display = await Display.open(
        folder,
        setting.screen ?? "1280x720",
        setting.telex ?? false,
      );
      const desk = new Desk(display, slug(name));
      try {
        await story(desk);
      } catch (error) {
        failed = true;
        await desk.keepEvidence();
        throw error;
      } finally {
        await display.close();
      }
    } finally {
      // BANTHAO_KEEP=1 leaves the store and the logs of a journey that failed for a look.
      if (!(failed && process.env["BANTHAO_KEEP"] === "1")) {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    }
  });
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60);
}
