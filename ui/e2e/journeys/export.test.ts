import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import type { Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const CHOOSE = "Chọn thư mục để xuất";
const SAVE = "Lưu bài thành tệp";

journey("An approved report is exported as a folder that anybody can use", {}, async (desk) => {
  await approvedSample(desk);
  const folder = await exportTo(desk, "folder", "one");
  await desk.picture("report");
  await showsInFileManager(desk, folder);

  const html = readFileSync(join(folder, "article.html"), "utf8");
  expect(html).toMatch(/<html[^>]* lang="vi"/);
  expect(html, "a skip link comes first").toMatch(/<body[^>]*>\s*<a [^>]*href="#/);
  expect(html.match(/<figure/g)).toHaveLength(2);
  expect(html.match(/<figcaption/g)).toHaveLength(2);
  const [, jsonLd = "{}"] =
    /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(html) ?? [];
  expect(JSON.parse(jsonLd)).toMatchObject({ "@type": "NewsArticle" });
  const ninjs = JSON.parse(readFileSync(join(folder, "article.ninjs.json"), "utf8")) as {
    uri: string;
  };
  expect(ninjs.uri).not.toBe("");
  expect(readFileSync(join(folder, "article.txt"), "utf8").length).toBeGreaterThan(500);
  checkManifest(folder);

  await desk.click("export-done");
  const again = await exportTo(desk, "folder", "two");
  for (const path of filesIn(folder)) {
    expect(
      readFileSync(join(again, path)).equals(readFileSync(join(folder, path))),
      `the same revision gives the same ${path}`,
    ).toBe(true);
  }

  await desk.click("export-done");
  const zip = await exportTo(desk, "zip", "three");
  await showsInFileManager(desk, dirname(zip));
  const unpacked = desk.home("unpacked");
  await desk.display.processes.run("unzip", ["-q", zip, "-d", unpacked]);
  checkManifest(findManifest(unpacked));
});

journey(
  "An approved report is saved as one file for Word, clean or with its changes",
  {},
  async (desk) => {
    await approvedSample(desk);
    const kinds = { docx: "export-docx", docxReview: "export-review" };
    for (const [format, name] of Object.entries(kinds)) {
      await desk.click("action-export");
      await desk.click("export-form-file");
      await desk.choose("export-format", format);
      await desk.picture(name);
      await desk.click("export-confirm");
      const path = desk.home(`${name}.docx`);
      await desk.display.answerSaveDialog(SAVE, path);
      expect((await desk.textOf("export-path")).trim()).toBe(path);
      const unpacked = desk.home(name);
      await desk.display.processes.run("unzip", ["-q", path, "-d", unpacked]);
      const body = readFileSync(join(unpacked, "word/document.xml"), "utf8");
      expect(body).toContain("Thượng Vạn kiểm tra tuyến đê bao");
      expect(body.match(/<w:drawing>/g)).toHaveLength(2);
      expect(statSync(join(unpacked, "word/media/image1.jpg")).size).toBeGreaterThan(10_000);
      await desk.picture(`${name}-report`);
      await desk.click("export-done");
    }
  },
);

journey("A report that nobody approved is not exported to a reporter", {}, async (desk) => {
  await desk.alreadySetUp({ name: "Nguyễn Thị Thanh Mai", role: "reporter" });
  await desk.start();
  await desk.openFirst();
  await desk.press("ctrl+e");
  await desk.click("export-confirm");
  await refused(desk, "notApproved");
  expect(await desk.all("export-override-reason"), "who may override is told instead").toHaveLength(
    0,
  );
  expect((await desk.textOf("export-refusal")).toLowerCase()).toContain("biên tập viên");
  await desk.picture("refused");
});

journey("A report under embargo leaves only with a reason, which is kept", {}, async (desk) => {
  const id = await approvedSample(desk, async () => {
    await desk.showTab("details");
    await desk.clickOn("[data-testid='field-embargo']");
    await desk.paste("02/09/2099 06:00");
    await desk.press("Tab");
    await desk.saved();
  });
  await desk.press("ctrl+e");
  await desk.click("export-confirm");
  await refused(desk, "embargoed");
  expect(await desk.textOf("export-refusal"), "until when is said").toContain("2099");
  await desk.picture("embargoed");
  await desk.clickOn("[data-testid='export-override-reason']");
  await desk.paste("Thư ký tòa soạn đồng ý giao bản in trước.");
  const folder = desk.home("past-the-gate");
  mkdirSync(folder);
  await desk.click("export-confirm");
  await desk.display.answerDialog(CHOOSE, folder);
  await desk.see("export-report");
  expect(await desk.textOf("export-kept")).toContain("không còn nơi chụp");
  const history = await desk.ask("article_history", { id });
  expect(history[0]?.event).toMatchObject({
    event: "exported",
    overrideReason: "Thư ký tòa soạn đồng ý giao bản in trước.",
  });
});

/** The sample report, approved by hand, open in the window. */
async function approvedSample(desk: Desk, before?: () => Promise<void>): Promise<string> {
  const id = await desk.alreadySetUp();
  fileManager(desk, "exit 0");
  await desk.start();
  await desk.openFirst();
  await before?.();
  await desk.showTab("review");
  for (const action of ["file", "claim", "approve"]) await desk.makeMove(action);
  await desk.see("action-export");
  return id;
}

journey("The path of an export is copied where no file manager opens it", {}, async (desk) => {
  await approvedSample(desk);
  const folder = await exportTo(desk, "folder", "one");
  fileManager(desk, "exit 3");
  await desk.click("export-show");
  await desk.says("Không mở được thư mục này.");
  await desk.click("export-copy-path");
  await desk.says("Đã chép đường dẫn.");
  await desk.picture("copied");
  await desk.click("export-done");
  await desk.click("filter");
  await desk.press("ctrl+v");
  await until("the path comes out of the clipboard", () =>
    desk.driver.run(
      (selector, path) => document.querySelector<HTMLInputElement>(selector)?.value === path,
      "[data-testid='filter']",
      folder,
    ),
  );
});

/** Puts a file manager on the desk that writes down what it is to show, and then does `next`. */
function fileManager(desk: Desk, next: string): void {
  const folder = desk.home("bin");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "xdg-open"),
    `#!/bin/sh\nprintf '%s\\n' "$#" "$@" > '${desk.home("shown")}'\n${next}\n`,
    { mode: 0o755 },
  );
  const { env } = desk.display.processes;
  if (!env["PATH"]?.startsWith(folder)) env["PATH"] = `${folder}:${env["PATH"]}`;
}

