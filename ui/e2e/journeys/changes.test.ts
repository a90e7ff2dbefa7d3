/** Tracked changes on the page, and two revisions of an article compared. */

import { expect } from "vitest";
import type { ArticleId, Document, Fields } from "../../src/ipc/generated";
import { rewrite } from "../harness/articles";
import type { Desk } from "../harness/desk";
import { plain } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const NEW_PARAGRAPH = "Danh sách hộ cần di dời được niêm yết tại nhà văn hóa ba thôn.";

interface Block {
  type: string;
  attrs: { id: string; photo?: string | null; credit?: string; alt?: string };
  content: { type: "text"; text: string; marks?: { type: string }[] }[];
}

for (const [screen, theme] of [
  ["1280x720", "light"],
  ["1920x1080", "dark"],
] as const) {
  journey(
    `At ${screen} changes since filing are shown on the page, accepted, rejected and undone`,
    { screen },
    async (desk) => {
      const id = await editedReport(desk, theme);
      const { document: edited, fields: editedFields } = await desk.stored(id);

      await desk.press("ctrl+shift+e");
      await desk.see("changes-shown");
      await desk.showTab("changes");
      await fresh(desk);
      await desk.picture("changes");
      expect(await seen(desk), "each kind of change is drawn").toEqual({
        ".change-in": true,
        ".change-out": true,
        ".change-removed-lines": true,
        ".change-moved-from": true,
        ".change-line-moved": true,
        ".change-line-kind": true,
        ".change-line-in": true,
        ".change-values img": true,
        ".change-marks": true,
        ".change-pilcrow": true,
      });
      const all = await count(desk);
      expect(all).toBeGreaterThan(9);
      expect(await desk.textOf("changes-since")).toContain("Nộp bài");
      await desk.driver.run(() =>
        document.querySelector(".change-values")?.scrollIntoView({ block: "center" }),
      );
      await desk.picture("photo-swapped");
      await desk.driver.run(() =>
        document.querySelector(".change-moved-from")?.scrollIntoView({ block: "center" }),
      );
      await desk.picture("moved");

      // Accepting one takes it off the list and leaves the text.
      await desk.caretAtEndOf("[data-block='headline']");
      await desk.press("F7");
      await desk.see("change-bar");
      await desk.picture("one-change");
      await desk.press("alt+a");
      await counts(desk, all - 1);
      await desk.saved();
      expect((await desk.stored(id)).document).toEqual(edited);
      await desk.picture("accepted");
      await desk.click("notice-action");
      await counts(desk, all);

      // Rejecting one puts its words back, and undo takes that back.
      await desk.caretAtEndOf("[data-block='headline']");
      await desk.press("shift+F7");
      await desk.see("change-bar");
      await desk.click("reject");
      await counts(desk, all - 1);
      await desk.saved();
      const rejected = (await desk.stored(id)).document;
      expect(rejected).not.toEqual(edited);
      expect(plain(rejected.content[0])).not.toBe(plain(edited.content[0]));
      await desk.picture("rejected");
      await desk.clickOn(".ProseMirror [data-block='lead']");
      await desk.press("ctrl+z");
      await counts(desk, all);
      await desk.saved();
      expect((await desk.stored(id)).document).toEqual(edited);

      // All at once, the fields among them.
      await desk.click("reject-all");
      await counts(desk, 0);
      await desk.saved();
      const filed = await filedText(desk, id);
      expect((await desk.stored(id)).document).toEqual(filed.document);
      expect((await desk.stored(id)).fields).toEqual(filed.fields);
      await desk.picture("all-rejected");
      await desk.clickOn(".ProseMirror [data-block='lead']");
      await desk.press("ctrl+z");
      await counts(desk, all);
      await desk.saved();
      expect((await desk.stored(id)).document).toEqual(edited);
      expect((await desk.stored(id)).fields).toEqual(editedFields);

      // What is typed now is a change as soon as the keys pause.
      await desk.caretAtEndOf("[data-block='lead']");
      await desk.type(" chu viet them");
      await counts(desk, all + 1);
      await desk.click("accept-all");
      await counts(desk, 0);
      await desk.saved();
      expect(plain((await desk.stored(id)).document.content[1])).toMatch(/chu viet them$/);
      await desk.picture("all-accepted");
      await desk.press("ctrl+shift+e");
      await desk.gone("changes-shown");
    },
  );

  journey(
    `At ${screen} two revisions are compared in the page and side by side`,
    { screen },
    async (desk) => {
      const id = await editedReport(desk, theme);
      await desk.showTab("history");
      await desk.click("revisions-compare-two");
      await desk.picture("choose-two");
      await desk.click("revision-working");
      await desk.clickOn("[data-testid='revision'][data-hash]");
      await desk.see("reader-both");
      await desk.see("change");
      expect(await desk.textOf("field-change")).toContain("thuongvan.gov.vn");
      await desk.picture("in-page");
      const total = Number((await desk.textOf("compare-count")).split(" ")[0]);
      await desk.press("F7", "F7", "alt+Down");
      await until("the third change is looked at", async () =>
        (await desk.textOf("compare-count")).startsWith(`3/${total}`),
      );
      await desk.press("shift+F7");
      await desk.picture("second-change");
      await desk.click("compare-side-by-side");
      await desk.see("reader-old");
      await desk.see("reader-new");
      await desk.picture("side-by-side");
      await aligned(desk);
      for (let step = 0; step < 6; step += 1) await desk.press("F7");
      await desk.picture("further-down");
      await desk.press("Escape");
      await desk.gone("compare");
      expect(await desk.caretInPage(), "the caret is back in the page").toBe(true);

      // From the history, the revision before it.
      await desk.showTab("history");
      await desk.click("compare-before");
      await desk.see("compare");
      await desk.click("compare-close");
      await desk.gone("compare");
      await desk.click("revision");
      await desk.see("revision-dialog");
      await desk.picture("an-old-revision");
      await desk.click("revision-compare-now");
      await desk.see("compare");
      expect(await desk.all("revision-dialog")).toHaveLength(0);
      expect((await desk.stored(id)).document.content.length).toBeGreaterThan(5);
    },
  );
}

