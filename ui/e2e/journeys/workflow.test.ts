/** The steps of the review as a newsroom has them: chosen, changed, and followed by an article. */

import { expect } from "vitest";
import type { Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const STEP = "Ban giám đốc";

journey("A newsroom puts in a step of its own, and an article waits for it", {}, async (desk) => {
  await desk.alreadySetUp({ name: "Nguyễn Thị Thanh Mai", role: "editor" });
  await desk.start();
  await desk.openFirst();
  await desk.click("open-settings");
  const before = await steps(desk);
  await desk.click("settings-edit-workflow");
  await desk.see("workflow-dialog");
  await desk.picture("steps");
  await desk.click("workflow-add");
  await desk.clickOn("[data-testid='workflow-step-name']");
  await desk.press("ctrl+a");
  await desk.paste(STEP);
  await desk.picture("a-step-of-its-own");
  await desk.click("workflow-save");
  await desk.gone("workflow-dialog");
  await desk.click("settings-done");
  await desk.gone("settings-dialog");
  expect(await steps(desk)).toEqual([...before, STEP]);

  await desk.showTab("review");
  for (const action of ["file", "claim", "passOn"]) await desk.makeMove(action);
  await until("it waits for the last step", async () =>
    (await desk.textOf("sign-offs")).includes(STEP),
  );
  const id = await desk.openId();
  const { standing } = await desk.stored(id);
  expect(standing.editorial.state, "one step is left").toBe("awaitingApproval");
  await desk.picture("waits-for-it");
});

async function steps(desk: Desk): Promise<string[]> {
  const { settings } = await desk.ask("desk_info");
  return settings.workflow.approvals.map(({ name }) => name);
}
