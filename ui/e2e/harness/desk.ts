/** What a person at the desk does and sees, in their words; most selectors are here. */

import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type {
  ArticleId,
  DeliveryRow,
  DeskInfo,
  Document,
  HistoryRow,
  ListPage,
  OpenArticle,
  Peer,
  PhotoInfo,
  PhotoPage,
  RevisionRow,
  RevisionText,
  Role,
  Saved,
  Talks,
  ThisDevice,
  Workflow,
} from "../../src/ipc/generated";
import type { MarginTab } from "../../src/state/panes.svelte";
import { App, BINARY, PICTURES, ROOT } from "./app";
import type { Display } from "./display";
import { press, type } from "./keyboard";
import { until } from "./until";
import type { ElementRef, Rect, WebDriver } from "./webdriver";

/** The command line under test; `cargo xtask test` names the one it built. */
const commandLine = (): string =>
  resolve(process.env["BANTHAO_CLI"] ?? resolve(ROOT, "target/debug/banthao"));

/** The answers of the commands that a journey gives itself, as the window's own page gets them. */
interface Answers {
  desk_info: DeskInfo;
  list_articles: ListPage;
  open_article: OpenArticle;
  list_revisions: RevisionRow[];
  article_history: HistoryRow[];
  read_revision: RevisionText;
  save_article: Saved;
  list_threads: Talks;
  discuss: Talks;
  list_peers: Peer[];
  this_device: ThisDevice;
  change_settings: DeskInfo;
  list_photos: PhotoPage;
  photo_info: Record<string, PhotoInfo>;
  deliveries: DeliveryRow[];
  workflow_presets: Workflow[];
}

interface Person {
  name: string;
  role?: Role;
  language?: "vi" | "en";
}

export class Desk {
  #app: App | undefined;
  #pictures = 0;

  constructor(
    readonly display: Display,
    private readonly name: string,
  ) {}

