/** One X display of its own per journey, with a window manager, a session bus and, if asked, ibus. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { MARK, nameOf, marked, Processes } from "./processes";
import { press, type } from "./keyboard";
import { until } from "./until";

export type Screen = "1280x720" | "1920x1080";

export class Display {
  private constructor(
    readonly processes: Processes,
    readonly folder: string,
    readonly screen: Screen,
  ) {}

  static async open(folder: string, screen: Screen, telex: boolean): Promise<Display> {
    const processes = new Processes(folder, surroundings(folder));
    const display = new Display(processes, folder, screen);
    try {
      await display.#startX();
      await display.#startBus();
      await display.#startWindowManager();
      if (telex) await display.#startTelex();
      return display;
    } catch (error) {
      await display.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.processes.end();
  }

  /** The same screen in front of another device, with a store of its own. */
  device(name: string): Display {
    const store = join(this.folder, `store-${name}`);
    const more = { BANTHAO_STORE: store, COMPUTERNAME: name };
    return new Display(this.processes.with(more), this.folder, this.screen);
  }

  log(name: string): string {
    return join(this.folder, `${name}.log`);
  }

  /** The whole display as it is seen, native dialogs included. */
  async picture(path: string, ...options: string[]): Promise<void> {
    await this.processes.run("import", ["-window", "root", ...options, path]);
  }

  xdotool(...args: string[]): Promise<string> {
    return this.processes.run("xdotool", args, { withinMs: 60_000 });
  }

  /** Copies text in another program, which keeps it on the clipboard. */
  async copy(text: string): Promise<void> {
    await this.#startMate(["clipboard"], text);
  }

  /** Copies formatted text in another program: a word processor, a browser. */
  async copyHtml(html: string): Promise<void> {
    await this.#startMate(["html"], html);
  }

  /** A file manager's window with these files, at the top left; returns where to grab them. */
  async showFiles(paths: string[]): Promise<{ x: number; y: number }> {
    await this.#startMate(["files", ...paths]);
    return { x: 60, y: 60 };
  }

  /** Answers a native file dialog by typing a path, as one does who knows where things are. */
  async answerDialog(title: string, path: string): Promise<void> {
    const name = await this.dialog(title);
    // A slash opens the line for a path; what it selects is typed over.
    await type(this, path, [12]);
    await press(this, "Return");
    await until(`the dialog "${name}" is closed`, async () => (await this.activeWindow()) !== name);
  }

  /** Answers a native dialog to save in, which has a name in its field already. */
  async answerSaveDialog(title: string, path: string): Promise<void> {
    await this.dialog(title);
    await press(this, "ctrl+a");
    await this.answerDialog(title, path);
  }

  /** Waits for a native dialog to have the keyboard. */
  dialog(title: string): Promise<string> {
    return until(`the dialog "${title}" is open`, async () => {
      return (await this.activeWindow()) === title && title;
    });
  }

  async activeWindow(): Promise<string> {
    return (await this.xdotool("getactivewindow", "getwindowname")).trim();
  }

  async #startMate(args: string[], input?: string): Promise<void> {
    const child = this.processes.start(
      this.log("desk-mate"),
      // The distribution's Python, which has the GTK bindings; another may come first on PATH.
      "/usr/bin/python3",
      [join(import.meta.dirname, "desk_mate.py"), ...args],
      { output: true, ...(input === undefined ? {} : { input }) },
    );
    await firstLine(child.stdout as Readable, `the other program is ready (${args[0]})`);
  }

  async #startX(): Promise<void> {
    // With -r no key repeats itself: on a busy machine one is let go of late now and then.
    const child = this.processes.start(
      this.log("xvfb"),
      "Xvfb",
      [
        "-displayfd",
        "3",
        "-screen",
        "0",
        `${this.screen}x24`,
        "-nolisten",
        "tcp",
        "-noreset",
        "-r",
      ],
      { fd3: true },
    );
    const number = await firstLine(child.stdio[3] as Readable, "Xvfb names its display");
    this.processes.env["DISPLAY"] = `:${number}`;
  }

  async #startBus(): Promise<void> {
    const child = this.processes.start(
      this.log("dbus"),
      "dbus-daemon",
      ["--session", "--nofork", "--nopidfile", "--print-address=3"],
      { fd3: true },
    );
    this.processes.env["DBUS_SESSION_BUS_ADDRESS"] = await firstLine(
      child.stdio[3] as Readable,
      "the session bus names its address",
    );
  }

  async #startWindowManager(): Promise<void> {
    this.processes.start(this.log("openbox"), "openbox", [
      "--config-file",
      join(import.meta.dirname, "openbox.xml"),
    ]);
    await until("the window manager is there", async () =>
      (await this.processes.run("xprop", ["-root", "_NET_SUPPORTING_WM_CHECK"])).includes(
        "window id",
      ),
    );
  }

  /** ibus with unikey in Telex, as most Vietnamese desks on Linux have it. */
  async #startTelex(): Promise<void> {
    this.processes.env["GTK_IM_MODULE"] = "ibus";
    this.processes.env["XMODIFIERS"] = "@im=ibus";
    this.processes.start(this.log("ibus"), "ibus-daemon", [
      "--panel=disable",
      "--emoji-extension=disable",
    ]);
    await until("ibus answers", () => this.processes.run("ibus", ["list-engine"]));
    await until("ibus has chosen Unikey", async () => {
      // Its exit status tells of the keyboard layout, not of the engine.
      await this.processes.run("ibus", ["engine", "Unikey"]).catch(() => undefined);
      return (await this.processes.run("ibus", ["engine"])).trim() === "Unikey";
    });
    await until("the Unikey engine runs", () =>
      marked(this.processes.mark).some((pid) => nameOf(pid).startsWith("ibus-engine-uni")),
    );
  }
}

