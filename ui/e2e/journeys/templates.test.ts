/** A template is copied, changed, and an article begun with it. */

import { expect } from "vitest";
import { journey } from "../harness/journey";

journey("A template of the program is copied, changed and begun with", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.start();
  await desk.see("desk", 20_000);
  await desk.press("ctrl+alt+n");
  await desk.see("from-template-dialog");
  await desk.choose("from-template-choice", "meeting");
  await desk.fill("from-template-event", "lễ khởi công cầu Bến Gỗ");
  await desk.picture("from-template");
  await desk.click("from-template-edit");
  await desk.see("templates-dialog");
  await desk.picture("built-in");
  await desk.click("template-copy");
  await desk.fill("template-name", "Tin khởi công");
  await desk.fill("template-headline", "{sự kiện}");
  await desk.picture("own");
  await desk.fill("template-length", "0");
  await desk.click("templates-save");
  await desk.see("template-problem");
  await desk.fill("template-length", "250");
  await desk.click("templates-save");
  await desk.gone("templates-dialog");

  await desk.press("ctrl+alt+n");
  await desk.see("from-template-dialog");
  await desk.fill("from-template-event", "lễ khởi công cầu Bến Gỗ");
  await desk.fill("from-template-time", "1/12/2030 08:00");
  await desk.click("from-template-create");
  await desk.gone("from-template-dialog");
  await desk.editor();
  const made = await desk.stored(await desk.openId());
  expect(made.fields).toMatchObject({ targetLength: 250, eventDate: "2030-12-01" });
  expect(await desk.words()).toContain("Lễ khởi công cầu Bến Gỗ");
  await desk.picture("begun");

  await desk.click("open-settings");
  await desk.choose("settings-theme", "dark");
  await desk.choose("settings-language", "en");
  await desk.click("settings-templates");
  await desk.see("templates-dialog");
  await desk.picture("own-dark-english");
  await desk.click("templates-cancel");
  await desk.gone("templates-dialog");
  await desk.press("ctrl+alt+n");
  await desk.see("from-template-dialog");
  await desk.picture("from-template-dark-english");
});
