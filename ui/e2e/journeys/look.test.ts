import { expect } from "vitest";
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
