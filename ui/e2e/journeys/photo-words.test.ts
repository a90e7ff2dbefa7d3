import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { PhotoInfo } from "../../src/ipc/generated";
import { blocks, type Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const FIXTURES = join(import.meta.dirname, "../fixtures");
/** Signed by the reference implementation. */
const SIGNED = join(
  import.meta.dirname,
  "../../../src-tauri/core/src/photo/metadata/credentials/signed",
);
const REPORT = [
  "Xã vùng cao sửa xong tuyến đường liên thôn",
  "Sáng 12/9, xã Tân Lập hoàn thành tuyến đường liên thôn dài 4 km sau ba tháng thi công.",
  "Tuyến đường nối năm thôn với trung tâm xã. Người dân hiến hơn 2.000 mét vuông đất.",
  "Các đại biểu cắt băng thông xe tuyến đường",
  "Theo Ủy ban nhân dân xã, giai đoạn hai sẽ làm thêm hai cây cầu bản trong năm tới.",
];
const OFFICE = "Ủy ban nhân dân tỉnh Thái Nguyên";

journey(
  "Words about a photo are typed beside what its file says, with codes and Telex",
  { telex: true },
  async (desk) => {
    await desk.alreadySetUp();
    const [meeting] = await pictures(desk);
    const exiftool = (...tags: string[]): Promise<string> =>
      desk.display.processes.run("exiftool", ["-q", "-overwrite_original", ...tags, meeting]);
    // As an old tool writes it: no word of the encoding, bytes of Windows 1258.
    await exiftool("-charset", "iptc=Vietnam", "-IPTC:City=Thái Nguyên", "-IPTC:By-line=Mai");
    await exiftool("-GPSLatitude=21.59", "-GPSLongitude=105.84", "-SerialNumber=12345");
    const id = await desk.importText(REPORT);
    await desk.cli("illustrate", id, meeting);
    await desk.start();
    await desk.openFirst();

    await desk.press("ctrl+alt+s");
    await desk.click("settings-codes");
    await desk.see("no-codes");
    await desk.click("add-code");
    await desk.fill("code", "ubnd");
    await desk.fill("code-text-1", OFFICE);
    await desk.picture("codes");
    await desk.click("export-kit");
    const kit = desk.home("mau-va-ma.json");
    await desk.display.answerSaveDialog("Lưu mẫu và mã cho đồng nghiệp", kit);
    await desk.says("Đã ghi mẫu và mã vào");
    const colleague = desk.colleague("MAY-02");
    await colleague.alreadySetUp({ name: "Trần Trung Hiếu", role: "reporter" });
    expect(await colleague.cli("photo-kit", "--from", kit)).toMatchObject({
      codes: [{ code: "ubnd", texts: [OFFICE] }],
    });
    await desk.click("import-kit");
    await desk.display.answerDialog("Mở tệp mẫu và mã của đồng nghiệp", kit);
    await desk.says("Đã nhận 0 mẫu và 1 mã.");
    await desk.click("save-codes");
    await desk.gone("codes-dialog");

    await desk.press("ctrl+shift+k");
    await desk.see("wall");
    await desk.clickOn(`[data-hash="${await hashOf(desk, "meeting.jpg")}"]`);
    await desk.press("Return");
    await desk.see("photo-caption");
    await desk.see("photo-guessed");
    expect(await desk.textOf("photo-carries")).toContain("GPS");
    expect(await value(desk, "photo-city"), "the letters that were guessed").toBe("Thái Nguyên");
    expect(await desk.textOf("photo-uses")).toContain("tuyến đường liên thôn");
    await desk.picture("panel");

    await desk.click("photo-caption");
    await desk.type("Lanhx ddaoj ");
    await desk.press("backslash");
    await desk.type("ubnd");
    await desk.press("backslash");
    await desk.type(" chucs muwngf baf con tai xax");
    const caption = `Lãnh đạo ${OFFICE} chúc mừng bà con tai xã`;
    await until("the caption was typed", async () => {
      return (await value(desk, "photo-caption")).normalize("NFC") === caption;
    });
    // Away from the field: WebKit shows a syllable that is still composed before it takes a click.
    await desk.press("Tab");
    expect(await answered(desk)).toEqual(["who", "what", "where"]);
    await fill(desk, "photo-city", "Đồng Hỷ");
    await fill(desk, "photo-created", "12/9/2026 8:15");
    expect(await answered(desk)).toEqual(["who", "what", "where", "when"]);
    await fill(desk, "photo-alt", caption);
    await desk.press("ctrl+Return");
    await desk.see("warning-alt");
    await desk.picture("same-words-twice");
    await fill(desk, "photo-alt", "Năm người mặc áo trắng đứng trước cổng chào");
    await desk.click("save-photo-info");
    await desk.gone("photo-info");

    const told = await info(desk, "meeting.jpg");
    expect(told.desk?.metadata).toMatchObject({
      caption,
      city: "Đồng Hỷ",
      created: "2026-09-12T08:15:00",
      alt: "Năm người mặc áo trắng đứng trước cổng chào",
      creators: ["Mai"],
    });
    expect(told.metadata.city, "the file's own words stay").toBe("Thái Nguyên");
    await desk.press("Return");
    await desk.see("file-city");
    await desk.driver.run(() =>
      document.querySelector("[data-testid='take-city']")?.scrollIntoView({ block: "center" }),
    );
    await desk.click("take-city");
    expect(await value(desk, "photo-city")).toBe("Thái Nguyên");
    await desk.picture("again");
    await desk.press("Escape");
    await desk.gone("photo-info");

    await desk.dismissNotices();
    await desk.click("tile");
    await desk.press("Return");
    await desk.see("photo-caption");
    await fill(desk, "photo-headline", "Thông đường");
    await desk.click("save-photo-info");
    await desk.click("notice-action");
    await until("the headline is gone again", async () => {
      return (await info(desk, "meeting.jpg")).desk?.metadata.headline === "";
    });

    // Beside the photo in the page, too.
    await desk.press("ctrl+shift+k");
    await desk.gone("wall");
    await desk.clickOn(".ProseMirror .photo-credit input");
    await desk.press("ctrl+a");
    await desk.type("Anhr: ");
    await desk.press("backslash");
    await desk.type("ubnd");
    await desk.press("backslash");
    await until("the credit is written out", async () => {
      return (await credit(desk, id)) === `Ảnh: ${OFFICE}`;
    });
    await desk.press("ctrl+z");
    await until("undo gives back what was typed", async () => {
      return (await credit(desk, id)) === "Ảnh: \\ubnd\\";
    });
  },
);

journey("From photo to photo in the panel, what was typed is kept", {}, async (desk) => {
  await desk.alreadySetUp();
  await pictures(desk);
  const id = await desk.importText(REPORT);
  await desk.cli("illustrate", id, desk.home("Pictures", "meeting.jpg"));
  await desk.cli("illustrate", id, desk.home("Pictures", "speaker.jpg"));
  await desk.start();
  await desk.openFirst();
  await desk.press("ctrl+shift+k");
  // The speaker came last and stands first.
  await desk.clickOn(`[data-hash="${await hashOf(desk, "speaker.jpg")}"]`);
  await desk.press("Return");
  await desk.see("photo-headline");
  expect(await desk.attribute("photo-before", "disabled"), "it is the first").not.toBeNull();
  await fill(desk, "photo-headline", "Người phát biểu");
  await desk.press("alt+Next");
  await until("the next photo is shown", () => titled(desk, "meeting.jpg"));
  expect((await info(desk, "speaker.jpg")).desk?.metadata.headline).toBe("Người phát biểu");
  expect(await value(desk, "photo-headline")).toBe("");
  await desk.picture("next");

  await fill(desk, "photo-created", "hôm qua");
  await desk.press("alt+Prior");
  await until("what cannot be kept is told of", () =>
    desk.driver.run(() => document.activeElement?.getAttribute("data-testid") === "photo-created"),
  );
  expect(await value(desk, "photo-created"), "and stays as it was typed").toBe("hôm qua");
  expect(await titled(desk, "meeting.jpg")).toBe(true);
  await fill(desk, "photo-created", "12/9/2026 8:15");
  await desk.click("photo-before");
  await until("the photo before is shown", () => titled(desk, "speaker.jpg"));
  expect(await value(desk, "photo-headline")).toBe("Người phát biểu");
  expect((await info(desk, "meeting.jpg")).desk?.metadata.created).toBe("2026-09-12T08:15:00");
  await desk.press("alt+Next");
  await until("the next photo is shown again", () => titled(desk, "meeting.jpg"));
  await desk.press("Escape");
  await desk.gone("photo-info");
  const followed = `#${await desk.attribute("wall-grid", "aria-activedescendant")}`;
  expect(
    await desk.driver.run(
      (tile) => document.querySelector(tile)?.getAttribute("data-hash"),
      followed,
    ),
    "the wall has followed",
  ).toBe(await hashOf(desk, "meeting.jpg"));
});

journey(
  "A template fills many photos at once, and one step takes it back",
  { screen: "1920x1080" },
  async (desk) => {
    await desk.alreadySetUp();
    const id = await desk.importText(REPORT);
    const both = await pictures(desk);
    await desk.cli("illustrate", id, ...both);
    const [first, second] = [await hash(desk, "meeting.jpg"), await hash(desk, "speaker.jpg")];
    await desk.cli("photo", first, "--set", "city=Huế", "--set", "credit=TTXVN");
    await desk.cli("photo", second, "--set", "city=Vinh", "--set", "credit=TTXVN");
    await desk.cli("photo", second, "--set", "created=2026-09-12T08:15:00+07:00");
    await desk.start();
    await desk.openFirst();
    await desk.press("ctrl+shift+k");
    await desk.clickOn(`[data-hash="${first}"]`);
    await desk.press("Escape");
    // The speaker came last and stands first.
    await desk.press("space", "Left", "space");
    await until("both are chosen", async () => (await desk.textOf("wall-chosen")).includes("2"));
    await desk.click("wall-info");
    await desk.see("photo-caption");
    expect(await value(desk, "photo-credit")).toBe("TTXVN");
    expect(await value(desk, "photo-city"), "they differ").toBe("");
    await fill(desk, "photo-caption", "Ảnh {seq:2} tại {city}, {date:EEEE d/M}");
    await fill(desk, "photo-copyright", "© Cổng TTĐT");
    await desk.choose("photo-rightsKind", "own");
    await desk.picture("many");
    await desk.click("new-template");
    await desk.fill("template-name", "Ảnh của tòa soạn");
    await desk.click("save-template");
    await until("the template is chosen", async () => {
      return (await value(desk, "photo-template")) === "Ảnh của tòa soạn";
    });
    await desk.press("Escape");
    await desk.gone("photo-info");

    await desk.click("wall-info");
    await desk.see("photo-caption");
    await desk.choose("photo-template", "Ảnh của tòa soạn");
    await desk.click("apply-template");
    await desk.driver.run(() =>
      document.querySelector("[data-testid='tick-copyright']")?.scrollIntoView({ block: "center" }),
    );
    await desk.click("tick-copyright");
    await desk.picture("template");
    await desk.click("save-photo-info");
    await desk.gone("photo-info");
    const [one, two] = [await info(desk, "meeting.jpg"), await info(desk, "speaker.jpg")];
    expect(one.desk?.metadata).toMatchObject({ caption: "Ảnh 01 tại Huế,", copyright: "" });
    expect(two.desk?.metadata.caption).toBe("Ảnh 02 tại Vinh, thứ Bảy 12/9");
    expect(two.desk?.rights.kind).toBe("own");
    await desk.click("notice-action");
    await until("both are as before", async () => {
      const all = [await info(desk, "meeting.jpg"), await info(desk, "speaker.jpg")];
      return all.every((photo) => {
        return photo.desk?.metadata.caption === "" && photo.desk.rights.kind === "unknown";
      });
    });
  },
);

journey("A photo whose rights have run out is told of and kept in", {}, async (desk) => {
  await desk.alreadySetUp();
  const id = await desk.importText([...REPORT, "Thanh Mai"]);
  const [meeting] = await pictures(desk);
  await desk.cli("illustrate", id, meeting);
  for (const action of ["file", "claim", "approve"]) await desk.cli("review", id, action);
  const photo = await hash(desk, "meeting.jpg");
  await desk.cli("photo", photo, "--set", "rights=agency", "--set", "rightsUntil=2026-01-31");
  await desk.start();
  await desk.openFirst();
  await desk.showTab("review");
  const note = await desk.textOf("photo-note-rightsEnd");
  expect(note).toContain("31/01/2026");
  await desk.picture("note");
  await desk.press("ctrl+e");
  await desk.see("export-dialog");
  await desk.press("Return");
  await desk.see("export-refusal");
  expect(await desk.attribute("export-refusal", "data-code")).toBe("rightsExpired");
  expect(await desk.textOf("export-refusal")).toContain("meeting.jpg");
  await desk.picture("refused");
});

journey(
  "What the Content Credentials of a photo say is told beside its words",
  { screen: "1280x720" },
  async (desk) => {
    await desk.alreadySetUp();
    const id = await desk.importText(REPORT);
    mkdirSync(desk.home("Pictures"));
    const signed = ["edited.jpg", "ai.png"].map((name) => {
      copyFileSync(join(SIGNED, name), desk.home("Pictures", name));
      return desk.home("Pictures", name);
    });
    await desk.cli("illustrate", id, ...signed);
    const edited = await hash(desk, "edited.jpg");
    const told = (await desk.cli("photo", edited)) as { credentials: { signerHouse: string } };
    expect(told.credentials.signerHouse).toBe("Ảnh Thử Nghiệm");
    await desk.start();
    await desk.openFirst();
    await desk.press("ctrl+shift+k");
    await desk.see("wall");
    await desk.clickOn(`[data-hash="${edited}"]`);
    await desk.press("Return");
    await desk.see("photo-credentials");
    expect(await desk.textOf("credentials-signer")).toContain("Máy ảnh thử nghiệm");
    expect(await desk.textOf("credentials-madeFrom")).toBe("Lễ khánh thành.jpg");
    expect(await desk.textOf("credentials-sourceType")).toBe("Chụp bằng máy ảnh");
    expect(await desk.textOf("credentials-binding")).toContain("còn nguyên");
    expect(await desk.textOf("photo-credentials")).toContain("chưa được kiểm chứng");
    await desk.clickOn("[data-testid='photo-credentials'] summary");
    await until("the steps are told", async () => {
      return (await desk.textOf("credentials-steps")).includes("Cắt cúp");
    });
    await desk.picture("edited");
    await desk.press("Escape");
    await desk.gone("photo-info");

    await desk.clickOn(`[data-hash="${await hashOf(desk, "ai.png")}"]`);
    await desk.press("Return");
    await desk.see("photo-credentials");
    expect(await desk.textOf("credentials-sourceType")).toBe("Do AI tạo ra");
    expect(await value(desk, "photo-digitalSourceType"), "a word of the file").toContain(
      "trainedAlgorithmicMedia",
    );
    await desk.driver.run(() =>
      document
        .querySelector("[data-testid='photo-digitalSourceType']")
        ?.scrollIntoView({ block: "center" }),
    );
    await desk.choose(
      "photo-digitalSourceType",
      "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    );
    await until("the warning stands there", async () => {
      return (await desk.textOf("warning-digitalSourceType")).includes("Do AI tạo ra");
    });
    await desk.picture("unsaid");
    await desk.click("save-photo-info");
    await desk.gone("photo-info");
    await desk.click("wall-close");
    await desk.gone("wall");
    await desk.showTab("review");
    expect(await desk.textOf("photo-note-madeByAi")).toContain("AI");
    await desk.picture("note");

    await desk.click("open-settings");
    await desk.choose("settings-language", "en");
    await desk.choose("settings-theme", "dark");
    await desk.click("settings-done");
    await desk.gone("settings-dialog");
    await desk.press("ctrl+shift+k");
    await desk.see("wall");
    await desk.clickOn(`[data-hash="${edited}"]`);
    await desk.press("Return");
    await desk.see("photo-credentials");
    await desk.picture("english");
  },
);

/** Two photos among the person's pictures. */
async function pictures(desk: Desk): Promise<[string, string]> {
  mkdirSync(desk.home("Pictures"));
  const copy = (name: string): string => {
    copyFileSync(join(FIXTURES, name), desk.home("Pictures", name));
    return desk.home("Pictures", name);
  };
  return [copy("meeting.jpg"), copy("speaker.jpg")];
}

/** The hash of a photo by its file's name, before the app is started. */
async function hash(desk: Desk, name: string): Promise<string> {
  const { rows } = (await desk.cli("photos", "--search", name)) as { rows: { hash: string }[] };
  expect(rows).toHaveLength(1);
  return String(rows[0]?.hash);
}

async function hashOf(desk: Desk, name: string): Promise<string> {
  const query = { search: name, limit: 2 };
  const { rows } = await desk.ask("list_photos", { query });
  expect(rows).toHaveLength(1);
  return String(rows[0]?.hash);
}

async function info(desk: Desk, name: string): Promise<PhotoInfo> {
  const { rows } = await desk.ask("list_photos", { query: { search: name, limit: 2 } });
  const found = String(rows[0]?.hash);
  const photo = (await desk.ask("photo_info", { hashes: [found] }))[found];
  if (!photo) throw new Error(`${name} is not there`);
  return photo;
}

/** Fills a field of the panel, wherever it is scrolled to. */
async function fill(desk: Desk, id: string, text: string): Promise<void> {
  await desk.driver.run(
    (selector) => document.querySelector(selector)?.scrollIntoView({ block: "center" }),
    `[data-testid="${id}"]`,
  );
  await desk.fill(id, text);
}

function value(desk: Desk, id: string): Promise<string> {
  return desk.driver.run(
    (selector) => document.querySelector<HTMLInputElement>(selector)?.value ?? "",
    `[data-testid="${id}"]`,
  );
}

/** Whether the panel is about the photo of this file. */
async function titled(desk: Desk, name: string): Promise<boolean> {
  return (await desk.textOf("photo-info")).includes(name);
}

/** The credit of the one photo of an article, as stored. */
async function credit(desk: Desk, id: string): Promise<unknown> {
  await desk.saved();
  const photos = blocks((await desk.stored(id)).document).filter(({ type }) => type === "photo");
  return photos[0]?.attrs["credit"];
}

/** Which questions the panel finds answered. */
function answered(desk: Desk): Promise<(string | undefined)[]> {
  return desk.driver.run(() =>
    [...document.querySelectorAll<HTMLElement>("[data-testid='caption-checks'] .yes")].map(
      (each) => each.dataset["question"],
    ),
  );
}
