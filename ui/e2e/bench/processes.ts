/** What the kernel knows of a program: its age and its memory. */

import { readFileSync } from "node:fs";
import { family } from "../harness/processes";

/** Of `starttime` in /proc/<pid>/stat; fixed at 100 for programs, whatever the kernel ticks. */
const TICKS_PER_SECOND = 100;

/** How long a program has been running, to 10 ms. */
export function ageMs(pid: number): number {
  const line = readFileSync(`/proc/${pid}/stat`, "utf8");
  const started = Number(line.slice(line.lastIndexOf(")") + 2).split(" ")[19]) / TICKS_PER_SECOND;
  const uptime = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
  return Math.round((uptime - started) * 1000);
}

/** Memory of a program and all its helpers; what they share is counted once. */
export function proportionalBytes(pid: number): number {
  let kilobytes = 0;
  for (const each of family(pid)) {
    const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${each}/smaps_rollup`, "utf8"));
    kilobytes += Number(pss?.[1] ?? 0);
  }
  return kilobytes * 1024;
}
