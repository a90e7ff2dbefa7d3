import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import type { Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const PARAGRAPH =
  "Theo báo cáo tại hội nghị, tuyến đường dài 4 km nối năm thôn vùng cao với trung tâm xã Tân Lập, " +
  "do người dân hiến hơn 2.000 mét vuông đất và góp gần ba nghìn ngày công.";
const OTHER =
  "Ông Nguyễn Văn Hùng, Chủ tịch Ủy ban nhân dân xã Tân Lập, cho biết giai đoạn hai sẽ làm thêm hai " +
  "cây cầu bản qua suối Nậm Mu trong năm tới, khi có vốn của tỉnh.";

const report = (uri: string, headline: string, paragraphs: string[]) => ({
  uri,
  type: "text",
  versionCreated: "2019-05-23T08:00:00Z",
  headlines: [{ role: "main", value: headline }],
  by: "Thanh Hiếu",
  bodies: [{ contentType: "text/html", value: paragraphs.map((it) => `<p>${it}</p>`).join("") }],
});

/** A folder with what newsrooms have of earlier years; what is in it twice is so on purpose. */
function makeArchive(desk: Desk): string {
  const folder = desk.home("kho-bai-cu");
  mkdirSync(folder);
  const write = (name: string, text: string) => writeFileSync(`${folder}/${name}`, text);
  const first = report("https://bao.example.vn/tan-lap", "Tân Lập mở đường", [PARAGRAPH, OTHER]);
  write("1-tan-lap.json", JSON.stringify(first));
  write("2-chep-lai.txt", `Bài chép lại\n\n${PARAGRAPH}\n\n${OTHER}`);
  const touched = PARAGRAPH.replace("góp gần ba nghìn", "đóng góp hơn ba nghìn");
  write(
    "3-sua-vai-chu.json",
    JSON.stringify(report("urn:x:3", "Bài sửa vài chữ", [touched, OTHER])),
  );
  write("4-hong.docx", "PK\u0003\u0004");
  write("5-bang.xlsx", "x");
  for (let n = 0; n < 40; n += 1) {
    write(
      `tin-${String(n)}.txt`,
      `Tin vắn số ${String(n)}\n\nMột tin ngắn số ${String(n)} của năm cũ.`,
    );
  }
  return folder;
}

async function takeIn(desk: Desk, folder: string): Promise<void> {
  await desk.press("ctrl+k");
  await desk.see("palette");
  await desk.type("nhap bai cu");
  await desk.press("Return");
  await desk.see("archive-dialog");
  await desk.picture("asked");
  await desk.click("archive-folder");
  await desk.display.answerDialog("Chọn thư mục bài cũ", folder);
  await desk.see("archive-look", 20_000);
}

journey("An archive comes in with a report, and what is the same is told", {}, async (desk) => {
  await desk.alreadySetUp();
  const folder = makeArchive(desk);
  await desk.start();
  await desk.openFirst();
  await takeIn(desk, folder);
  expect(await desk.textOf("archive-look")).toContain("43 bài mới");
  await desk.picture("looked");
  await desk.click("archive-start");
  await desk.see("archive-save", 30_000);
  expect(await desk.textOf("archive-taken")).toBe("42");
  expect(await desk.textOf("archive-same")).toBe("1");
  expect(await desk.textOf("archive-near")).toBe("1");
  expect(await desk.textOf("archive-refused")).toBe("1");
  expect(await desk.textOf("archive-rows")).toContain("4-hong.docx");
  await desk.picture("report");
  await desk.click("archive-show-near");
  await until("the near copy is told of", async () =>
    (await desk.textOf("archive-rows")).includes("Tân Lập mở đường"),
  );
  await desk.picture("near");
  const path = desk.home("bao-cao.csv");
  await desk.click("archive-save");
  await desk.display.answerSaveDialog("Lưu báo cáo nhập bài cũ", path);
  await desk.see("archive-path");
  expect(readFileSync(path, "utf8")).toContain("trùng nguyên văn");
  await desk.picture("saved");

  // Once more: nothing new.
  await desk.click("archive-folder");
  await desk.display.answerDialog("Chọn thư mục bài cũ", folder);
  await until("it was looked into", async () =>
    (await desk.textOf("archive-look")).includes("42 bài đã có"),
  );
});

journey("A paragraph of an earlier report is taken over with its source", {}, async (desk) => {
  await desk.alreadySetUp();
  const folder = makeArchive(desk);
  await desk.cli("import", "--archive", folder);
  const id = await desk.importText([
    "Xã Tân Lập làm thêm hai cầu",
    "Sáng nay, ông Nguyễn Văn Hùng, Chủ tịch Ủy ban nhân dân xã Tân Lập, đi kiểm tra công trường.",
    PARAGRAPH,
  ]);
  await desk.start();
  await desk.openFirst();
  await desk.caretAtEndOf("> p[data-block='paragraph']:last-of-type");
  await desk.showTab("related");
  await desk.see("related-article", 20_000);
  expect(await desk.textOf("alike-list"), "its paragraph was written before").toMatch(/\d+ %/);
  await desk.picture("related");
  const first = await desk.textOf("related-list");
  expect(first).toContain("Nguyễn Văn Hùng");
  await desk.click("related-link");
  await desk.saved();
  await desk.click("related-beside");
  await desk.see("beside-paragraph");
  await desk.picture("beside");
  await desk.clickOn("[data-testid='beside-paragraph']:last-of-type [data-testid='beside-insert']");
  await until("it stands in the text with its source", async () => {
    const { document } = await desk.stored(id);
    const text = JSON.stringify(document);
    return text.includes("cây cầu bản") && text.includes("theo bài");
  });
  await desk.picture("inserted");
  const linked = JSON.stringify((await desk.stored(id)).document);
  expect(linked).toContain("https://bao.example.vn/tan-lap");
  await desk.press("ctrl+z");
  await until("one undo takes it back", async () => {
    const text = JSON.stringify((await desk.stored(id)).document);
    return !text.includes("theo bài");
  });

  await desk.click("open-settings");
  await desk.choose("settings-theme", "dark");
  await desk.choose("settings-language", "en");
  await desk.click("settings-done");
  await desk.gone("settings-dialog");
  await desk.picture("dark-english");
  await desk.press("ctrl+k");
  await desk.see("palette");
  await desk.type("take in an archive");
  await desk.press("Return");
  await desk.see("archive-dialog");
  await desk.picture("archive-dark-english");
});
