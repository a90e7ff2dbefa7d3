/** Files of word processors: seen with what comes along, and then an article with it. */

import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { ROOT } from "../harness/app";
import { blocks, type Desk, plain } from "../harness/desk";
import { journey } from "../harness/journey";

const FIXTURES = join(ROOT, "src-tauri/core/src/exchange/import/fixtures");
const REPORT = join(FIXTURES, "report.docx");

async function openFile(desk: Desk, path: string, title = "Mở tệp để tạo bài"): Promise<void> {
  await desk.press("ctrl+o");
  await desk.display.answerDialog(title, path);
}

journey("A Word file lands with its photo, its changes and its comments", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.start();
  await desk.see("desk", 20_000);
  const path = desk.home("bao cao.docx");
  copyFileSync(REPORT, path);
  await openFile(desk, path);
  await desk.see("recognise-dialog");
  expect(await desk.textOf("file-photos")).toBe("1 ảnh");
  expect(await desk.textOf("file-changes")).toContain("Trần Văn Hà, Lê Thị Mai");
  expect(await desk.textOf("file-comments")).toBe("2 nhận xét");
  await desk.picture("word-file");
  await desk.click("recognise-create");
  await desk.gone("recognise-dialog");
  await desk.editor();
  await desk.picture("word-file-landed");
  const { document: stored } = await desk.stored(await desk.openId());
  expect(plain(stored.content[0])).toBe("Đồng Hỷ chuẩn bị chu đáo cho đại hội");
  expect(blocks(stored).map((block) => block.type)).toEqual([
    ...["paragraph", "photo", "subhead", "paragraph", "list", "table", "quote", "paragraph"],
  ]);
  expect(blocks(stored)[1]?.attrs["photo"]).not.toBeNull();
});

journey("A Word file of before 2007 lands with its photos where they stood", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.start();
  await desk.see("desk", 20_000);
  const path = desk.home("bao cao cu.doc");
  // The process that reads it ends in the middle of a damaged one.
  writeFileSync(path, readFileSync(join(FIXTURES, "report-drawn.doc")).subarray(0, 4_000));
  await openFile(desk, path);
  await desk.says("hỏng");
  await desk.picture("old-word-file-damaged");
  copyFileSync(join(FIXTURES, "report-drawn.doc"), path);
  await openFile(desk, path);
  await desk.see("recognise-dialog");
  expect(await desk.textOf("file-photos")).toBe("1 ảnh");
  await desk.picture("old-word-file");
  await desk.click("recognise-create");
  await desk.gone("recognise-dialog");
  await desk.editor();
  const { document: stored } = await desk.stored(await desk.openId());
  expect(plain(stored.content[0])).toBe("Làm việc với Huyện ủy Đồng Hỷ");
  expect(blocks(stored).map((block) => block.type)).toEqual([
    ...[
      "paragraph",
      "photo",
      "subhead",
      "quote",
      "list",
      "paragraph",
      "list",
      "table",
      "paragraph",
    ],
  ]);
});

/** Writes a document anew with words of its text replaced, as a word processor saves it. */
const EDIT = `
import sys, zipfile
old, new = sys.argv[3:5]
with zipfile.ZipFile(sys.argv[1]) as read, zipfile.ZipFile(sys.argv[2], "w") as write:
    for name in read.namelist():
        part = read.read(name)
        if name == "word/document.xml":
            assert old.encode() in part, old
            part = part.replace(old.encode(), new.encode())
        write.writestr(name, part)
`;

for (const [language, theme] of [
  ["vi", "light"],
  ["en", "dark"],
] as const)
  journey(`A document that comes back goes into its article (${language})`, {}, async (desk) => {
    const id = await desk.alreadySetUp({ name: "Mai Anh", language });
    for (const move of ["file", "claim", "approve"]) await desk.cli("review", id, move);
    const bundle = (await desk.cli("export", id, "--to", desk.home("out"))) as { path: string };
    const written = join(bundle.path, "article.docx");
    const path = desk.home("sua roi.docx");
    const edit = ["-c", EDIT, written, path, "6,4 km", "6,5 km"];
    await desk.display.processes.run("/usr/bin/python3", edit);
    await desk.start();
    await desk.see("desk", 20_000);
    if (theme === "dark") {
      await desk.click("open-settings");
      await desk.choose("settings-theme", theme);
      await desk.click("settings-done");
      await desk.gone("settings-dialog");
    }
    const title = language === "vi" ? "Mở tệp để tạo bài" : "Open a file to make an article";
    await openFile(desk, path, title);
    await desk.see("recognise-dialog");
    expect(await desk.textOf("file-returns")).toContain("Thượng Vạn kiểm tra tuyến đê bao");
    await desk.picture("comes-back");
    await desk.click("recognise-take-back");
    await desk.gone("recognise-dialog");
    await desk.editor();
    await desk.picture("came-back");
    expect(await desk.openId()).toBe(id);
    const { document: stored } = await desk.stored(id);
    expect(plain(blocks(stored)[0] ?? stored)).toContain("6,5 km");
    expect(blocks(stored)[1]?.attrs["photo"]).not.toBeNull();
  });

journey("What cannot be read is told in words, and in English in the dark", {}, async (desk) => {
  await desk.alreadySetUp({ name: "Mai Anh", language: "en" });
  await desk.start();
  await desk.see("desk", 20_000);
  await desk.click("open-settings");
  await desk.choose("settings-theme", "dark");
  await desk.click("settings-done");
  await desk.gone("settings-dialog");
  const path = desk.home("old.doc");
  writeFileSync(path, "%PDF-1.7 x");
  await openFile(desk, path, "Open a file to make an article");
  await desk.says("save it as .docx");
  await desk.picture("pdf-refused");
  const word = desk.home("report.docx");
  copyFileSync(REPORT, word);
  await openFile(desk, word, "Open a file to make an article");
  await desk.see("recognise-dialog");
  await desk.picture("word-file-dark");
});