journey(
  "What changed since the approval is seen from the review, and compared with it",
  {},
  async (desk) => {
    const id = await desk.importText([
      "Lấy ý kiến nhân dân vào dự thảo văn kiện đại hội",
      "Sáng 12/9, Đảng ủy xã Tân Lập họp cho ý kiến về dự thảo văn kiện, tiếp thu góp ý của các chi bộ.",
      "Các đại biểu đề nghị bám sát thực tiễn, nêu rõ nguyên nhân và bài học kinh nghiệm.",
      "Dự thảo sẽ được niêm yết tại nhà văn hóa các thôn để người dân góp ý đến hết tháng 9.",
      "Thanh Mai - Thanh Hiếu",
    ]);
    for (const action of ["file", "claim", "approve"]) await desk.cli("review", id, action);
    await desk.start();
    await desk.openFirst();
    await desk.caretAtEndOf("[data-block='lead']");
    await desk.type(" them mot cau.");
    await desk.saved();
    await desk.showTab("review");
    await desk.see("changed-since-approval");
    await desk.click("see-changes-since-approval");
    await desk.see("changes");
    await counts(desk, 1);
    expect(await desk.textOf("changes-since")).toContain("duyệt");
    expect(await desk.textOf("change")).toContain("them mot cau");
    await desk.picture("since-approval");
    await desk.click("changes-compare");
    await desk.see("reader-old");
    await desk.picture("compared");
    await desk.press("Escape");
    await desk.gone("compare");
    await desk.click("changes-to-base");
    await desk.see("accept-all");
    await counts(desk, 1);
  },
);

/** The sample report as filed, and what an editor on another desk made of it. */
async function editedReport(desk: Desk, theme: "light" | "dark"): Promise<ArticleId> {
  const id = await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  await desk.click("open-settings");
  await desk.choose("settings-theme", theme);
  await desk.click("settings-done");
  await desk.gone("settings-dialog");
  await desk.showTab("review");
  await desk.makeMove("file");
  await rewrite(desk, id, edit);
  await desk.quit();
  await desk.start();
  await desk.openFirst();
  return id;
}

