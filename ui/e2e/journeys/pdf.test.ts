/** Articles on paper: the letterhead is made, the approved report is saved as PDF and printed. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

journey("A report is saved and printed on the newsroom's own letterhead", {}, async (desk) => {
  const id = await desk.alreadySetUp();
  viewer(desk, "exit 0");
  await desk.start();
  await desk.openFirst();
  await desk.showTab("review");

  await desk.click("open-settings");
  await desk.click("settings-letterhead");
  await desk.see("letterhead-dialog");
  await desk.picture("letterhead-empty");
  await desk.fill("letterhead-office", "BÁO ĐIỆN TỬ SÔNG VÂN");
  await desk.fill("letterhead-secondLine", "Cơ quan của Đảng bộ tỉnh Sông Vân");
  await desk.fill("letterhead-place", "Sông Vân");
  await desk.fill(
    "letterhead-footer",
    "Số 1, đường Hoa Phượng · 0208 000 000 · toasoan@example.vn",
  );
  const logo = desk.home("bieu-trung.png");
  await desk.display.processes.run("convert", [
    ...["-size", "240x240", "xc:white", "-fill", "#14507a", "-draw", "circle 120,120 120,10"],
    ...[
      "-fill",
      "white",
      "-draw",
      "path 'M 40,140 Q 80,90 120,140 T 200,140 L 200,170 L 40,170 Z'",
    ],
    logo,
  ]);
  await desk.click("letterhead-logo");
  await desk.display.answerDialog("Chọn biểu trưng", logo);
  await desk.see("letterhead-no-logo");
  await desk.settled();
  await desk.picture("letterhead");
  await desk.click("letterhead-save");
  await desk.gone("letterhead-dialog");
  await desk.choose("settings-theme", "dark");
  await desk.choose("settings-language", "en");
  await desk.click("settings-letterhead");
  await desk.see("letterhead-no-logo");
  await desk.settled();
  await desk.picture("letterhead-dark-english");
  await desk.click("letterhead-cancel");
  await desk.choose("settings-language", "vi");
  await desk.choose("settings-theme", "light");
  await desk.click("settings-done");
  await desk.gone("settings-dialog");

  // Printing asks nobody, and says on paper that nobody has approved it.
  await desk.click("article-print");
  await desk.says("Đã mở PDF của bản chưa duyệt.");
  await desk.picture("print");
  const draft = shown(desk);
  expect(readFileSync(draft).subarray(0, 8).toString()).toBe("%PDF-1.7");
  expect(await words(desk, draft)).toContain("Bản chưa duyệt");
  await desk.dismissNotices();

  for (const action of ["file", "claim", "approve"]) await desk.makeMove(action);
  await desk.click("action-export");
  await desk.click("export-form-pdf");
  await desk.picture("export");
  await desk.click("export-confirm");
  const path = desk.home("bai.pdf");
  await desk.display.answerDialog("Lưu bài thành PDF", desk.home("bai"));
  await until("the PDF is written", () => existsSync(path));
  await desk.see("export-report");
  await desk.picture("saved");
  const text = await words(desk, path);
  expect(text).toContain("Cơ quan của Đảng bộ tỉnh Sông Vân");
  expect(text).not.toContain("Bản chưa duyệt");
  const [exported] = await desk.ask("article_history", { id });
  expect(exported?.event).toMatchObject({ event: "exported" });
  await desk.click("export-done");

  await desk.click("article-print");
  await desk.says("Đã mở PDF. Hãy in");
  expect(readFileSync(shown(desk)).equals(readFileSync(path)), "print and file are one").toBe(true);
});

journey("Where nothing opens PDF files the path of the PDF is told", {}, async (desk) => {
  await desk.alreadySetUp();
  viewer(desk, "exit 3");
  await desk.start();
  await desk.openFirst();
  await desk.showTab("review");
  await desk.click("article-print");
  await desk.says("Không có chương trình nào mở được PDF.");
  await desk.picture("not-opened");
  expect(existsSync(shown(desk))).toBe(true);
});

/** Puts a program on the desk that writes down what it is to show, and then does `next`. */
function viewer(desk: Desk, next: string): void {
  const folder = desk.home("bin");
  mkdirSync(folder, { recursive: true });
  const program = `#!/bin/sh\nprintf '%s' "$1" > '${desk.home("shown")}'\n${next}\n`;
  writeFileSync(join(folder, "xdg-open"), program, { mode: 0o755 });
  const { env } = desk.display.processes;
  env["PATH"] = `${folder}:${env["PATH"]}`;
}

function shown(desk: Desk): string {
  return readFileSync(desk.home("shown"), "utf8");
}

async function words(desk: Desk, path: string): Promise<string> {
  const text = desk.home("words.txt");
  await desk.display.processes.run("pdftotext", ["-raw", path, text]);
  return readFileSync(text, "utf8");
}
