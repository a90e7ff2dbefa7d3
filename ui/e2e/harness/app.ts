/** The built app in a WebDriver session. */

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Display } from "./display";
import { freePort } from "./ports";
import { family, isAlive, nameOf, signal } from "./processes";
import { until } from "./until";
import { WebDriver } from "./webdriver";

export const ROOT = resolve(import.meta.dirname, "../../..");

export const PICTURES = resolve(ROOT, "target/journeys");

/** The app under test; `cargo xtask test` names the one it built. */
export const BINARY = resolve(process.env["BANTHAO_APP"] ?? resolve(ROOT, "target/debug/ban-thao"));

export class App {
  private constructor(
    readonly driver: WebDriver,
    readonly pid: number,
    private readonly driverPid: number,
  ) {}

  static async start(display: Display, binary = BINARY, args: string[] = []): Promise<App> {
    if (!existsSync(binary)) {
      throw new Error(`${binary} is not there; build it with \`cargo xtask test\``);
    }
    const port = await freePort();
    const child = display.processes.start(display.log("webdriver"), "WebKitWebDriver", [
      `--port=${port}`,
    ]);
    const driverPid = await until("WebKitWebDriver has started", () => child.pid);
    await until(
      "WebKitWebDriver answers",
      async () => (await fetch(`http://127.0.0.1:${port}/status`)).ok,
    );
    const driver = await WebDriver.open(port, binary, args);
    const name = binary.slice(binary.lastIndexOf("/") + 1).slice(0, 15);
    const pid = await until("the app runs", () =>
      family(driverPid).find((one) => nameOf(one) === name),
    );
    return new App(driver, pid, driverPid);
  }

  /** The power goes: nothing is flushed, nobody is asked. */
  async kill(): Promise<void> {
    const all = family(this.driverPid);
    signal(this.pid, "SIGKILL");
    await until("the app is gone", () => !isAlive(this.pid));
    for (const pid of all.reverse()) signal(pid, "SIGKILL");
    await until("its helpers are gone", () => !all.some(isAlive));
  }

  /** Closes the window as the window manager does and waits until the app has ended. */
  async quit(display: Display): Promise<void> {
    // Besides its own window there may be what a drag has left behind.
    const windows = await display.xdotool("search", "--onlyvisible", "--pid", String(this.pid));
    for (const window of windows.trim().split("\n")) {
      if (!isAlive(this.pid)) break;
      await display.processes.run("xdotool", ["windowclose", window]).catch(() => undefined);
    }
    await until("the app has ended", () => !isAlive(this.pid));
    const all = family(this.driverPid);
    for (const pid of all.reverse()) signal(pid, "SIGKILL");
  }
}
