import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const DOCUMENTS = [
  "Tân Lập quán triệt các văn kiện của đại hội",
  "Sáng 12/9, xã Tân Lập tổ chức hội nghị quán triệt các văn kiện của đại hội cấp trên.",
  "Đại biểu thảo luận về ba khâu đột phá, trong đó có chuyển đổi số.",
];
const MISSPELT = [
  "Phú Đình học tập nghị quyết",
  "Chiều 13/9, xã Phú Đình mở lớp học tập nghị quyết cho cán bộ.",
  "Các vặn kiện được in và phát cho từng chi bộ.",
];

/** Waits for as many hits as the list shows. */
async function found(desk: Desk, hits: number): Promise<void> {
  await until(`${hits} hits`, async () => {
    const rows = await desk.driver.run(
      () => document.querySelectorAll("[data-id][data-testid=hit]").length,
    );
    return rows === hits;
  });
}

async function look(desk: Desk, words: string): Promise<void> {
  await desk.press("ctrl+f");
  await desk.fill("search-field", words);
}

journey(
  "Words are found with the accents that are typed, and shown where they stand",
  {},
  async (desk) => {
    await desk.alreadySetUp();
    const right = await desk.importText(DOCUMENTS);
    const wrong = await desk.importText(MISSPELT);
    await desk.start();
    await desk.openFirst();
    await desk.press("ctrl+alt+f");
    await desk.see("search");
    await desk.fill("search-field", '"van kien"');
    await found(desk, 2);
    const marks = () =>
      desk.driver.run(() =>
        [...document.querySelectorAll("[data-testid=hit] mark")].map((mark) => mark.textContent),
      );
    expect(await marks()).toContain("vặn kiện");
    await desk.picture("blind");

    await look(desk, "“vặn kiện”");
    await found(desk, 1);
    expect(await desk.attribute("hit", "data-id")).toBe(wrong);
    await look(desk, "“văn kiện”");
    await until("the other one", async () => (await desk.attribute("hit", "data-id")) === right);
    await desk.press("Return", "Return");
    await desk.gone("search");
    await until("its words are set off in the page", () =>
      desk.driver.run(() => {
        const words = CSS.highlights.get("found-words");
        return [...(words ?? [])].map(String).includes("văn kiện");
      }),
    );
    await desk.picture("in-place");
  },
);

journey("A search is narrowed down and kept under a name", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.importText(DOCUMENTS);
  await desk.cli("bench-data", "40", "--syllables", "120");
  await desk.start();
  await desk.openFirst();
  await desk.press("ctrl+alt+f");
  await desk.see("search");
  await desk.click("search-sections");
  // By the mouse: the choices lie over the screen that they belong to.
  await until("the section can be chosen", async () => {
    for (const choice of await desk.all("search-sections-choice")) {
      if ((await desk.driver.text(choice)).includes("Kinh tế")) {
        await desk.picture("sections");
        await desk.driver.click(choice);
        return true;
      }
    }
    return false;
  });
  await desk.press("Escape");
  await found(desk, 7);
  await desk.picture("narrowed");
  await desk.click("keep-search");
  await desk.fill("search-name", "Kinh tế");
  await desk.press("Return");
  await desk.see("saved-search");
  await desk.click("search-clear");
  await desk.click("saved-search");
  await found(desk, 7);
  for (const theme of ["light", "dark"] as const) {
    await desk.driver.run((name) => {
      document.documentElement.dataset["theme"] = name;
    }, theme);
    await desk.picture(`kept-${theme}`);
  }
});

journey(
  "An index that is damaged or gone is made anew, and nothing is missed",
  {},
  async (desk) => {
    await desk.alreadySetUp();
    await desk.importText(DOCUMENTS);
    await desk.cli("search", "văn kiện");
    const index = join(desk.store, "search.db");
    expect(existsSync(index)).toBe(true);
    for (const left of ["search.db-wal", "search.db-shm"])
      rmSync(join(desk.store, left), { force: true });
    writeFileSync(index, "This is no database any more, whoever wrote it. ".repeat(200));
    await desk.start();
    await desk.openFirst();
    await desk.press("ctrl+alt+f");
    await desk.see("search");
    await desk.fill("search-field", "“văn kiện”");
    await found(desk, 1);
  },
);