  get app(): App {
    if (this.#app === undefined) throw new Error("the app has not been started");
    return this.#app;
  }

  get driver(): WebDriver {
    return this.app.driver;
  }

  get store(): string {
    return this.display.processes.env["BANTHAO_STORE"] ?? join(this.display.folder, "store");
  }

  /** A path in the person's home. */
  home(...parts: string[]): string {
    return join(this.display.folder, "home", ...parts);
  }

  // Starting and ending.

  /** Starts the app, with files to open if there are any. */
  async start(...files: string[]): Promise<void> {
    this.#app = await App.start(this.display, BINARY, files);
  }

  /** Starts the app a second time, as a double click on files does; the first one answers. */
  async startAgain(...files: string[]): Promise<void> {
    await this.display.processes.run(BINARY, files);
  }

  /** A colleague's desk on a device of its own, on the same screen. */
  colleague(device: string): Desk {
    return new Desk(this.display.device(device), `${this.name}-${device.toLowerCase()}`);
  }

  async kill(): Promise<void> {
    await this.app.kill();
    this.#app = undefined;
  }

  async quit(): Promise<void> {
    await this.app.quit(this.display);
    this.#app = undefined;
  }

  /** The command line on the same store; the window must not be open. */
  async cli(...args: string[]): Promise<unknown> {
    return JSON.parse(
      // A desk of ten thousand articles is not made in the time of a command.
      await this.display.processes.run(commandLine(), ["--json", ...args], { withinMs: 90_000 }),
    ) as unknown;
  }

  /** A desk that has been set up before. */
  async alreadySetUp(person: Person = { name: "Nguyễn Thị Thanh Mai" }): Promise<ArticleId> {
    const { name, role = "editor", language = "vi" } = person;
    const penName = name.split(" ").slice(-2).join(" ");
    const done = await this.cli(
      ...["--lang", language, "setup"],
      ...["--name", name, "--pen-name", penName, "--role", role],
    );
    return (done as { sample: ArticleId }).sample;
  }

  /** An article made from text on a desk that has been set up. */
  async importText(lines: string[]): Promise<ArticleId> {
    if (!existsSync(this.store)) await this.alreadySetUp();
    const path = this.home("report.txt");
    writeFileSync(path, lines.join("\n\n"));
    return ((await this.cli("import", path)) as { id: ArticleId }).id;
  }

  // Looking.

  /** An element by its test id, once it is there. */
  see(id: string, withinMs?: number): Promise<ElementRef> {
    return until(`"${id}" is seen`, () => this.driver.find(`[data-testid="${id}"]`), withinMs);
  }

  async gone(id: string): Promise<void> {
    await until(`"${id}" is gone`, async () => (await this.all(id)).length === 0);
  }

  all(id: string): Promise<ElementRef[]> {
    return this.driver.findAll(`[data-testid="${id}"]`);
  }

  async textOf(id: string): Promise<string> {
    return (await this.driver.text(await this.see(id))).normalize("NFC");
  }

  /** The words on the whole screen. */
  words(): Promise<string> {
    return this.driver.run(() => document.body.innerText.normalize("NFC"));
  }

  async says(words: string): Promise<void> {
    await until(`the screen says "${words}"`, async () => (await this.words()).includes(words));
  }

  /** What the app's own page would be told by the store. */
  async ask<C extends keyof Answers>(
    command: C,
    args: Record<string, unknown> = {},
  ): Promise<Answers[C]> {
    return this.driver.run(
      (name, given) =>
        (
          window as unknown as {
            __TAURI_INTERNALS__: { invoke(name: string, args: unknown): Promise<never> };
          }
        ).__TAURI_INTERNALS__.invoke(name, given),
      command as string,
      args,
    );
  }

  /** An article as the store has it. */
  stored(id: ArticleId): Promise<OpenArticle> {
    return this.ask("open_article", { id });
  }

  /** The id of the article whose page is open. */
  openId(): Promise<ArticleId> {
    return until("an article is open", () => this.attribute("article", "data-id"));
  }

  attribute(id: string, name: string): Promise<string | null> {
    return this.driver.run(
      (selector, attribute) => document.querySelector(selector)?.getAttribute(attribute) ?? null,
      `[data-testid="${id}"]`,
      name,
    );
  }

  /** Waits for the sign to tell that all is on the disk. */
  async saved(): Promise<void> {
    await until("the sign says saved", async () => {
      return (await this.attribute("save-sign", "data-sign")) === "saved";
    });
  }

  // Doing.

  click(id: string): Promise<void> {
    return this.clickOn(`[data-testid="${id}"]`);
  }

  /** Makes a move of the review. A click that follows another too soon counts as the second half
   *  of a double click and is not taken; a person would click again, and so does this. */
  async makeMove(action: string): Promise<void> {
    const button = `action-${action}`;
    await this.see(button);
    const unhurried = 600;
    await until(
      `"${action}" is done`,
      async () => {
        const [there] = await this.all(button);
        if (there !== undefined) await this.driver.click(there);
        return there === undefined;
      },
      10_000,
      unhurried,
    );
  }

  /** Two clicks of the real mouse, as fast as a double click. */
  async doubleClick(id: string): Promise<void> {
    const selector = `[data-testid="${id}"]`;
    await until(`"${id}" can be clicked`, async () => {
      await this.see(id);
      await this.driver.run(standsStill, selector);
      return true;
    });
    const { x, y, width, height } = await this.rect(selector);
    const at = [x + width / 2, y + height / 2].map((number) => String(Math.round(number)));
    // Without --sync, which waits in vain for a pointer that is there already.
    await this.display.xdotool(
      ...["mousemove", ...at, "sleep", "0.05"],
      ...["click", "--repeat", "2", "--delay", "60", "1"],
    );
  }

  /** Clicks what stands still: a press and a release on two different things are no click. */
  async clickOn(selector: string): Promise<void> {
    await until(`${selector} can be clicked`, async () => {
      await this.driver.run(standsStill, selector);
      await this.driver.click(await this.driver.find(selector));
      return true;
    });
  }

  type(text: string): Promise<void> {
    return type(this.display, text);
  }

  press(...chords: string[]): Promise<void> {
    return press(this.display, ...chords);
  }

  /** Puts text with any letters into the field that has the caret, as a paste does. */
  async paste(text: string): Promise<void> {
    await this.display.copy(text);
    await this.press("ctrl+v");
  }

  async fill(id: string, text: string): Promise<void> {
    await this.click(id);
    await this.press("ctrl+a");
    await this.paste(text);
    await until(`"${id}" holds "${text}"`, async () => {
      return (
        (await this.driver.run(
          (selector) => document.querySelector<HTMLInputElement>(selector)?.value,
          `[data-testid="${id}"]`,
        )) === text
      );
    });
  }

  /** Takes an entry of a list of choices. */
  async choose(id: string, value: string): Promise<void> {
    await this.chooseIn(`[data-testid="${id}"]`, value);
  }

  async chooseIn(select: string, value: string): Promise<void> {
    await until(`${select} is there`, () => this.driver.find(select));
    await this.driver.run(
      (one) => document.querySelector(one)?.scrollIntoView({ block: "center" }),
      select,
    );
    await this.clickOn(`${select} option[value="${value}"]`);
  }

  /** Turns the margin to one of its sides. */
  async showTab(tab: MarginTab): Promise<void> {
    await this.press(
      `alt+${{ details: 1, review: 2, history: 3, comments: 4, changes: 5, proof: 6, related: 7 }[tab]}`,
    );
    await this.see(tab);
  }

  /** The same person at the desk, with another role. */
  async becomes(role: Role): Promise<void> {
    await this.click("open-settings");
    await this.choose("settings-role", role);
    await until(`the desk knows a ${role}`, async () => {
      return (await this.ask("desk_info")).me?.role === role;
    });
    await this.click("settings-done");
    await this.gone("settings-dialog");
  }

  /** Hands the open article off into a file; `before` that, something may be looked at. The dialog
   *  stays and says where it went. */
  async handOff(name: string, before?: () => Promise<void>): Promise<string> {
    await this.click("hand-off");
    await this.see("hand-off-dialog");
    await before?.();
    const file = this.home(name);
    await this.click("hand-off-confirm");
    await this.display.answerSaveDialog("Lưu tệp bàn giao", file);
    const told = (await this.textOf("hand-off-path")).trim();
    if (told !== file || !existsSync(file)) throw new Error(`it went to "${told}"`);
    return file;
  }

  /** Reads and closes every notice. */
  async dismissNotices(): Promise<void> {
    await until("no notice is left", async () => {
      if ((await this.all("notice")).length === 0) return true;
      await this.driver.click(await this.driver.find("[data-testid='notice'] button"));
      return false;
    });
  }

  /** Why the store cannot be opened, as the screen that says so was told. */
  async storeProblem(): Promise<string | null> {
    await this.see("store-problem", 20_000);
    return this.attribute("store-problem", "data-code");
  }

  /** The first start, by hand. */
  async setUp(person: Person): Promise<void> {
    await this.see("first-start", 20_000);
    await this.click(`start-language-${person.language ?? "vi"}`);
    await this.fill("start-name", person.name);
    await this.click(`start-role-${person.role ?? "reporter"}`);
    await this.click("start-begin");
    await this.see("desk");
  }

  /** Opens the newest article of a list. */
  async openFirst(): Promise<void> {
    await this.see("desk", 20_000);
    await this.click("view-all");
    await this.click("row");
    await this.editor();
  }

  async editor(): Promise<ElementRef> {
    return until("the page is open", () => this.driver.find(".ProseMirror"), 20_000);
  }

  caretInPage(): Promise<boolean> {
    return this.driver.run(() => Boolean(document.activeElement?.closest(".ProseMirror")));
  }

  /** Puts the caret at the end of a block of the page, over however many lines it runs. */
  async caretAtEndOf(selector: string): Promise<void> {
    await this.#select(selector, true);
  }

  /** Marks the whole text of a block of the page. */
  async mark(selector: string): Promise<void> {
    await this.#select(selector, false);
  }

  async #select(selector: string, collapse: boolean): Promise<void> {
    const whole = `.ProseMirror ${selector}`;
    await this.clickOn(whole);
    await until(`the caret is in ${selector}`, () =>
      this.driver.run(
        async (one, toEnd) => {
          const block = document.querySelector(one);
          const selection = getSelection();
          if (!block || !selection || !document.activeElement?.closest(".ProseMirror"))
            return false;
          selection.selectAllChildren(block);
          if (toEnd) selection.collapseToEnd();
          const { anchorNode, anchorOffset, isCollapsed } = selection;
          // What the click has set going may still put the caret where the click was.
          for (let frame = 0; frame < 2; frame += 1) {
            await new Promise((done) => {
              requestAnimationFrame(done);
              setTimeout(done, 100);
            });
          }
          return (
            selection.anchorNode === anchorNode &&
            selection.anchorOffset === anchorOffset &&
            selection.isCollapsed === isCollapsed
          );
        },
        whole,
        collapse,
      ),
    );
  }