/** Each kind of change once. */
function edit({ content }: Document, fields: Fields): void {
  const all = content as unknown as Block[];
  const [headline, lead, first, photo, second, third, quoted, otherPhoto, fifth, last] = all;
  if (!headline || !lead || !first || !photo || !second || !third) throw new Error("the sample");
  if (!quoted || !otherPhoto || !fifth || !last) throw new Error("the sample");
  const text = (block: Block): string => block.content.map((run) => run.text).join("");
  const write = (block: Block, now: string): void => {
    block.content = [{ type: "text", text: now }];
  };
  write(headline, text(headline).replace("Thượng Vạn kiểm tra", "Xã Thượng Vạn rà soát"));
  write(lead, text(lead).replace("phòng, chống thiên tai, ", "phòng, chống lũ, "));
  // A number put in bold, a sentence left out.
  const [before = "", after = ""] = text(first).split("6,4 km");
  first.content = [
    { type: "text", text: before },
    { type: "text", text: "6,4 km", marks: [{ type: "strong" }] },
    { type: "text", text: after.replace(/ Sau đợt lũ.*$/, "") },
  ];
  write(photo, `${text(photo)}, ngày 14/5`);
  photo.attrs.photo = otherPhoto.attrs.photo ?? null;
  photo.attrs.credit = "Minh Thư";
  // One paragraph made two.
  const [half = "", rest = ""] = text(second).split(" Riêng đoạn ");
  write(second, half);
  const split: Block = { ...second, attrs: { id: "split001" }, content: [] };
  write(split, `Riêng đoạn ${rest}`);
  quoted.type = "quote";
  const added: Block = { ...second, attrs: { id: "added001" }, content: [] };
  write(added, NEW_PARAGRAPH);
  // In order: the last paragraph comes before the photo, the fifth is gone.
  all.splice(3, all.length, last, photo, second, split, third, added, quoted, otherPhoto);
  fields.source = "thuongvan.gov.vn";
}

async function filedText(
  desk: Desk,
  id: ArticleId,
): Promise<{ document: Document; fields: Fields }> {
  const rows = await desk.ask("list_revisions", { id });
  const filed = rows.find(({ reason }) => reason === "filed");
  return desk.ask("read_revision", { id, hash: filed?.hash });
}

/** Which of these the page shows. */
function seen(desk: Desk): Promise<Record<string, boolean>> {
  return desk.driver.run(
    (selectors) =>
      Object.fromEntries(
        selectors.map((selector) => [
          selector,
          document.querySelector(`.ProseMirror ${selector}`) !== null,
        ]),
      ),
    [
      ...[".change-in", ".change-out", ".change-removed-lines", ".change-moved-from"],
      ...[".change-line-moved", ".change-line-kind", ".change-line-in", ".change-values img"],
      ...[".change-marks", ".change-pilcrow"],
    ],
  );
}

async function fresh(desk: Desk): Promise<void> {
  await until("the changes are those of the text", async () => {
    return (await desk.attribute("toggle-changes", "aria-busy")) === "false";
  });
}

/** How many changes the margin counts. */
async function count(desk: Desk): Promise<number> {
  const told = await desk.textOf("changes-count");
  return Number(told.split("/").at(-1)?.split(" ")[0]);
}

async function counts(desk: Desk, expected: number): Promise<void> {
  await until(`${expected} changes are counted`, async () => (await count(desk)) === expected);
  await fresh(desk);
  expect(await count(desk)).toBe(expected);
}

/** Blocks that are in both texts and have not moved begin at one height. */
async function aligned(desk: Desk): Promise<void> {
  const tops = (): Promise<[string, number][]> =>
    desk.driver.run(() => {
      const side = (name: string): Map<string, number> =>
        new Map(
          [...document.querySelectorAll(`.reader-${name} > [data-block]`)].map((each) => [
            each.getAttribute("data-id") ?? each.getAttribute("data-block") ?? "",
            each.getBoundingClientRect().top,
          ]),
        );
      const [old, now] = [side("old"), side("new")];
      return [...old].flatMap(([id, top]): [string, number][] => {
        const other = now.get(id);
        return other === undefined ? [] : [[id, Math.abs(other - top)]];
      });
    });
  // One block has moved: it alone may stand at another height.
  await until("blocks that belong together are level", async () => {
    const all = await tops();
    return all.length > 5 && all.filter(([, apart]) => apart > 1.5).length <= 1;
  });
}
