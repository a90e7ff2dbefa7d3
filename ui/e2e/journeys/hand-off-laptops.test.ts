/** Two laptops without a network: one article goes to and fro by files. */

import { expect } from "vitest";
import type { ArticleId, Document, Fields, Thread } from "../../src/ipc/generated";
import type { Desk } from "../harness/desk";
import { plain } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const HIEUS = "Đoàn ghi nhận cả hai đoạn xói lở đã đắp xong và trồng cỏ giữ đất.";
const MAIS = "Tại thực địa, hai đoạn xói lở đã được đắp bù, trồng cỏ, kè thêm đá hộc.";
const CAPTION = "Đoàn công tác trên mặt đê thôn Bến Gỗ, sáng 14/5.";

journey("Two laptops pass one article to and fro by files", { minutes: 6 }, async (mai) => {
  const id = await mai.alreadySetUp({ name: "Nguyễn Thị Thanh Mai", role: "reporter" });
  const hieu = mai.colleague("MAY-02");
  await hieu.alreadySetUp({ name: "Trần Trung Hiếu", role: "editor" });

  // The reporter files and hands off, with nobody known yet.
  await mai.start();
  await mai.openFirst();
  await mai.showTab("review");
  await mai.makeMove("file");
  const first = await mai.handOff("1.banthao", async () => {
    await mai.driver.click(await mai.see("hand-off-note"));
    await mai.paste("Anh biên tập giúp, em bổ sung số liệu sau.");
    await mai.picture("hand-off");
  });
  await mai.picture("handed-off");
  await mai.click("hand-off-done");
  await mai.quit();

  // The editor opens it by dialog, works on it without a network, and hands it back.
  await hieu.start();
  await hieu.openFirst();
  await hieu.press("ctrl+shift+o");
  await hieu.display.answerDialog("Mở tệp bàn giao", first);
  await hieu.click("arrival-open");
  await received(hieu, "new");
  await hieu.picture("first-received");
  await hieu.click("received-done");
  await hieu.gone("received-dialog");
  expect(await hieu.openId()).toBe(id);
  await hieu.showTab("review");
  await hieu.makeMove("claim");
  await rewrite(hieu, "[data-block='paragraph']", 2, HIEUS);
  await rewrite(hieu, "figcaption", 0, CAPTION);
  await hieu.mark(await nth(hieu, "[data-block='paragraph']", 0));
  await hieu.press("ctrl+alt+m");
  await hieu.see("composer");
  await hieu.type("Kiem tra lai so nay.");
  await hieu.press("ctrl+Return");
  await until("the comment is kept", async () => (await threads(hieu, id)).length === 1);
  await hieu.mark(await nth(hieu, "[data-block='paragraph']", 1));
  await hieu.press("ctrl+alt+e");
  await hieu.see("suggest-words");
  await hieu.press("ctrl+a");
  await hieu.type("Nen rut gon cho nay.");
  await hieu.press("ctrl+Return");
  await until("the suggestion is kept", async () => (await threads(hieu, id)).length === 2);
  const second = await hieu.handOff("2.banthao", async () => {
    await until("the reporter is the one it goes back to", async () => {
      return (await hieu.words()).includes("Chỉ mở được trên MAY-01");
    });
    await hieu.picture("hand-off-back");
  });
  await hieu.click("hand-off-done");
  await hieu.quit();

  // Meanwhile the reporter has gone on, in the same paragraph and in another.
  await mai.start();
  await mai.openFirst();
  await rewrite(mai, "[data-block='paragraph']", 2, MAIS);
  await mai.caretAtEndOf(await nth(mai, "[data-block='paragraph']", 4));
  await mai.type(" Tong so ho la 24");
  await mai.saved();
  await mai.dropFiles([second], ".page-pane");
  expect(await mai.textOf("sender")).toContain("MAY-02");
  await mai.picture("first-from-hieu");
  await mai.click("arrival-open");
  await received(mai, "merged");
  await mai.see("received-changes");
  await mai.see("received-comments");
  await mai.see("received-moved");
  await mai.picture("merged");
  await mai.click("received-changes");
  await mai.see("change-list");
  await mai.picture("what-came");
  const names = await allWords(mai, "change-list");
  expect(names, "who changed it is told").toContain("Trần Trung Hiếu");
  expect(names, "only what the editor did").not.toContain("Tong so ho");
  const merged = await content(mai, id);
  expect(merged.text, "both sides are in it").toContain("Tong so ho la 24");
  expect(merged.text).toContain(CAPTION);
  const open = merged.threads.filter(({ state }) => state === "open");
  const questions = open.filter(({ why }) => why !== null);
  expect(questions.length, "the paragraph that both wrote is a question").toBeGreaterThan(0);
  // It stands among the changes, in the list and on the walk, with whose the other text is.
  const asked = questions.map((thread) => thread.id);
  expect(await mai.all("question")).toHaveLength(asked.length);
  expect(await allWords(mai, "question")).toContain(questions[0]?.comments[0]?.byName);
  expect(await mai.textOf("open-questions")).toBe(String(asked.length));
  const walked: (string | null)[] = [];
  const stops = (await mai.all("change")).length + asked.length;
  for (let at = 0; at < stops; at += 1) {
    const before = await currentStop(mai);
    await mai.press("F7");
    await until("the walk goes on", async () => (await currentStop(mai)) !== before);
    walked.push(await currentStop(mai));
  }
  expect(new Set(walked).size, "each of them once").toBe(stops);
  expect(walked).toEqual(expect.arrayContaining(asked));
  await mai.click("changes-questions");
  await mai.see("change-bar");
  await mai.picture("a-question-among-the-changes");
  await mai.press("alt+4");
  await mai.see("comments");
  await mai.picture("questions");
  const third = await mai.handOff("3.banthao");
  await mai.click("hand-off-done");
  const mais = await content(mai, id);
  await mai.quit();

  // Both ends have the same text and the same open questions; the editor approves.
  await hieu.start();
  await hieu.openFirst();
  await hieu.startAgain(third);
  await received(hieu, "forward");
  await hieu.picture("forward");
  await hieu.click("received-done");
  await hieu.gone("received-dialog");
  const hieus = await content(hieu, id);
  expect(hieus).toEqual(mais);
  await hieu.showTab("changes");
  await hieu.press("ctrl+shift+e");
  await hieu.click("changes-questions");
  await hieu.see("change-bar");
  await hieu.press("alt+a");
  await until("it is decided in its conversation", async () => {
    return (await threads(hieu, id)).some(({ why, state }) => why !== null && state === "accepted");
  });
  await until("it is asked no more", async () => {
    return (await hieu.all("question")).length === asked.length - 1;
  });
  await hieu.saved();
  await hieu.showTab("review");
  await hieu.makeMove("approve");
  await hieu.see("approval");
  const fourth = await hieu.handOff("4.banthao");
  await hieu.click("hand-off-done");
  await hieu.quit();

  // The reporter changes one figure.
  await mai.start(fourth);
  await received(mai, "nothing", false);
  await mai.see("received-moved");
  await mai.picture("approved-meanwhile");
  await mai.click("received-done");
  await mai.gone("received-dialog");
  const last = await nth(mai, "[data-block='paragraph']", 4);
  await mai.caretAtEndOf(last);
  await mai.press("BackSpace");
  await mai.type("5");
  await mai.saved();
  const fifth = await mai.handOff("5.banthao");
  await mai.click("hand-off-done");
  await mai.quit();

  // The editor sees exactly that, under what has changed since the approval.
  await hieu.start(fifth);
  await received(hieu, "forward");
  await hieu.click("received-done");
  await hieu.gone("received-dialog");
  await hieu.showTab("review");
  await hieu.see("changed-since-approval");
  await hieu.picture("changed-since");
  await hieu.click("see-changes-since-approval");
  await until("one change is told", async () => (await hieu.all("change")).length === 1);
  const change = await allWords(hieu, "change");
  expect(change).toContain("24");
  expect(change).toContain("25");
  expect(change).toContain("Nguyễn Thị Thanh Mai");
  await hieu.picture("exactly-that");
});