/** A home of its own for every program, so that no journey sees the machine's or another's. */
function surroundings(folder: string): Record<string, string> {
  const inside = (name: string, mode = 0o755): string => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true, mode });
    return path;
  };
  const env: Record<string, string> = {
    PATH: process.env["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
    LANG: "C.UTF-8",
    LC_ALL: "C.UTF-8",
    TZ: "Asia/Ho_Chi_Minh",
    HOME: inside("home"),
    XDG_CONFIG_HOME: inside("home/.config"),
    XDG_DATA_HOME: inside("home/.local/share"),
    XDG_CACHE_HOME: inside("home/.cache"),
    XDG_STATE_HOME: inside("home/.local/state"),
    XDG_RUNTIME_DIR: inside("run", 0o700),
    TMPDIR: inside("tmp"),
    BANTHAO_STORE: join(folder, "store"),
    // No journey asks the keyring of whoever runs it.
    BANTHAO_KEYRING: "off",
    COMPUTERNAME: "MAY-01",
    GDK_BACKEND: "x11",
    GTK_IM_MODULE: "gtk-im-context-simple",
    // The file dialogs are GTK's own: no portal, no accessibility bus, no settings service.
    GTK_USE_PORTAL: "0",
    NO_AT_BRIDGE: "1",
    GSETTINGS_BACKEND: "keyfile",
    LIBGL_ALWAYS_SOFTWARE: "1",
    // Without a graphics card this renderer shows its first frame only after seconds.
    WEBKIT_DISABLE_DMABUF_RENDERER: "1",
    TAURI_WEBVIEW_AUTOMATION: "true",
    [MARK]: folder,
  };
  // What gsettings would write, without needing it.
  const settings = inside("home/.config/glib-2.0/settings");
  writeFileSync(
    join(settings, "keyfile"),
    [
      "[org/freedesktop/ibus/engine/unikey]",
      "input-method='telex'",
      // The display has its keyboard already; setxkbmap has nothing to add and may not be there.
      "[org/freedesktop/ibus/general]",
      "use-system-keyboard-layout=true",
      "",
    ].join("\n"),
  );
  // No animation that a picture could catch half-way, no list of recently used files.
  const gtk = inside("home/.config/gtk-3.0");
  writeFileSync(
    join(gtk, "settings.ini"),
    "[Settings]\ngtk-enable-animations=0\ngtk-recent-files-enabled=0\ngtk-cursor-blink=0\n",
  );
  return env;
}

function firstLine(stream: Readable, what: string): Promise<string> {
  let seen = "";
  stream.setEncoding("utf8").on("data", (piece: string) => (seen += piece));
  return until(what, () => (seen.includes("\n") ? seen.slice(0, seen.indexOf("\n")) : false));
}
