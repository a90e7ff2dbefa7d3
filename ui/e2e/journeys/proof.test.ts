/** What the checks find in a report: in the page, in the margin, by keys, and after a restart. */

import { expect } from "vitest";
import type { Desk } from "../harness/desk";
import { blocks, plain } from "../harness/desk";
import { journey } from "../harness/journey";
import { hasReference, rawReport } from "../harness/reference";
import { until } from "../harness/until";

const LINES = [
  "Xã Tân Lập lấy ý kiến nhân dân về dự thảo văn kiện",
  "Sáng 12/9, Đảng ủy xã Tân Lập làm viêc với các chi bộ về dự thảo văn kiện.",
  "Văn kiện nêu 3 khâu đột phá. Dự thảo văn kiện được gửi tới 19/19 chi bộ, đạt 100%.",
  "Có 254/616 hộ góp ý, chiếm 41,23%; còn lại 362 hộ. Cán bộ,nhân dân làm viêc nghiêm túc.",
  "Ý kiến góp cho vặn kiện được tổng hợp trước ngày 30/6.",
  "Thanh Mai - Thanh Hiếu",
];

/** How many words of the page have a line of that kind under them. */
const drawn = (desk: Desk, look: string): Promise<number> =>
  desk.driver.run((name) => CSS.highlights.get(name)?.size ?? 0, `finding-${look}`);

/** The shape of that line, as the webview makes it out at the words of a paragraph. */
const lineUnder = (desk: Desk, look: string): Promise<string> =>
  desk.driver.run((name) => {
    const paragraph = document.querySelector(".ProseMirror p[data-id]");
    if (!paragraph) return "there is no paragraph";
    return getComputedStyle(paragraph, `::highlight(${name})`).textDecorationStyle;
  }, `finding-${look}`);

const rules = (desk: Desk): Promise<string[]> =>
  desk.driver.run(() =>
    [...document.querySelectorAll<HTMLElement>("[data-testid='finding']")].map((card) =>
      `${card.dataset["rule"]} ${card.querySelector("mark")?.textContent}`.normalize("NFC"),
    ),
  );

const pageText = (desk: Desk): Promise<string> =>
  desk.driver.run(() =>
    (document.querySelector(".ProseMirror")?.textContent ?? "").normalize("NFC"),
  );

const selected = (desk: Desk): Promise<string> =>
  desk.driver.run(() => String(getSelection()).normalize("NFC"));

async function lists(desk: Desk, wanted: readonly string[]): Promise<void> {
  await until(`the list is ${wanted.join(", ")}`, async () => {
    return (await rules(desk)).join("\n") === wanted.join("\n");
  });
}

const lookAt = (desk: Desk, place: number): Promise<void> =>
  desk.clickOn(`[data-testid="finding"]:nth-child(${place + 1}) .name`);

const [VIEC, SPACE, VIEC_AGAIN, VARIANT] = [
  "SYL_INVALID viêc",
  "SPACE_MISSING bộ,nhân",
  "SYL_INVALID viêc",
  "DOC_VARIANT vặn kiện",
] as const;
const ALL: readonly string[] = [VIEC, SPACE, VIEC_AGAIN, VARIANT];

journey(
  "A desk finds what is wrong, walks to it, puts it right and takes it back",
  {},
  async (desk) => {
    const id = await desk.importText(LINES);
    await desk.start();
    await desk.openFirst();
    await desk.showTab("proof");
    await desk.click("order-place");
    await lists(desk, ALL);
    expect(await desk.textOf("count-error")).toContain("3");
    expect(await desk.textOf("count-warning")).toContain("1");
    expect(await desk.textOf("open-findings")).toBe("4");
    await until("errors have lines", async () => (await drawn(desk, "error")) === 3);
    expect(await drawn(desk, "warning")).toBe(1);
    expect(await lineUnder(desk, "error")).toBe("wavy");
    // No part of the page was drawn anew for them.
    expect(await desk.driver.findAll(".ProseMirror [class*='finding']")).toEqual([]);
    await desk.click("confirmed");
    expect(await desk.textOf("confirmed")).toContain("254/616");
    await desk.picture("found");

    // F4 walks in reading order, round and round.
    await desk.caretAtEndOf("h1");
    await desk.press("ctrl+Home");
    for (const words of ["viêc", "bộ,nhân", "viêc", "vặn kiện", "viêc"]) {
      await desk.press("F4");
      await until(`"${words}" is selected`, async () => (await selected(desk)) === words);
    }
    await desk.press("shift+F4");
    await until("the one before is selected", async () => (await selected(desk)) === "vặn kiện");

    // The menu at the words, by keys alone.
    await desk.press("alt+Return");
    await desk.see("finding-menu");
    await desk.picture("menu");
    await desk.press("1");
    await desk.gone("finding-menu");
    await until("it is put right", async () => !(await pageText(desk)).includes("vặn"));
    expect(await desk.caretInPage()).toBe(true);
    await lists(desk, ALL.slice(0, 3));
    await desk.press("ctrl+z");
    await lists(desk, ALL);

    // All alike at once, in one step that can be taken back.
    await lookAt(desk, 0);
    await desk.click("fix-alike");
    await until("both are put right", async () => !(await pageText(desk)).includes("viêc"));
    await lists(desk, [SPACE, VARIANT]);
    await desk.saved();
    const stored = blocks((await desk.stored(id)).document)
      .map(plain)
      .join("\n");
    expect(stored).toContain("làm việc nghiêm túc");
  },
);