async function received(desk: Desk, outcome: string, exactly = true): Promise<void> {
  await desk.see("received", 30_000);
  const told = await desk.attribute("received", "data-outcome");
  if (exactly) expect(told).toBe(outcome);
}

/** The words of an element, also those that are cut off at its edge. */
function allWords(desk: Desk, id: string): Promise<string> {
  return desk.driver.run(
    (selector) => (document.querySelector(selector)?.textContent ?? "").normalize("NFC"),
    `[data-testid="${id}"]`,
  );
}

/** Where the walk through the changes stands, by the list. */
function currentStop(desk: Desk): Promise<string | null> {
  return desk.driver.run(
    () =>
      document.querySelector("[data-testid='change-list'] .row.current")?.getAttribute("data-id") ??
      null,
  );
}

/** Selector of the nth block of a kind in the page, by its id. */
async function nth(desk: Desk, kind: string, index: number): Promise<string> {
  const id = await until(`${kind} ${index} is on the page`, () =>
    desk.driver.run(
      (selector, at) => {
        const block = document.querySelectorAll(`.ProseMirror ${selector}`)[at];
        return block?.closest("[data-id]")?.getAttribute("data-id") ?? null;
      },
      kind,
      index,
    ),
  );
  return kind === "figcaption" ? `[data-id="${id}"] figcaption` : `[data-id="${id}"]`;
}

/** Writes other words in place of a whole block. */
async function rewrite(desk: Desk, kind: string, index: number, words: string): Promise<void> {
  await desk.mark(await nth(desk, kind, index));
  await desk.paste(words);
  await desk.says(words);
  await desk.saved();
}

async function threads(desk: Desk, id: ArticleId): Promise<Thread[]> {
  return (await desk.ask("list_threads", { id })).threads;
}

interface Content {
  document: Document;
  fields: Fields;
  text: string;
  threads: Thread[];
}

/** What both ends must have alike. */
async function content(desk: Desk, id: ArticleId): Promise<Content> {
  const { document, fields } = await desk.stored(id);
  const all = await threads(desk, id);
  const text = document.content.map(plain).join("\n").normalize("NFC");
  const byId = (a: Thread, b: Thread): number => a.id.localeCompare(b.id);
  return { document, fields, text, threads: all.toSorted(byId) };
}
