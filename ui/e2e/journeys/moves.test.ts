/** The ways of an article beside the straight one: taken back, put by, thrown out, opened again, and
 *  returned to somebody who had it before. */

import { expect } from "vitest";
import type { ArticleId } from "../../src/ipc/generated";
import type { Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

journey("An article is taken back, put by, thrown out and opened again", {}, async (desk) => {
  const id = await desk.alreadySetUp({ name: "Nguyễn Thị Thanh Mai", role: "reporter" });
  await desk.start();
  await desk.openFirst();
  await desk.showTab("review");

  // Its reporter takes back what was handed in, by the keyboard alone.
  await moved(desk, "file", "filed");
  await byName(desk, "withdraw");
  await state(desk, "withdrawn");
  await desk.picture("withdrawn");
  expect(await listed(desk, id), "it is the reporter's again").toContain("myDrafts");
  await moved(desk, "file", "filed");

  // Whoever reviews claims it, and gives it back to the others.
  await desk.becomes("editor");
  await desk.showTab("review");
  await moved(desk, "claim", "inReview");
  await moved(desk, "release", "filed");
  expect((await desk.stored(id)).standing.with).toBeNull();
  await moved(desk, "claim", "inReview");

  // Put by with a reason: without one it stays where it is.
  await byName(desk, "hold");
  await desk.see("reason-dialog");
  await desk.press("ctrl+Return");
  await desk.says("Hãy ghi lý do.");
  await desk.type("Cho so lieu cua huyen");
  await desk.picture("why-it-is-put-by");
  await desk.press("ctrl+Return");
  await desk.gone("reason-dialog");
  await state(desk, "onHold");
  expect(await desk.textOf("rest-reason")).toContain("Cho so lieu cua huyen");
  expect(await listed(desk, id)).toEqual(["onHold", "all"]);
  await desk.picture("on-hold");
  await moved(desk, "resume", "inReview");
  expect((await desk.stored(id)).standing.with?.name, "whoever had it has it").toContain("Mai");

  // Thrown out and taken up again: nothing of it is lost.
  const before = (await desk.stored(id)).document;
  await reasoned(desk, "spike", "Trung voi bai hom qua");
  await state(desk, "spiked");
  expect(await listed(desk, id)).toEqual(["all"]);
  await desk.picture("spiked");
  await moved(desk, "restore", "inReview");
  expect((await desk.stored(id)).document).toEqual(before);

  // What is approved is opened again by whoever says why.
  await moved(desk, "approve", "approved");
  await desk.see("approval");
  await reasoned(desk, "reopen", "Sai chuc danh");
  await until("it is no longer approved", async () => {
    return (await desk.stored(id)).standing.editorial.state !== "approved";
  });
  await desk.picture("reopened");

  // The history tells each of them, with the reasons.
  const history = await desk.ask("article_history", { id });
  const moves = history.flatMap(({ event }) =>
    event.event === "moved" ? [event.action.action] : [],
  );
  const way = ["file", "withdraw", "file", "claim", "release", "claim", "hold", "resume"];
  expect(moves.toReversed()).toEqual([...way, "spike", "restore", "approve", "reopen"]);
  await desk.showTab("history");
  for (const reason of ["Cho so lieu cua huyen", "Trung voi bai hom qua", "Sai chuc danh"]) {
    await desk.says(reason);
  }
  await desk.picture("history");
});

journey(
  "An article goes back to the editor who had it before, and asks somebody by name in the list",
  { minutes: 6 },
  async (mai) => {
    const id = await mai.alreadySetUp({ name: "Nguyễn Thị Thanh Mai", role: "reporter" });
    const hieu = mai.colleague("MAY-02");
    await hieu.alreadySetUp({ name: "Trần Trung Hiếu", role: "editor" });

    await mai.start();
    await mai.openFirst();
    await twoSteps(mai);
    await mai.showTab("review");
    await mai.makeMove("file");
    const first = await mai.handOff("1.banthao");
    await mai.quit();

    // The editor asks the reporter something by name, and passes the article on.
    await hieu.start(first);
    await twoSteps(hieu);
    await hieu.click("arrival-open");
    await hieu.see("received", 30_000);
    await hieu.click("received-done");
    await hieu.gone("received-dialog");
    await hieu.showTab("review");
    await hieu.makeMove("claim");
    await hieu.caretAtEndOf("[data-block='headline']");
    await hieu.press("ctrl+shift+Left", "ctrl+alt+m");
    await hieu.see("composer");
    await hieu.type("Dung ten rieng? @mai");
    await hieu.see("person");
    await hieu.press("Return", "ctrl+Return");
    await until("the question is kept", async () => {
      return (await hieu.ask("list_threads", { id })).threads.length === 1;
    });
    await hieu.showTab("review");
    await hieu.makeMove("passOn");
    const second = await hieu.handOff("2.banthao");
    await hieu.quit();

    // The list says who is asked before anything is opened, and what waits for her has it.
    await mai.start(second);
    await mai.click("arrival-open");
    await mai.see("received", 30_000);
    await mai.click("received-done");
    await mai.gone("received-dialog");
    await mai.click("view-waitingForMe");
    await mai.see("row-asked");
    expect(await mai.textOf("count-waitingForMe")).toBe("1");
    await mai.picture("somebody-asks");

    // As the secretary she sends it back to the editor, and not to the author.
    await mai.becomes("secretary");
    await mai.showTab("review");
    await mai.mark("[data-block='lead']");
    await mai.click("action-return");
    await mai.see("return-form");
    const choices = await mai.driver.run(() =>
      [...document.querySelectorAll("[data-testid='return-to'] option")].map((option) =>
        option.textContent.trim(),
      ),
    );
    const hieus = choices.findIndex((name) => name.normalize("NFC").includes("Hiếu"));
    expect(hieus, choices.join(", ")).toBeGreaterThanOrEqual(0);
    await mai.choose("return-to", String(hieus));
    await mai.clickOn("[data-testid='return-reason-text']");
    await mai.type("Sapo con dai");
    await mai.picture("back-to-whom");
    await mai.click("return-send");
    await mai.gone("return-form");
    await state(mai, "returned");

    // Answering takes the sign away.
    await mai.press("F8", "ctrl+alt+m");
    await until("the answer box has the keyboard", () =>
      mai.driver.run(() => document.activeElement?.getAttribute("data-testid") === "reply-text"),
    );
    await mai.type("Dung roi.");
    await mai.press("ctrl+Return");
    await mai.gone("row-asked");
    await mai.showTab("review");
    const third = await mai.handOff("3.banthao");
    await mai.quit();

    // The editor has it again, knows why and where.
    await hieu.start(third);
    await hieu.see("received", 30_000);
    await hieu.click("received-done");
    await hieu.gone("received-dialog");
    await hieu.showTab("review");
    await state(hieu, "returned");
    expect(await hieu.textOf("return-reason")).toContain("Sapo con dai");
    await hieu.see("passage");
    expect(await listed(hieu, id)).toContain("waitingForMe");
    await hieu.picture("returned-to-the-editor");
    await moved(hieu, "claim", "inReview");
  },
);

/** Two sign-offs, as one of the presets has them; nothing has to be checked. */
async function twoSteps(desk: Desk): Promise<void> {
  const presets = await desk.ask("workflow_presets");
  const workflow = presets.find(({ approvals }) => approvals.length === 1);
  if (!workflow) throw new Error("no preset has two sign-offs");
  const { settings } = await desk.ask("desk_info");
  const unchecked = { ...workflow, needed: [] };
  await desk.ask("change_settings", { settings: { ...settings, workflow: unchecked } });
}

async function moved(desk: Desk, action: string, leadsTo: string): Promise<void> {
  await desk.makeMove(action);
  await state(desk, leadsTo);
}

/** Makes a move by its name in the palette. */
async function byName(desk: Desk, action: string): Promise<void> {
  await desk.press("ctrl+k");
  await desk.see("palette-input");
  await desk.type(NAMES[action] ?? action);
  await desk.see(`palette-move-${action}`);
  await desk.press("Return");
  await desk.gone("palette");
}

const NAMES: Record<string, string> = { withdraw: "rut bai", hold: "tam giu" };

async function reasoned(desk: Desk, action: string, reason: string): Promise<void> {
  await desk.click(`action-${action}`);
  await desk.see("reason-dialog");
  await desk.type(reason);
  await desk.click("reason-confirm");
  await desk.gone("reason-dialog");
}

async function state(desk: Desk, expected: string): Promise<void> {
  await until(`the article is ${expected}`, () =>
    desk.driver.run(
      (expected) =>
        document
          .querySelector("[data-testid='review'] [data-testid='state']")
          ?.getAttribute("data-state") === expected,
      expected,
    ),
  );
}

/** The lists that an article is in. */
async function listed(desk: Desk, id: ArticleId): Promise<string[]> {
  const views = ["myDrafts", "waitingForMe", "returned", "approved", "onHold", "all"];
  const found: string[] = [];
  for (const view of views) {
    const query = { view, filter: "", offset: 0, limit: 100 };
    const { rows } = await desk.ask("list_articles", { query });
    if (rows.some((row) => row.id === id)) found.push(view);
  }
  return found;
}