journey("A long list of findings scrolls, and the window around it stays", {}, async (desk) => {
  const wrong = Array.from({ length: 24 }, (_, n) => `Đoạn ${n + 1}: ông làm viêc ở xã số ${n}.`);
  await desk.importText(["Một tiêu đề", "Một đoạn mở đầu dài hơn.", ...wrong, "Thanh Mai"]);
  await desk.start();
  await desk.openFirst();
  await desk.showTab("proof");
  await until("all are listed", async () => (await rules(desk)).length === wrong.length);
  await desk.caretAtEndOf("h1");
  for (let step = 0; step < 3; step += 1) {
    await desk.press("shift+F4");
    const words = await until("a word is selected", async () => await selected(desk));
    expect(words).toBe("viêc");
    const top = await desk.driver.run(
      () => document.querySelector(".shell")?.getBoundingClientRect().top,
    );
    expect(top).toBe(0);
  }
  await desk.picture("last");
});

journey("What was decided to be left alone stays so, and can be taken back", {}, async (desk) => {
  await desk.importText(LINES);
  await desk.start();
  await desk.openFirst();
  await desk.showTab("proof");
  await desk.click("order-place");
  await lists(desk, ALL);
  // One place only: the other with the same words stays.
  await lookAt(desk, 0);
  await desk.click("ignore-here");
  await lists(desk, ALL.slice(1));
  await lookAt(desk, 2);
  await desk.click("ignore-always");
  await lists(desk, ALL.slice(1, 3));
  await desk.saved();
  await desk.kill();

  await desk.start();
  await desk.openFirst();
  await desk.showTab("proof");
  await lists(desk, ALL.slice(1, 3));
  await desk.click("ignored");
  expect(await desk.textOf("ignored")).toContain("Nguyễn Thị Thanh Mai");
  await desk.picture("left-alone");
  await desk.click("unignore");
  await lists(desk, ALL.slice(0, 3));
});

journey(
  "A word is not called wrong while it is being typed in Telex",
  { telex: true },
  async (desk) => {
    await desk.importText([
      "Một tiêu đề",
      "Một đoạn mở đầu.",
      "Câu đầu.",
      "Thanh Mai - Thanh Hiếu",
    ]);
    await desk.start();
    await desk.openFirst();
    await desk.showTab("proof");
    await desk.says("Không có chỗ nào cần sửa");
    await desk.caretAtEndOf("p[data-id]");
    await desk.type(" Hoj lafm vieec");
    // Longer than any pause after which the article is read.
    await new Promise((done) => setTimeout(done, 1_000));
    expect(await rules(desk)).toEqual([]);
    await desk.type("j hoom nay. Hoj lafm vieec toots.");
    await until("the unfinished word is found", async () =>
      (await rules(desk)).includes("SYL_INVALID viêc"),
    );
    expect(await pageText(desk)).toContain("Họ làm việc hôm nay. Họ làm viêc tốt.");
    await desk.picture("typed");
  },
);

journey("What the newsroom has approved tells which word was meant", {}, async (desk) => {
  for (const line of [
    "Xã Tân Lập gửi dự thảo nghị quyết tới các chi bộ.",
    "Các chi bộ góp ý vào dự thảo nghị quyết đại hội.",
    "Ban Thường vụ thông qua dự thảo nghị quyết trong sáng nay.",
  ]) {
    const id = await desk.importText(["Góp ý vào dự thảo", line, line, "Thanh Mai - Thanh Hiếu"]);
    for (const action of ["file", "claim", "approve"]) await desk.cli("review", id, action);
  }
  await desk.importText([
    "Xã Tân Hòa họp chi bộ",
    "Sáng nay, chi bộ xã Tân Hòa họp và góp ý.",
    "Bí thư chi bộ trình bày dữ thảo nghị quyết trước đại biểu.",
    "Thanh Mai - Thanh Hiếu",
  ]);
  await desk.start();
  await desk.openFirst();
  await desk.showTab("proof");
  await lists(desk, ["CONTEXT dữ"]);
  await desk.picture("approved");
  await lookAt(desk, 0);
  await desk.click("fix");
  await until("it is put right", async () => (await pageText(desk)).includes("dự thảo nghị quyết"));
  await desk.says("Không có chỗ nào cần sửa");
});

journey("A report as it was published: every slip of it is found", {}, async (desk) => {
  if (!hasReference) {
    console.warn("skipped: the reference report is not beside this checkout");
    return;
  }
  await desk.importText(rawReport().split(/\n+/));
  await desk.start();
  await desk.openFirst();
  await desk.showTab("proof");
  await desk.click("order-place");
  await until("there are findings", async () => (await rules(desk)).length > 0);
  const found = (await rules(desk)).join("\n");
  for (const slip of ["viêc", "vặn kiện", "bộ,tinh", "tế- xã", "Ban chấp hành", "CCHC"]) {
    expect(found).toContain(slip);
  }
  await desk.picture("report");
});
