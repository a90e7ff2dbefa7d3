/**
 * How smoothly the picture wall of 100,000 photos scrolls, as the frames that a screen would show,
 * beside a bare page of coloured boxes scrolled by the same steps in the same webview. The photos
 * have rows and words of their own; their files are links to a few originals.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { Desk } from "../harness/desk";
import { Display } from "../harness/display";
import { pause, until } from "../harness/until";
import { besideBareBoxes, FRAME_COLUMNS, scrolled, spread } from "./frames";
import { proportionalBytes } from "./processes";
import { table } from "./report";

const PHOTOS = 100_000;
/** Made in one call of the command line, which may not take long. */
const AT_ONCE = 20_000;
const JUMPS = 20;

test("scrolling a wall of 100,000 photos", { timeout: 900_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "banthao-bench-"));
  const display = await Display.open(folder, "1920x1080", false);
  try {
    const desk = new Desk(display, "bench");
    await desk.alreadySetUp();
    for (let made = 0; made < PHOTOS; made += AT_ONCE) {
      await desk.cli("bench-data", "0", "--photos", String(AT_ONCE));
    }
    await desk.start();
    await desk.see("desk", 20_000);
    const before = proportionalBytes(desk.app.pid);
    await desk.press("ctrl+shift+k");
    await until("the wall is there", async () => (await desk.all("tile")).length > 20);
    await pause(1_000);
    const grid = "[data-testid='wall-grid']";
    const ours = await scrolled(desk, grid);
    const landed: number[] = [];
    for (let jump = 1; jump <= JUMPS; jump += 1) {
      landed.push(await desk.driver.run(pictured, grid, (jump * 0.618) % 1));
    }
    const after = proportionalBytes(desk.app.pid);
    table(
      `Frames while a wall of ${PHOTOS} photos scrolls, ms (wanted: p95 ratio at most 1.50)`,
      ["", ...FRAME_COLUMNS],
      await besideBareBoxes(desk, ours, 8, 192),
    );
    table(
      "From a jump anywhere until every tile in sight has its picture, ms (wanted: p95 at most 500)",
      ["", "p50", "p95", "max"],
      [["the wall", ...spread(landed).slice(0, 3)]],
    );
    const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
    table(
      "Memory of all processes (PSS), MB",
      ["", "MB"],
      [
        ["before the wall", megabytes(before)],
        ["after all this scrolling", megabytes(after)],
      ],
    );
  } finally {
    await display.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** Jumps to a share of the wall and waits until all tiles in sight show their pictures. */
async function pictured(selector: string, share: number): Promise<number> {
  const scroller = document.querySelector(selector);
  if (!scroller) return Number.NaN;
  const begun = performance.now();
  scroller.scrollTop = scroller.scrollHeight * share;
  for (;;) {
    await new Promise((done) => requestAnimationFrame(done));
    const room = scroller.getBoundingClientRect();
    const tiles = [...scroller.querySelectorAll("[data-testid='tile']")].filter((tile) => {
      const box = tile.getBoundingClientRect();
      return box.bottom > room.top && box.top < room.bottom;
    });
    const drawn = tiles.every((tile) => {
      const image = tile.querySelector("img");
      return image?.complete === true && image.naturalWidth > 0;
    });
    const passed = performance.now() - begun;
    if ((tiles.length > 0 && drawn) || passed > 10_000) return passed;
  }
}
