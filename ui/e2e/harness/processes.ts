/** The programs a journey starts, and the promise that none of them outlives it. */

import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import { until } from "./until";

/** Carried by every program of a journey, so that what WebKit or D-Bus started is found too. */
export const MARK = "BANTHAO_JOURNEY";

export class Processes {
  readonly #children: ChildProcess[];

  constructor(
    readonly mark: string,
    readonly env: Record<string, string>,
    children: ChildProcess[] = [],
  ) {
    this.env[MARK] = mark;
    this.#children = children;
  }

  /** The same with other surroundings for what is started from here; all end together. */
  with(more: Record<string, string>): Processes {
    return new Processes(this.mark, { ...this.env, ...more }, this.#children);
  }

  /** Starts a program with the journey's environment; its output goes to `log`. */
  start(
    log: string,
    command: string,
    args: string[],
    more: { fd3?: true; input?: string; output?: true } = {},
  ): ChildProcess {
    const output = openSync(log, "a");
    const child = spawn(command, args, {
      env: this.env,
      cwd: this.env["HOME"],
      stdio: [
        more.input === undefined ? "ignore" : "pipe",
        more.output ? "pipe" : output,
        output,
        ...(more.fd3 ? (["pipe"] as const) : []),
      ],
    });
    child.stdin?.end(more.input);
    closeSync(output);
    child.on("error", () => {
      // Told by whoever waits for the program to be ready; without a listener Node would end.
    });
    this.#children.push(child);
    return child;
  }

  /** Runs a program to its end and returns what it printed. */
  run(
    command: string,
    args: string[],
    options: { input?: string; withinMs?: number } = {},
  ): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = spawn(command, args, {
        env: this.env,
        cwd: this.env["HOME"],
        stdio: ["pipe", "pipe", "pipe"],
      });
      let out = "";
      let err = "";
      const timer = setTimeout(() => child.kill("SIGKILL"), options.withinMs ?? 20_000);
      child.stdout.setEncoding("utf8").on("data", (piece: string) => (out += piece));
      child.stderr.setEncoding("utf8").on("data", (piece: string) => (err += piece));
      child.stdin.on("error", () => {
        // A program that does not read its input closes it.
      });
      child.on("error", (error) => {
        clearTimeout(timer);
        reject(error);
      });
      child.on("close", (code, signal) => {
        clearTimeout(timer);
        if (code === 0) resolve(out);
        else
          reject(
            new Error(`${command} ${args.join(" ")}: ${signal ?? `exit ${code}`}\n${err}${out}`),
          );
      });
      child.stdin.end(options.input ?? "");
    });
  }

  /** Ends everything that carries this journey's mark, gently first. */
  async end(): Promise<void> {
    for (const child of this.#children.toReversed()) child.kill("SIGTERM");
    await until("the programs have ended", () => marked(this.mark).length === 0, 1_500).catch(
      () => undefined,
    );
    for (const pid of marked(this.mark)) signal(pid, "SIGKILL");
    await until("no program is left", () => marked(this.mark).length === 0, 5_000);
  }
}

/** Programs (not zombies) started under `mark`. */
export function marked(mark: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && environment(pid).includes(`${MARK}=${mark}`));
}

/** Every descendant of a program, itself first. */
export function family(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(Number(name));
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [pid];
  for (const one of found) found.push(...(children.get(one) ?? []));
  return found;
}

export function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return "";
  }
}

export function signal(pid: number, which: NodeJS.Signals): void {
  try {
    process.kill(pid, which);
  } catch {
    // It ended by itself in between.
  }
}

export function isAlive(pid: number): boolean {
  const state = stat(pid)?.[0];
  return state !== undefined && state !== "Z";
}

function environment(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return [];
  }
}

function parentOf(pid: number): number | undefined {
  const parent = stat(pid)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** The fields of /proc/<pid>/stat after the name, which may itself hold blanks and brackets. */
function stat(pid: number): string[] | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, "utf8");
    return line.slice(line.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}
