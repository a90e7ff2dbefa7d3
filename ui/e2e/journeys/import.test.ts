import { expect } from "vitest";
import { blocks, type Desk, plain } from "../harness/desk";
import { journey } from "../harness/journey";
import { hasReference, rawReport } from "../harness/reference";
import { until } from "../harness/until";

if (!hasReference) {
  process.stdout.write("The reference report is not in this checkout: the sample stands in.\n");
}

journey("A report from the clipboard lands where it belongs", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.start();
  await pasteReport(desk, rawReport());
  await desk.picture("recognised");
  const labels = await desk.driver.run(() =>
    [...document.querySelectorAll("[data-testid='recognise-line']")].map(
      (line) => line.getAttribute("data-label") ?? "",
    ),
  );
  if (hasReference) {
    expect(labels).toEqual([
      ...["junk", "headline", "lead", "paragraph", "caption"],
      ...Array<string>(4).fill("paragraph"),
      "caption",
      ...Array<string>(3).fill("paragraph"),
      ...["source", "byline"],
    ]);
  }
  await desk.click("recognise-create");
  await desk.gone("recognise-dialog");
  await desk.editor();
  await desk.picture("landed");

  const { document: text, fields } = await desk.stored(await desk.openId());
  const types = blocks(text).map((block) => block.type);
  expect(types.filter((type) => type === "photo")).toHaveLength(2);
  for (const block of blocks(text).filter((block) => block.type === "photo")) {
    expect(block.attrs["photo"], "the photo itself is still missing").toBeNull();
    expect(plain(block), "its caption is there").not.toBe("");
  }
  if (!hasReference) return;
  expect(types.filter((type) => type === "paragraph")).toHaveLength(8);
  expect(types.indexOf("photo"), "the first photo follows the first paragraph").toBe(1);
  expect(plain(text.content[0])).toMatch(/^Thực hiện nghiêm quy định .* chạy quyền$/);
  expect(plain(text.content[1])).toMatch(/^Đó là nhấn mạnh .* 23\/5\.$/);
  expect(fields.source).toBe("thainguyen.gov.vn");
  expect(fields.bylines.map((byline) => byline.penName)).toEqual(["Thanh Mai", "Thanh Hiếu"]);
  const all = text.content.map(plain).join("\n");
  expect(all, "the portal's skip link is no part of it").not.toContain("Truy cập nội dung luôn");
});

journey("A guess that is put right before it lands is right afterwards", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.start();
  // As some Windows programs copy it: letters and accents apart, hard spaces between words.
  await pasteReport(
    desk,
    rawReport()
      .normalize("NFD")
      .replace(/(\S) (\S)/g, "$1\u00A0$2"),
  );
  await desk.see("cleaned-hardSpaces");
  await desk.see("cleaned-decomposed");
  const line = await desk.driver.run(() => {
    const all = [...document.querySelectorAll("[data-testid='recognise-line']")];
    return all.findLastIndex((one) => one.getAttribute("data-label") === "paragraph");
  });
  await desk.driver.run((index) => {
    document.querySelectorAll("[data-testid='recognise-line']")[index]?.setAttribute("data-it", "");
  }, line);
  await desk.chooseIn("[data-it] select", "subhead");
  await until("the guess is changed", async () => {
    const label = await desk.driver.run(() =>
      document.querySelector("[data-it]")?.getAttribute("data-label"),
    );
    return label === "subhead";
  });
  await desk.picture("put-right");
  await desk.click("recognise-create");
  await desk.gone("recognise-dialog");
  await desk.editor();

  const { document: text } = await desk.stored(await desk.openId());
  expect(blocks(text).map((block) => block.type)).toContain("subhead");
  const all = text.content.map(plain).join("\n");
  expect(all).toBe(all.normalize("NFC"));
  expect(all).not.toContain("\u00A0");
});

/** Pastes into the door for text, which leads straight on to what was recognised. */
async function pasteReport(desk: Desk, text: string): Promise<void> {
  await desk.see("desk", 20_000);
  await desk.display.copy(text);
  await desk.press("ctrl+shift+v");
  await desk.see("paste-dialog");
  await desk.picture("paste");
  await desk.press("ctrl+v");
  await desk.see("recognise-dialog");
}
