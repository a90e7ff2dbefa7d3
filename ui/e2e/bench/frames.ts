/** Frames of a page that scrolls, and a bare page to hold them against. */

import type { Desk } from "../harness/desk";
import { pause } from "../harness/until";
import { median, percentile, ratio } from "./report";

const FRAMES = 240;
/** Pixels a frame: reading along, a fast wheel, the bar dragged. */
const STEPS: [name: string, pixels: number][] = [
  ["reading, 20 px a frame", 20],
  ["a fast wheel, 120 px a frame", 120],
  ["dragging the bar, 6,000 px a frame", 6_000],
];

/** Columns of a table of frames, after their name. */
export const FRAME_COLUMNS = ["p50", "p95", "max", "> 50 ms"];

/** The frames of each way to scroll. */
export async function scrolled(desk: Desk, selector: string): Promise<number[][]> {
  const all: number[][] = [];
  for (const [, pixels] of STEPS) {
    all.push(await desk.driver.run(framesOfScrolling, selector, pixels, FRAMES));
    await pause(500);
  }
  return all;
}

/** Rows of a table: our frames beside those of bare boxes, which take the place of the app. */
export async function besideBareBoxes(
  desk: Desk,
  ours: number[][],
  columns: number,
  height: number,
): Promise<string[][]> {
  await desk.driver.run(bareBoxes, columns, height);
  const theirs = await scrolled(desk, ".bare");
  return STEPS.flatMap(([name], step) => {
    const [frames, bare] = [ours[step] ?? [], theirs[step] ?? []];
    return [
      [name, ...spread(frames)],
      ["  bare boxes", ...spread(bare)],
      ["  ratio", ratio(median(frames), median(bare)), ratio(p95(frames), p95(bare)), "", ""],
    ];
  });
}

/** Scrolls by so many pixels a frame and tells how long each frame took. */
async function framesOfScrolling(
  selector: string,
  pixels: number,
  count: number,
): Promise<number[]> {
  const scroller = document.querySelector(selector);
  if (!scroller) return [];
  const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));
  const frames: number[] = [];
  let last = await frame();
  for (let at = 0; at < count; at += 1) {
    scroller.scrollTop += pixels;
    const now = await frame();
    frames.push(now - last);
    last = now;
  }
  return frames;
}

/** Puts a plain scroller of as many coloured boxes as fit into some screens in the app's place. */
function bareBoxes(columns: number, height: number): void {
  const scroller = document.createElement("div");
  scroller.className = "bare";
  scroller.style.cssText = "height: 100vh; overflow-y: scroll";
  const grid = document.createElement("div");
  grid.style.cssText = `display: grid; grid-template-columns: repeat(${columns}, 1fr); gap: 8px`;
  for (let at = 0; at < 2_000; at += 1) {
    const box = document.createElement("div");
    box.style.cssText = `height: ${height}px; background: hsl(${at % 360} 40% 60%)`;
    grid.append(box);
  }
  scroller.append(grid);
  document.body.replaceChildren(scroller);
}

function p95(frames: number[]): number {
  return percentile(frames, 0.95);
}

export function spread(frames: number[]): string[] {
  return [
    ...[median(frames), p95(frames), Math.max(...frames)].map((ms) => ms.toFixed(0)),
    String(frames.filter((ms) => ms > 50).length),
  ];
}
