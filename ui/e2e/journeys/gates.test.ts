/** Gates that wait for what the checks find: before approval, before filing, before export. */

import { expect } from "vitest";
import type { Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const LINES = [
  "Xã Tân Lập lấy ý kiến nhân dân về dự thảo văn kiện",
  "Sáng 12/9, Đảng ủy xã Tân Lập làm viêc với các chi bộ về dự thảo văn kiện.",
  "Cả xã có 616 đại biểu, gồm 254 đại biểu nữ và 362 đại biểu nam. Cán bộ,nhân dân ngồi chật hội trường.",
  "Một ngôi nhà hoà bình được dựng lên bên sông.",
  "Thanh Mai - Thanh Hiếu",
];

const state = (desk: Desk, id: string): Promise<string> =>
  desk.stored(id).then(({ standing }) => standing.editorial.state);

journey(
  "An approval waits for errors, leads to them, and goes on once they are put right",
  {},
  async (desk) => {
    const id = await desk.importText(LINES);
    await desk.start();
    await desk.openFirst();
    await desk.showTab("review");
    for (const action of ["file", "claim"]) await desk.makeMove(action);
    await desk.see("stopping-findings");
    expect(await desk.textOf("stopping-findings")).toContain("2");
    await desk.picture("said-before");
    await desk.click("action-approve");
    await desk.see("stopped-dialog");
    const told = (await desk.textOf("named-findings")).normalize("NFC");
    expect(told).toContain("làm viêc với");
    expect(told).toContain("Cán bộ,nhân dân");
    await desk.picture("stopped");
    await desk.click("stopped-see");
    await desk.gone("stopped-dialog");
    await desk.see("proof");
    // The sum of the delegates is confirmed among the rest.
    await until("the two errors are listed", async () =>
      (await desk.textOf("count-error")).includes("2"),
    );
    for (const left of ["1", "0"]) {
      await desk.clickOn("[data-testid='finding'][data-severity='error'] [data-testid='fix']");
      await until(`${left} are left`, async () =>
        (await desk.textOf("count-error")).includes(left),
      );
    }
    await desk.saved();
    await desk.showTab("review");
    await desk.makeMove("approve");
    await until("it is approved", async () => (await state(desk, id)) === "approved");
  },
);

journey("Whoever may, passes the gate with a reason, and the log keeps it", {}, async (desk) => {
  const id = await desk.importText(LINES);
  await desk.start();
  await desk.openFirst();
  await desk.click("open-settings");
  await desk.choose("settings-theme", "dark");
  await desk.choose("settings-language", "en");
  await desk.click("settings-edit-workflow");
  await desk.see("workflow-dialog");
  await desk.click("workflow-finding-rules");
  await desk.click("workflow-finding-TONE_STYLE");
  await desk.picture("a-rule-before-filing");
  await desk.click("workflow-show-exporting");
  await desk.click("workflow-finding-errors");
  await desk.picture("errors-before-export");
  await desk.click("workflow-save");
  await desk.gone("workflow-dialog");
  await desk.click("settings-done");
  await desk.gone("settings-dialog");

  await desk.showTab("review");
  await desk.click("action-file");
  await desk.see("stopped-dialog");
  expect(await desk.textOf("named-findings")).toContain("Place of the tone mark");
  await desk.click("stopped-waive");
  await desk.says("Please give a reason.");
  await desk.clickOn("[data-testid='stopped-reason']");
  await desk.paste("The house of that name is written so.");
  await desk.picture("waived-in-english-and-dark");
  await desk.click("stopped-waive");
  await desk.gone("stopped-dialog");
  await until("it is filed", async () => (await state(desk, id)) === "filed");
  const [last] = await desk.ask("article_history", { id });
  expect(last?.event).toMatchObject({
    event: "moved",
    waived: { count: 1, reason: "The house of that name is written so." },
  });
  await desk.showTab("history");
  await desk.says("The house of that name is written so.");
  await desk.picture("the-log-says-so");

  await desk.quit();
  const refused = await desk
    .cli("review", id, "claim")
    .then(() => desk.cli("review", id, "approve").catch((thrown: unknown) => String(thrown)));
  expect(refused, "the command line waits as well").toContain("findingsOpen");
});