  async caretInMiddle(): Promise<void> {
    const middle = await this.driver.run(() => {
      const all = document.querySelectorAll(".ProseMirror p[data-id]");
      return all[Math.floor(all.length / 2)]?.getAttribute("data-id");
    });
    await this.caretAtEndOf(`[data-id="${middle}"]`);
  }

  /** Where an element is on the display; the webview fills it. */
  rect(selector: string): Promise<Rect> {
    return until(`${selector} is on the page`, () =>
      this.driver.run((one) => {
        const box = document.querySelector(one)?.getBoundingClientRect();
        return box ? { x: box.x, y: box.y, width: box.width, height: box.height } : null;
      }, selector),
    );
  }

  /** Drags files from a file manager and drops them on an element; `over` runs before letting go. */
  async dropFiles(paths: string[], selector: string, over?: () => Promise<void>): Promise<void> {
    await this.driver.run(
      (one) => document.querySelector(one)?.scrollIntoView({ block: "center" }),
      selector,
    );
    const box = await this.rect(selector);
    const x = Math.round(box.x + box.width / 2);
    const y = Math.round(box.y + box.height / 2);
    const from = await this.display.showFiles(paths);
    const move = (toX: number, toY: number): string[] => [
      ...["mousemove", "--sync", String(toX), String(toY)],
      ...["sleep", "0.05"],
    ];
    await this.display.xdotool(
      ...move(from.x, from.y),
      ...["mousedown", "1"],
      ...move(from.x + 15, from.y + 15),
      ...move(Math.round((from.x + x) / 2), Math.round((from.y + y) / 2)),
      ...move(x - 3, y - 3),
      ...move(x, y),
    );
    await over?.();
    await this.display.xdotool("mouseup", "1");
  }

