import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { BINARY } from "../harness/app";
import { type Desk, plain } from "../harness/desk";
import { journey } from "../harness/journey";
import { family, isAlive } from "../harness/processes";
import { until } from "../harness/until";

const FIXTURES = join(import.meta.dirname, "../fixtures");
const OPEN_TEXT = "Mở tệp để tạo bài";

const BAD_FILES: [name: string, make: (path: string) => void, says: RegExp][] = [
  ["picture.txt", (path) => writeFileSync(path, readFileSync(join(FIXTURES, "meeting.jpg"))), /không phải.*văn bản/i],
  ["empty.txt", (path) => writeFileSync(path, ""), /không có chữ/i],
  ["nul.txt", (path) => writeFileSync(path, "một\0hai\0ba\0".repeat(40)), /không phải.*văn bản/i],
  ["huge.txt", makeHuge, /quá lớn|50/i],
]; // prettier-ignore

journey("A fault of the page is noted without the words that it met", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  await desk.driver.run(() => {
    setTimeout(() => {
      throw new RangeError('no place for "Đồng chí Bí thư" in the page');
    });
    void Promise.reject(new Error("nobody waits for Đồng chí"));
  });
  const log = await until("both faults are noted", () => {
    const noted = readFileSync(join(desk.store, "faults.log"), "utf8");
    return noted.split("\n").length === 3 && noted;
  });
  expect(log).toMatch(/^\S+Z \S+ page: RangeError: no place for \.\.\. in the page at /m);
  expect(log).toMatch(/^\S+Z \S+ page: Error: nobody waits for /m);
  expect(log).not.toMatch(/[^ -~\n]/);
  expect(await desk.caretInPage(), "the page goes on").toBe(true);
});

journey("A file that is no text is refused in words that say what to do", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.start();
  await desk.see("desk", 20_000);
  const before = (await list(desk)).total;
  for (const [name, make, says] of BAD_FILES) {
    const path = desk.home(name);
    make(path);
    await desk.press("ctrl+o");
    await desk.display.answerDialog(OPEN_TEXT, path);
    const notice = await until(`${name} is refused`, async () => {
      const words = await desk.textOf("notice");
      return says.test(words) && words;
    });
    expect(notice).not.toMatch(/undefined|error|\{/i);
    await desk.picture(name.replace(".txt", ""));
    await desk.dismissNotices();
  }
  expect(await desk.all("recognise-dialog")).toHaveLength(0);
  expect((await list(desk)).total, "nothing was made of them").toBe(before);
});

journey("A text in UTF-16 is read like any other", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.start();
  await desk.see("desk", 20_000);
  const path = desk.home("utf-16.txt");
  const text =
    "Đường liên thôn thông xe\r\n\r\nSáng 12/9, tuyến đường dài 4 km được bàn giao cho xã.\r\n";
  writeFileSync(path, Buffer.from(`\uFEFF${text}`, "utf16le"));
  await desk.press("ctrl+o");
  await desk.display.answerDialog(OPEN_TEXT, path);
  await desk.see("recognise-dialog");
  await desk.says("Sáng 12/9, tuyến đường dài 4 km được bàn giao cho xã.");
  await desk.picture("recognised");
});

journey("A file that is no photo is refused and the others are taken", {}, async (desk) => {
  const id = await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  const before = JSON.stringify((await desk.stored(id)).document);
  const folder = desk.home("Pictures");
  mkdirSync(folder);
  const paths = ["broken.jpg", "words.jpg"].map((name) => join(folder, name));
  writeFileSync(paths[0] ?? "", readFileSync(join(FIXTURES, "meeting.jpg")).subarray(0, 9_000));
  writeFileSync(paths[1] ?? "", "Đây là một bài báo, không phải ảnh.");
  await desk.dropFiles(paths, ".ProseMirror [data-block='lead']");
  await until("both are refused by name", async () => {
    const words = await desk.words();
    return words.includes("broken.jpg") && words.includes("words.jpg");
  });
  await desk.picture("refused");
  expect(JSON.stringify((await desk.stored(id)).document)).toBe(before);
});

