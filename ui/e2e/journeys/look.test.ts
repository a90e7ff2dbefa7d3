import { expect } from "vitest";
import type { Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

journey("Language and theme change at once and stay so", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  expect(await desk.words()).toContain("Bài mới");
  const paper = (): Promise<string> =>
    desk.driver.run(() => getComputedStyle(document.body).backgroundColor);
  await desk.click("open-settings");
  await desk.choose("settings-theme", "light");
  await desk.picture("settings");
  const light = await paper();
  await desk.choose("settings-theme", "dark");
  await until("the page is dark", async () => (await paper()) !== light);
  await desk.choose("settings-language", "en");
  await until("the page is English", () =>
    desk.driver.run(() => document.documentElement.lang === "en"),
  );
  await desk.picture("settings-dark-english");
  await desk.click("settings-done");
  await desk.gone("settings-dialog");
  await desk.picture("dark-english");
  const dark = await paper();

  await desk.quit();
  await desk.start();
  await desk.see("desk", 20_000);
  expect(await desk.driver.run(() => document.documentElement.lang)).toBe("en");
  expect(await paper()).toBe(dark);
});

journey("In a narrow window the right pane goes away again", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.start();
  await until("the window is narrow", async () => {
    // The window manager fills the display with a window just shown, which may be after this.
    await desk.driver.setRect({ x: 0, y: 0, width: 900, height: 560 });
    return desk.driver.run(
      () => document.visibilityState === "visible" && window.innerWidth === 900,
    );
  });
  await desk.openFirst();
  await desk.picture("page");
  await desk.press("alt+2");
  await desk.see("review");
  await desk.picture("pane-over-the-page");
  await desk.press("Escape");
  await until("Escape closes it", async () => !(await marginShown(desk)));
  expect(await desk.caretInPage(), "and gives the caret back").toBe(true);
  await desk.press("alt+1");
  await desk.see("details");
  await desk.click("field-section");
  await desk.click("close-margin");
  await until("its button closes it", async () => !(await marginShown(desk)));
  await desk.picture("page-again");
});

journey("Tools for tables and links move nothing and cover nothing", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  const lead = "[data-block='lead']";
  await desk.caretAtEndOf("> p[data-block='paragraph']");
  const before = await desk.rect(`.ProseMirror ${lead}`);
  await desk.click("tool-table");
  await desk.see("table-tools");
  expect((await desk.rect(`.ProseMirror ${lead}`)).y, "the page stays where it is").toBe(before.y);
  await desk.type("Cot mot");
  await desk.press("Tab");
  await desk.type("Cot hai");
  await apart(desk, "[data-testid='table-tools']", ".ProseMirror th:nth-child(2)");
  await desk.click("table-add-row");
  await desk.picture("table");
  await desk.click("table-header-row");
  await until("the first row is no header any more", async () => {
    return (await desk.driver.findAll(".ProseMirror th")).length === 0;
  });
  expect((await desk.rect(".toolbar")).height, "the toolbar has one row").toBeLessThan(45);

  await desk.caretAtEndOf(lead);
  await desk.gone("table-tools");
  await desk.press("ctrl+shift+Left");
  await desk.click("tool-link");
  await desk.type("vi.du");
  await desk.picture("link");
  expect((await desk.rect(`.ProseMirror ${lead}`)).y).toBe(before.y);
  await desk.press("Return");
  await desk.gone("link-tools");
  await until("the link is set", () =>
    desk.driver.run(() => document.querySelector(".ProseMirror a")?.getAttribute("href") !== null),
  );
});

journey("A notice keeps off the line that is being written", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  // Without the panes the page is all there is, and its last line is at the bottom.
  await desk.press("ctrl+shift+l", "ctrl+shift+m");
  await desk.press("ctrl+n");
  const article = await desk.openId();
  expect(article).not.toBe("");
  await until("the caret is in the page", () => desk.caretInPage());
  const last = ".ProseMirror p:last-of-type";
  await refuse(desk);
  await desk.see("notice");
  expect(await desk.attribute("notices", "data-corner")).toBe("bottomRight");
  await desk.press("Return", "Return");
  while ((await desk.rect(last)).y < 660) await desk.press("Return");
  await desk.type("Dong cuoi o day");
  await until("the notice makes room", async () => {
    return (await desk.attribute("notices", "data-corner")) !== "bottomRight";
  });
  await desk.picture("notice");
  await apart(desk, "[data-testid='notice']", last);
});

/** A notice that stays: filing what has no headline is refused. */
async function refuse(desk: Desk): Promise<void> {
  await desk.press("ctrl+k");
  await desk.see("palette");
  await desk.type("nop bai");
  await desk.press("Return");
  await desk.gone("palette");
}

async function apart(desk: Desk, one: string, other: string): Promise<void> {
  const [a, b] = [await desk.rect(one), await desk.rect(other)];
  const over =
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
  expect(over, `${one} lies on ${other}`).toBe(false);
}

function marginShown(desk: Desk): Promise<boolean> {
  return desk.driver.run(
    () => document.querySelector<HTMLElement>(".margin-pane")?.hidden === false,
  );
}

journey("The palette does by name what the keys and buttons do", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  await desk.press("ctrl+k");
  await desk.see("palette");
  await desk.type("tieng anh");
  await desk.picture("palette");
  await desk.press("Escape");
  await desk.gone("palette");
  await desk.press("ctrl+k");
  await desk.see("palette");
  await desk.type("phim tat");
  await desk.press("Return");
  await desk.see("shortcuts-dialog");
  await desk.picture("shortcuts");
  await desk.press("Escape");
  await desk.gone("shortcuts-dialog");
  await desk.press("F11");
  await desk.gone("open-palette");
  await desk.picture("focus-mode");
  await desk.press("Escape");
  await desk.see("open-palette");
});
