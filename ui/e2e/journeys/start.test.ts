import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

journey("The first start asks who one is and opens the sample report", {}, async (desk) => {
  await desk.start();
  await desk.see("first-start", 20_000);
  await desk.picture("first-start");
  await desk.click("start-language-en");
  await desk.says("English");
  await desk.picture("first-start-in-english");
  await desk.click("start-language-vi");

  await desk.click("start-begin");
  expect(await desk.all("first-start"), "a desk without a name does not begin").toHaveLength(1);

  await desk.fill("start-name", "Nguyễn Thị Thanh Mai");
  await desk.click("start-role-reporter");
  await desk.click("start-begin");
  await desk.editor();
  await desk.see("desk");
  await desk.picture("sample-report");

  const { me, settings } = await desk.ask("desk_info");
  expect(me).toMatchObject({ name: "Nguyễn Thị Thanh Mai", role: "reporter" });
  expect(settings.language).toBe("vi");
  const sample = await desk.stored(await desk.openId());
  expect(Object.keys(sample.photos), "the sample has its two pictures").toHaveLength(2);

  // There is no keyring here, so that they lie in a file.
  const store = desk.display.processes.env["BANTHAO_STORE"] ?? "";
  await until("the device has its keys", () => existsSync(join(store, "device.key")));

  await desk.quit();
  await desk.start();
  await desk.see("desk", 20_000);
  expect(await desk.all("first-start"), "one is asked only once").toHaveLength(0);
});