  // Keeping pictures.

  /** The display as a person sees it, once fonts and pictures are there. */
  async picture(step: string): Promise<void> {
    this.#pictures += 1;
    const count = String(this.#pictures).padStart(2, "0");
    await this.pictureAt(join(PICTURES, `${this.name}-${count}-${step}.png`));
  }

  /** Taken from the display: WebKit's own pictures wait for a change where nothing changes. */
  async pictureAt(path: string, ...options: string[]): Promise<void> {
    await this.settled();
    await this.display.picture(path, ...options);
  }

  /** Waits until fonts and pictures have been read and nothing moves any more. */
  async settled(): Promise<void> {
    await this.driver.run(async () => {
      const pictures = [...document.images].filter((image) => image.src && !image.complete);
      // What turns for ever is no reason to wait for ever.
      const moving = document
        .getAnimations()
        .filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
      await Promise.race([
        Promise.allSettled([
          document.fonts.ready,
          ...pictures.map((image) => image.decode()),
          ...moving.map((each) => each.finished),
        ]),
        new Promise((done) => setTimeout(done, 2_000)),
      ]);
      // Two frames: one to draw what has just come, one to have it on the display.
      for (let frame = 0; frame < 2; frame += 1) {
        await new Promise((done) => {
          requestAnimationFrame(done);
          setTimeout(done, 100);
        });
      }
    });
  }

  async keepEvidence(): Promise<void> {
    await this.display.picture(join(PICTURES, `${this.name}-failed.png`)).catch(() => undefined);
    for (const log of ["webdriver", "ibus"]) {
      const path = this.display.log(log);
      if (existsSync(path) && readFileSync(path).length > 0) {
        copyFileSync(path, join(PICTURES, `${this.name}-${log}.log`));
      }
    }
  }
}

/** Resolves once an element is where it was two frames ago, and takes clicks. */
async function standsStill(selector: string): Promise<void> {
  let before = "";
  for (let frame = 0, still = 0; frame < 60 && still < 2; frame += 1) {
    const element = document.querySelector(selector);
    const { x, y, width, height } = element?.getBoundingClientRect() ?? new DOMRect();
    const now = [x, y, width, height].join();
    const disabled = element?.matches(":disabled") ?? true;
    still = now === before && !disabled ? still + 1 : 0;
    before = now;
    await new Promise((done) => {
      requestAnimationFrame(done);
      setTimeout(done, 50);
    });
  }
}

/** The plain text of a block of a document. */
export function plain(node: unknown): string {
  const { text, content } = node as { text?: string; content?: unknown[] };
  return text ?? (content ?? []).map(plain).join("");
}

/** The blocks after headline and lead. */
export function blocks(document: Document): { type: string; attrs: Record<string, unknown> }[] {
  return document.content.slice(2) as { type: string; attrs: Record<string, unknown> }[];
}
