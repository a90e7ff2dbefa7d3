/** Where articles go, and with which pictures: set by hand, exported to, and remembered. */

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const TARGET = "Cổng thông tin";

interface Rendition {
  name: string;
  kind: string;
  path: string;
  mediaType: string;
  width: number;
  height: number;
  bytes: number;
  sha256: string;
}

journey("A portal of its own gets the two pictures of each photo it wants", {}, async (desk) => {
  const id = await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  await desk.showTab("review");
  for (const action of ["file", "claim", "approve"]) await desk.makeMove(action);
  await desk.see("action-export");

  await desk.dismissNotices();
  await desk.click("open-settings");
  await desk.click("settings-targets");
  await desk.see("target-details");
  await desk.picture("standard");
  await desk.click("target-add");
  await desk.fill("target-name", TARGET);
  await desk.fill("rendition-name", "Ảnh rộng");
  await desk.choose("rendition-measure", "width");
  await desk.fill("rendition-pixels", "400");
  await desk.choose("rendition-format", "webP");
  await desk.click("rendition-add");
  await desk.chooseIn("tr:nth-child(2) [data-testid='rendition-kind']", "print");
  await desk.clickOn("tr:nth-child(2) [data-testid='rendition-name']");
  await desk.press("ctrl+a");
  await desk.paste("in");
  await desk.click("targets-save");
  await desk.see("targets-problem");
  expect(await desk.textOf("targets-problem")).toContain("chữ thường không dấu");
  await desk.picture("refused");
  await desk.fill("rendition-name", "rong");
  await desk.picture("two-renditions");
  await desk.click("targets-save");
  await desk.gone("targets-dialog");
  await desk.click("settings-done");
  await desk.gone("settings-dialog");

  await desk.click("action-export");
  await desk.choose("export-target", TARGET);
  expect(await desk.textOf("export-renditions")).toBe("rong: WebP, rộng 400 px · in: đủ cỡ, để in");
  await desk.picture("export");
  const folder = desk.home("out");
  mkdirSync(folder);
  await desk.click("export-confirm");
  await desk.display.answerDialog("Chọn thư mục để xuất", folder);
  const path = (await desk.textOf("export-path")).trim();
  await desk.picture("exported");

  const { target, photos } = JSON.parse(readFileSync(join(path, "manifest.json"), "utf8")) as {
    target: string;
    photos: { original: string; renditions: Rendition[] }[];
  };
  expect(target).toBe(TARGET);
  expect(photos).toHaveLength(2);
  for (const { original, renditions } of photos) {
    const { [original]: info } = await desk.ask("photo_info", { hashes: [original] });
    expect(renditions.map(({ name, mediaType }) => [name, mediaType])).toEqual([
      ["rong", "image/webp"],
      ["in", "image/jpeg"],
    ]);
    expect(renditions[0]?.width, "as wide as was asked for").toBe(400);
    expect([renditions[1]?.width, renditions[1]?.height], "every pixel for print").toEqual([
      info?.width,
      info?.height,
    ]);
    for (const rendition of renditions) {
      const content = readFileSync(join(path, rendition.path));
      expect(content).toHaveLength(rendition.bytes);
      expect(createHash("sha256").update(content).digest("hex")).toBe(rendition.sha256);
    }
  }

  await desk.click("export-done");
  await desk.click("action-export");
  await until("the target is remembered", () =>
    desk.driver.run(
      (selector, name) => document.querySelector<HTMLSelectElement>(selector)?.value === name,
      "[data-testid='export-target']",
      TARGET,
    ),
  );
  await desk.quit();
  const again = (await desk.cli(
    ...["export", id, "--to", desk.home("by-command"), "--target", TARGET],
  )) as { path: string };
  expect(
    readFileSync(join(again.path, "manifest.json"), "utf8"),
    "the command line makes the same",
  ).toBe(readFileSync(join(path, "manifest.json"), "utf8"));
});
