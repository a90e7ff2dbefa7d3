import { expect } from "vitest";
import type { Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

journey(
  "A report is filed, claimed, returned with a reason, filed again and approved",
  {},
  async (desk) => {
    const id = await desk.alreadySetUp({ name: "Nguyễn Thị Thanh Mai", role: "reporter" });
    await desk.start();
    await desk.openFirst();
    await desk.showTab("review");
    await desk.picture("draft");
    await move(desk, "file", "filed");
    expect(await desk.all("action-approve"), "a reporter does not approve").toHaveLength(0);

    await desk.becomes("editor");
    await desk.showTab("review");
    await move(desk, "claim", "inReview");
    await desk.picture("in-review");
    await desk.click("action-return");
    await desk.see("return-form");
    await desk.click("return-send");
    expect(await desk.all("return-form"), "no return without a reason").toHaveLength(1);
    await desk.says("Hãy ghi lý do.");
    await desk.clickOn("[data-testid='return-reason-text']");
    await desk.paste("Đề nghị kiểm tra lại tên đại biểu trong ảnh thứ hai.");
    await desk.mark("[data-block='lead']");
    await desk.click("return-pin");
    await desk.see("return-passage");
    await desk.picture("reason");
    await desk.click("return-send");
    await desk.gone("return-form");
    await state(desk, "returned");
    expect(await desk.textOf("return-reason")).toContain("tên đại biểu trong ảnh thứ hai");
    await desk.caretAtEndOf("[data-block='headline']");
    await desk.click("passage");
    await until("the pinned passage is marked in the page", async () =>
      (await desk.driver.run(() => getSelection()?.toString() ?? "")).includes("Sáng 14/5"),
    );
    await desk.picture("returned");

    await move(desk, "file", "filed");
    await move(desk, "claim", "inReview");
    await move(desk, "approve", "approved");
    await desk.see("approval");
    await desk.picture("approved");

    const history = await desk.ask("article_history", { id });
    const moves = history.flatMap(({ event }) =>
      event.event === "moved" ? [event.action.action] : [],
    );
    expect(moves.toReversed()).toEqual(["file", "claim", "return", "file", "claim", "approve"]);
    const revisions = await desk.ask("list_revisions", { id });
    expect(revisions.map((revision) => revision.reason)).toEqual(
      expect.arrayContaining(["filed", "returned", "approved"]),
    );
    await desk.showTab("history");
    await desk.picture("history");

    await desk.caretAtEndOf("[data-block='lead']");
    await desk.type(" them");
    await desk.saved();
    await desk.showTab("review");
    await desk.see("changed-since-approval");
    await desk.picture("changed-since-approval");
  },
);

journey("A check that is needed stands in the way until it is done or waived", {}, async (desk) => {
  await desk.alreadySetUp({ name: "Nguyễn Thị Thanh Mai", role: "editor" });
  await desk.start();
  await desk.openFirst();
  await desk.showTab("review");
  await move(desk, "file", "filed");
  await move(desk, "claim", "inReview");
  const check = (kind: string): Promise<string | null> =>
    desk.attribute(`check-${kind}`, "data-state");
  for (const kind of ["legal", "names"]) {
    await desk.click(`check-${kind}`);
    await desk.click("mark-needed");
    await until(`"${kind}" is needed`, async () => (await check(kind)) === "needed");
  }
  await desk.picture("needed");
  await toTop(desk);
  await desk.click("action-approve");
  await desk.see("notice");
  await state(desk, "inReview");
  await desk.dismissNotices();
  await desk.click("check-names");
  await desk.click("mark-done");
  await until("the names are checked", async () => (await check("names")) === "done");
  await desk.click("check-legal");
  await desk.click("mark-waived");
  await desk.click("waive-confirm");
  await desk.says("Hãy ghi lý do.");
  await desk.clickOn("[data-testid='waive-reason']");
  await desk.paste("Bài không nêu tên doanh nghiệp nào.");
  await desk.click("waive-confirm");
  await until("the check is waived", async () => (await check("legal")) === "waived");
  await desk.says("Bài không nêu tên doanh nghiệp nào.");
  await desk.picture("waived");
  await toTop(desk);
  await move(desk, "approve", "approved");
  await desk.picture("approved");
});

journey("A double click on a move makes that move and no other", {}, async (desk) => {
  const id = await desk.alreadySetUp({ name: "Nguyễn Thị Thanh Mai", role: "editor" });
  await desk.start();
  await desk.openFirst();
  await desk.showTab("review");
  await desk.doubleClick("action-file");
  await state(desk, "filed");
  // The next move stands where the first one was: it waits for a click of its own.
  await desk.see("action-claim");
  await desk.picture("filed-once");
  await move(desk, "claim", "inReview");
  const history = await desk.ask("article_history", { id });
  const moves = history.flatMap(({ event }) =>
    event.event === "moved" ? [event.action.action] : [],
  );
  expect(moves.toReversed()).toEqual(["file", "claim"]);

  await desk.showTab("history");
  await desk.see("revisions");
  const names = (await desk.textOf("revisions")).normalize("NFC");
  expect(names, "a revision is named after its move").toContain("Nhận biên tập");
  expect(names).not.toContain("Chuyển bước");
  await desk.picture("named-revisions");
});

journey("What is missing is said in the words of the move that waits for it", {}, async (desk) => {
  await desk.alreadySetUp({ name: "Nguyễn Thị Thanh Mai", role: "editor" });
  await desk.start();
  await desk.openFirst();
  await desk.press("ctrl+n");
  await until("the caret is in the page", () => desk.caretInPage());
  await desk.showTab("review");
  await desk.picture("nothing-yet");
  await desk.click("action-file");
  await desk.says("Chưa nộp được vì chưa có tít, chưa có nội dung.");
  await desk.picture("refused");
});

async function move(desk: Desk, action: string, leadsTo: string): Promise<void> {
  await desk.makeMove(action);
  await state(desk, leadsTo);
}

async function state(desk: Desk, expected: string): Promise<void> {
  await until(`the article is ${expected}`, async () => {
    return (
      (await desk.driver.run(() =>
        document
          .querySelector("[data-testid='review'] [data-testid='state']")
          ?.getAttribute("data-state"),
      )) === expected
    );
  });
}

/** The moves stand at the top of the margin. */
async function toTop(desk: Desk): Promise<void> {
  await desk.driver.run(() =>
    document.querySelector("[data-testid='action-approve']")?.scrollIntoView({ block: "center" }),
  );
}