journey("A store of a newer version is left alone and says so", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.display.processes.run("/usr/bin/python3", [
    "-c",
    "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute('pragma user_version=9999'); c.commit()",
    join(desk.store, "desk.db"),
  ]);
  const before = readFileSync(join(desk.store, "desk.db"));
  await desk.start();
  expect(await desk.storeProblem()).toBe("storeNewer");
  await desk.picture("newer");
  await desk.kill();
  expect(readFileSync(join(desk.store, "desk.db")).equals(before), "nothing was written").toBe(
    true,
  );
});

journey("A full disk is said in words, and saving goes on once there is room", {}, async (desk) => {
  const disk = await smallDisk(desk);
  if (!disk) return;
  try {
    const id = await desk.alreadySetUp();
    await desk.start();
    await desk.openFirst();
    await desk.caretAtEndOf("[data-block='headline']");
    await desk.type(" truoc");
    await desk.saved();
    const filler = join(desk.store, "filler");
    await desk.display.processes
      .run("/usr/bin/dd", ["if=/dev/zero", `of=${filler}`, "bs=1k"])
      .catch(() => "the disk is full, as it should be");
    await desk.type(" trong luc dia day");
    await until(
      "the sign says that it is not saved",
      async () => (await desk.attribute("save-sign", "data-sign")) === "unsaved",
    );
    await desk.picture("full");
    const stored = async () => plain((await desk.stored(id)).document.content[0]);
    expect(await stored(), "what was saved before is as it was").toMatch(/ truoc$/);

    rmSync(filler);
    await desk.type(" roi co cho");
    await desk.saved();
    expect(await stored()).toMatch(/ truoc trong luc dia day roi co cho$/);
  } finally {
    await disk.remove();
  }
});

journey("A disk that cannot be written says so, and opens once it can be", {}, async (desk) => {
  const disk = await smallDisk(desk);
  if (!disk) return;
  try {
    await desk.alreadySetUp();
    await disk.mount("remount,ro");
    await desk.start();
    expect(await desk.storeProblem()).toBe("readOnly");
    await desk.picture("read-only");

    await disk.mount("remount,rw");
    await desk.click("store-problem-again");
    await desk.see("desk");
  } finally {
    await disk.remove();
  }
});

journey("A second start raises the first window", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.start();
  await desk.see("desk", 20_000);
  const first = desk.app.pid;
  await desk.display.showFiles([join(FIXTURES, "meeting.jpg")]);
  const second = desk.display.processes.start(desk.display.log("second"), BINARY, []);
  await until("the second ends by itself", () => second.exitCode !== null);
  expect(second.exitCode).toBe(0);
  expect(isAlive(first)).toBe(true);
  await until("the first has the keyboard", async () => {
    const pid = (await desk.display.xdotool("getactivewindow", "getwindowpid")).trim();
    return family(first).includes(Number(pid));
  });
});

async function list(desk: Desk): Promise<{ total: number }> {
  return desk.ask("list_articles", { query: { view: "all", filter: "", offset: 0, limit: 1 } });
}

/** Longer than what is read, without taking that room on the disk. */
function makeHuge(path: string): void {
  writeFileSync(path, "một hai ba ");
  truncateSync(path, 51 * 2 ** 20);
}

/** Puts the store on a disk of its own, which can be full or read-only. Takes the right to mount. */
async function smallDisk(desk: Desk) {
  const mount = (options: string): Promise<string> =>
    desk.display.processes.run("/usr/bin/mount", [
      ...["-t", "tmpfs", "-o", options, "tmpfs", desk.store],
    ]);
  mkdirSync(desk.store, { recursive: true });
  try {
    await mount("size=6m");
  } catch {
    console.log("skipped: this account may not mount a disk");
    return null;
  }
  const remove = async (): Promise<void> => {
    await desk.kill().catch(() => undefined);
    await desk.display.processes.run("/usr/bin/umount", ["--lazy", desk.store]);
  };
  return { mount, remove };
}
