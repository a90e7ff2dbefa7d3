import { expect } from "vitest";
import type { Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

journey("Bylines are added and put in order by keyboard alone", {}, async (desk) => {
  await desk.alreadySetUp();
  const id = await desk.importText([
    "Xã vùng cao sửa xong tuyến đường liên thôn",
    "Sáng 12/9, xã Tân Lập hoàn thành tuyến đường liên thôn dài 4 km sau ba tháng thi công.",
    "Tuyến đường nối năm thôn với trung tâm xã, người dân hiến hơn 2.000 m2 đất để mở rộng mặt đường.",
  ]);
  await desk.start();
  await desk.openFirst();
  await desk.showTab("details");
  for (const name of ["Thanh Hiếu", "Thanh Mai", "Lê Quân"]) {
    await desk.fill("byline-add-name", name);
    await desk.press("Return");
    await until(`${name} signs`, async () => (await names(desk)).at(-1) === name);
  }
  expect(await names(desk)).toEqual(["Thanh Hiếu", "Thanh Mai", "Lê Quân"]);

  await desk.driver.run(() => {
    document.querySelectorAll<HTMLElement>("[data-testid='byline-handle']")[1]?.focus();
  });
  await desk.press("alt+Up");
  await order(desk, ["Thanh Mai", "Thanh Hiếu", "Lê Quân"]);
  await desk.press("alt+Down", "alt+Down");
  await order(desk, ["Thanh Hiếu", "Lê Quân", "Thanh Mai"]);
  await desk.press("alt+Up", "alt+Up");
  await order(desk, ["Thanh Mai", "Thanh Hiếu", "Lê Quân"]);
  await desk.driver.run(() => {
    document.querySelectorAll<HTMLElement>("[data-testid='byline-remove']")[2]?.focus();
  });
  await desk.press("Return");
  await order(desk, ["Thanh Mai", "Thanh Hiếu"]);
  await desk.picture("signed");
  await desk.says("Thanh Mai - Thanh Hiếu");
  await desk.saved();
  const { fields } = await desk.stored(id);
  expect(fields.bylines.map((byline) => byline.penName)).toEqual(["Thanh Mai", "Thanh Hiếu"]);
});

function names(desk: Desk): Promise<string[]> {
  return desk.driver.run(() =>
    [...document.querySelectorAll("[data-testid='byline-name']")].map(
      (name) => name.textContent?.trim().normalize("NFC") ?? "",
    ),
  );
}

async function order(desk: Desk, expected: string[]): Promise<void> {
  await until(`the order is ${expected.join(", ")}`, async () => {
    return (await names(desk)).join() === expected.join();
  });
}
