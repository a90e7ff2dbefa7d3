import { expect } from "vitest";
import { plain } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

journey("An older revision is brought back and the newer text is kept", {}, async (desk) => {
  const id = await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  await desk.caretAtEndOf("[data-block='headline']");
  await desk.type(" cau viet them");
  await desk.saved();
  await desk.showTab("history");
  await desk.see("revisions");
  const [row] = await desk.all("revision");
  expect(row, "the revision made at the beginning is listed").toBeDefined();
  await desk.click("revision");
  await desk.see("revision-dialog");
  await desk.picture("an-older-text");
  await desk.click("revision-restore");
  await desk.click("revision-restore-confirm");
  await until("the older text is on the page", async () => {
    const { document: text } = await desk.stored(id);
    return !plain(text.content[0]).endsWith("cau viet them");
  });
  await desk.picture("brought-back");

  const rows = await desk.ask("list_revisions", { id });
  const kept = rows.find((each) => each.reason === "beforeRestore");
  expect(kept?.headline, "what stood there is a revision").toMatch(/cau viet them$/);
});
