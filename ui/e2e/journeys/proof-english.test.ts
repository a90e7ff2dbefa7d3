/** What the checks find in English, and at photos. */

import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Desk } from "../harness/desk";
import { blocks } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const FIXTURES = join(import.meta.dirname, "../fixtures");

const listed = (desk: Desk): Promise<string[]> =>
  desk.driver.run(() =>
    [...document.querySelectorAll<HTMLElement>("[data-testid='finding']")].map((card) =>
      `${card.dataset["rule"]} ${card.querySelector("mark")?.textContent}`.normalize("NFC"),
    ),
  );

const isInSight = (desk: Desk): Promise<boolean> =>
  desk.driver.run(() => {
    const caption = document.querySelector(".ProseMirror figcaption")?.getBoundingClientRect();
    return caption !== undefined && caption.top > 0 && caption.bottom < innerHeight;
  });

async function lists(desk: Desk, wanted: readonly string[]): Promise<void> {
  await until(`the list is ${wanted.join(", ")}`, async () => {
    return (await listed(desk)).join("\n") === wanted.join("\n");
  });
}

journey("An article in English is spell-checked once it says that it is one", {}, async (desk) => {
  const id = await desk.importText([
    "Tan Lap asks its people about the draft",
    "The commune's Party Committee opened the the consultation on Tuesday morning.",
    "Mr Nguyen Van Hung thanked the goverment and the villagers, who had brought banh mi.",
    "Minh Anh",
  ]);
  await desk.start();
  await desk.openFirst();
  await desk.showTab("details");
  await desk.choose("field-language", "en");
  await desk.showTab("proof");
  await desk.click("order-place");
  await lists(desk, ["DOUBLE the the", "EN_SPELLING goverment"]);
  await desk.picture("english");
  await desk.clickOn("[data-rule='EN_SPELLING'] [data-testid='fix']");
  await lists(desk, ["DOUBLE the the"]);
  await desk.saved();
  const { document } = await desk.stored(id);
  expect(JSON.stringify(blocks(document))).toContain("thanked the government and");
});

journey("What a photo lacks is told, and a click leads to the photo", {}, async (desk) => {
  const id = await desk.importText([
    "Xã vùng cao sửa xong tuyến đường liên thôn",
    "Sáng 12/9, xã Tân Lập hoàn thành tuyến đường liên thôn dài 4 km sau ba tháng thi công.",
    "Tuyến đường nối năm thôn với trung tâm xã. Người dân hiến hơn 2.000 mét vuông đất.",
    "Các đại biểu cắt băng thông xe tuyến đường",
    "Theo Ủy ban nhân dân xã, giai đoạn hai sẽ làm thêm hai cây cầu bản trong năm tới.",
    "Thanh Mai - Thanh Hiếu",
  ]);
  const file = desk.home("meeting.jpg");
  copyFileSync(join(FIXTURES, "meeting.jpg"), file);
  await desk.cli("illustrate", id, file);
  await desk.start();
  await desk.openFirst();
  await desk.showTab("proof");
  await until("the photo is told of", async () =>
    (await listed(desk)).some((card) => card.startsWith("PHOTO_ALT")),
  );
  expect(await isInSight(desk), "it stands further down").toBe(false);
  await desk.clickOn("[data-rule='PHOTO_ALT'] .name");
  await until("the photo is in sight", () => isInSight(desk));
  await desk.picture("photo");
});
