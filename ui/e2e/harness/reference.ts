/** The report the desk is measured by, where this checkout has it. */

import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ROOT } from "./app";

const REFERENCE = resolve(ROOT, "../shared/report/thai-nguyen-2020-05-23.txt");
const SAMPLE = resolve(ROOT, "src-tauri/core/sample/report.txt");

export const hasReference = existsSync(REFERENCE);

/** The raw text as it is copied from the portal, skip link and all; else the project's own sample. */
export function rawReport(): string {
  return hasReference ? readFileSync(REFERENCE, "utf8") : sampleReport();
}

/** The raw text of the project's own sample, in the same form. */
export function sampleReport(): string {
  return readFileSync(SAMPLE, "utf8");
}
