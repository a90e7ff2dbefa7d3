/** Frames of a page that scrolls, and a bare page to hold them against. */

import { median, percentile } from "./report";

/** Scrolls by so many pixels a frame and tells how long each frame took. */
export async function framesOfScrolling(
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
export function bareBoxes(columns: number, height: number): void {
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

export function p95(frames: number[]): number {
  return percentile(frames, 0.95);
}

export function spread(frames: number[]): string[] {
  return [
    ...[median(frames), p95(frames), Math.max(...frames)].map((ms) => ms.toFixed(0)),
    String(frames.filter((ms) => ms > 50).length),
  ];
}
