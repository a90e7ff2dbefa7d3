/**
 * Figures of the release build, as ratios to a yardstick taken in the same run. Nothing here
 * passes or fails by the clock: `cargo xtask bench` prints them and a person reads them.
 */

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, test } from "vitest";
import { App, ROOT } from "../harness/app";
import { Desk } from "../harness/desk";
import { Display } from "../harness/display";
import { type as typeText } from "../harness/keyboard";
import { pause, until } from "../harness/until";
import { ageMs, proportionalBytes } from "./processes";
import { median, percentile, ratio, table } from "./report";
import { paragraphs } from "./text";

const KEYS = 240;
const STARTS = 7;
const EMPTY_WINDOW = join(ROOT, "target/release/examples/empty-window");

beforeAll(() => {
  build("--package", "banthao-cli");
  build("--example", "empty-window", "--features", "tauri/custom-protocol");
  process.env["BANTHAO_CLI"] = join(ROOT, "target/release/banthao");
}, 1_800_000);

test("keystroke to paint", { timeout: 900_000 }, async () => {
  const rows: string[][] = [];
  for (const syllables of [5_000, 20_000]) {
    await atADesk(async (desk) => {
      const text = paragraphs(syllables);
      await desk.importText(text);
      await desk.start();
      await desk.openFirst();
      await desk.caretInMiddle();
      const page = await keysToPaint(desk);
      await desk.driver.run(bareEditor, text);
      const bare = await keysToPaint(desk);
      for (const [what, figures] of [
        ["the page", page],
        ["bare contenteditable", bare],
      ] as const) {
        rows.push([
          `${syllables} syllables, ${what}`,
          ...[0.5, 0.95, 1].map((share) => percentile(figures, share).toFixed(0)),
          String(figures.filter((ms) => ms > 50).length),
        ]);
      }
      rows.push([
        `${syllables} syllables, ratio`,
        ...[0.5, 0.95, 1].map((share) => ratio(percentile(page, share), percentile(bare, share))),
        "",
      ]);
    });
  }
  table(
    "Keystroke to paint, ms (wanted: p95 ratio at most 1.50, none over 50 ms)",
    ["", "p50", "p95", "max", "> 50 ms"],
    rows,
  );
});

test("cold start to caret", { timeout: 600_000 }, async () => {
  const ours: number[] = [];
  const theirs: number[] = [];
  await atADesk(async (desk) => {
    await desk.importText(paragraphs(600));
    await desk.start();
    await desk.openFirst();
    await desk.quit();
    // Taken in turn, so that a busy moment of the machine falls on both.
    for (let round = 0; round < STARTS; round += 1) {
      await desk.start();
      await until("the caret is in the page", () => desk.caretInPage(), 20_000, 5);
      ours.push(ageMs(desk.app.pid));
      await desk.quit();
      const app = await App.start(desk.display, EMPTY_WINDOW);
      await until("the page is drawn", () => app.driver.run(drawn), 20_000, 5);
      theirs.push(ageMs(app.pid));
      await app.kill();
    }
  });
  table(
    "Cold start, ms (wanted: ratio at most 1.50)",
    ["", "median", "best", "worst"],
    [
      ["to the caret in the page", ...spread(ours)],
      ["empty Tauri window", ...spread(theirs)],
      ["ratio", ratio(median(ours), median(theirs)), "", ""],
    ],
  );
});

test("idle memory", { timeout: 300_000 }, async () => {
  let ours = 0;
  let theirs = 0;
  await atADesk(async (desk) => {
    await desk.importText(paragraphs(600));
    await desk.start();
    await desk.openFirst();
    ours = await idle(desk.app.pid);
    await desk.quit();
    const app = await App.start(desk.display, EMPTY_WINDOW);
    await until("the page is drawn", () => app.driver.run(drawn));
    theirs = await idle(app.pid);
    await app.kill();
  });
  const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
  table(
    "Idle memory of all processes (PSS), MB (wanted: ratio at most 1.30)",
    ["", "MB"],
    [
      ["the desk with an article open", megabytes(ours)],
      ["empty Tauri window", megabytes(theirs)],
      ["ratio", ratio(ours, theirs)],
    ],
  );
});

async function atADesk(work: (desk: Desk) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "banthao-bench-"));
  const display = await Display.open(folder, "1280x720", false);
  try {
    await work(new Desk(display, "bench"));
  } finally {
    await display.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What only the figures need, built when they are taken. */
function build(...what: string[]): void {
  execFileSync("cargo", ["build", "--release", ...what], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** Real key presses, and how long each took until the frame that shows it. */
async function keysToPaint(desk: Desk): Promise<number[]> {
  await desk.driver.run(watchKeys);
  const words = "cong tac can bo va xay dung dang ";
  const text = words.repeat(Math.ceil(KEYS / words.length)).slice(0, KEYS);
  // The first keys warm up what every later key finds warm.
  await typeText(desk.display, text.slice(0, 20));
  await desk.driver.run(() => (window as unknown as { keys: number[] }).keys.splice(0).length);
  await typeText(desk.display, text);
  return until("every key was painted", async () => {
    const keys = await desk.driver.run(() => (window as unknown as { keys: number[] }).keys);
    return keys.length >= KEYS && keys;
  });
}

function watchKeys(): void {
  const page = window as unknown as { keys: number[]; watched?: boolean };
  page.keys = [];
  if (page.watched) return;
  page.watched = true;
  const painted = (pressed: number): void => {
    const channel = new MessageChannel();
    // Arrives after the frame has been laid out and painted.
    channel.port1.onmessage = () => page.keys.push(performance.now() - pressed);
    channel.port2.postMessage(null);
  };
  addEventListener(
    "keydown",
    () => {
      const pressed = performance.now();
      requestAnimationFrame(() => painted(pressed));
    },
    true,
  );
}

/** Puts a plain editable page in the app's place, in the same webview with the same type. */
function bareEditor(text: string[]): void {
  const old = document.querySelector(".ProseMirror p") ?? document.body;
  const { font, lineHeight } = getComputedStyle(old);
  const width = `${old.clientWidth}px`;
  const page = document.createElement("div");
  page.contentEditable = "true";
  page.style.font = font;
  page.style.lineHeight = lineHeight;
  page.style.width = width;
  page.style.margin = "0 auto";
  page.style.whiteSpace = "pre-wrap";
  for (const each of text) {
    const paragraph = document.createElement("p");
    paragraph.textContent = each;
    page.append(paragraph);
  }
  const scroll = document.createElement("div");
  scroll.style.height = "100vh";
  scroll.style.overflow = "auto";
  scroll.append(page);
  document.body.replaceChildren(scroll);
  const middle = page.children[Math.floor(page.children.length / 2)];
  middle?.scrollIntoView({ block: "center" });
  page.focus();
  if (middle?.firstChild) getSelection()?.collapse(middle.firstChild, 1);
}

function drawn(): Promise<boolean> {
  return new Promise((done) => {
    if (document.readyState !== "complete") done(false);
    else requestAnimationFrame(() => setTimeout(() => done(true)));
  });
}

async function idle(pid: number): Promise<number> {
  // What was only needed to start is given back in the first seconds.
  await pause(8_000);
  return proportionalBytes(pid);
}

function spread(figures: number[]): string[] {
  return [median(figures), Math.min(...figures), Math.max(...figures)].map((ms) => ms.toFixed(0));
}