async function showsInFileManager(desk: Desk, folder: string): Promise<void> {
  await desk.click("export-show");
  await until("the file manager shows the folder", () => {
    return readFileSync(desk.home("shown"), "utf8") === `1\n${folder}\n`;
  });
  rmSync(desk.home("shown"));
}

async function exportTo(desk: Desk, form: "folder" | "zip", name: string): Promise<string> {
  const folder = desk.home(name);
  mkdirSync(folder);
  await desk.click("action-export");
  await desk.click(`export-form-${form}`);
  await desk.picture(`export-${form}`);
  await desk.click("export-confirm");
  await desk.display.answerDialog(CHOOSE, folder);
  const path = (await desk.textOf("export-path")).trim();
  expect(path.startsWith(folder)).toBe(true);
  return path;
}

async function refused(desk: Desk, code: string): Promise<void> {
  await until(`the export is refused: ${code}`, async () => {
    return (await desk.attribute("export-refusal", "data-code")) === code;
  });
}

/** The manifest names every file but itself, with the hash that the file really has. */
function checkManifest(folder: string): void {
  const { files } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as {
    files: { path: string; bytes: number; sha256: string }[];
  };
  expect(files.map((file) => file.path).toSorted()).toEqual(
    filesIn(folder).filter((path) => path !== "manifest.json"),
  );
  for (const { path, bytes, sha256 } of files) {
    const content = readFileSync(join(folder, path));
    expect(content.length).toBe(bytes);
    expect(createHash("sha256").update(content).digest("hex"), path).toBe(sha256);
  }
}

function findManifest(folder: string): string {
  const path = readdirSync(folder, { recursive: true }).map(String);
  const manifest = path.find((one) => one.endsWith("manifest.json")) ?? "manifest.json";
  return join(folder, manifest, "..");
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => statSync(join(folder, path)).isFile())
    .toSorted();
}
