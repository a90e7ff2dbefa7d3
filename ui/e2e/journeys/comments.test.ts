import { expect } from "vitest";
import type { ArticleId, Thread } from "../../src/ipc/generated";
import type { Desk } from "../harness/desk";
import { plain } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const HEADLINE = "[data-block='headline']";
const PARAGRAPH = "p[data-block='paragraph']";
const CAPTION = "figcaption";

journey("Passages are talked about, answered and settled from the keyboard", {}, async (desk) => {
  const id = await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();

  // The last word of the headline.
  await desk.caretAtEndOf(HEADLINE);
  await desk.press("ctrl+shift+Left", "ctrl+alt+m");
  await composing(desk);
  await desk.type("Viet dung ten rieng? @tha");
  await desk.see("person");
  await desk.picture("a-colleague-is-mentioned");
  await desk.press("Return", "ctrl+Return");
  const inHeadline = await threadCount(desk, id, 1);
  expect(inHeadline[0]?.anchor.place).toMatchObject({ kind: "range", from: { block: null } });
  expect(inHeadline[0]?.comments[0]?.mentions).toHaveLength(1);
  await until("the keyboard is back in the page", () => desk.caretInPage());

  // The caret is in it: the same key answers.
  await desk.caretAtEndOf(HEADLINE);
  await desk.press("Left", "ctrl+alt+m");
  await until("the answer box has the keyboard", () => focused(desk, "reply-text"));
  await desk.type("Dung roi.");
  await desk.press("ctrl+Return");
  await until("it is answered", async () => (await threads(desk, id))[0]?.comments.length === 2);
  await desk.press("Escape");
  await until("Escape leads back to the page", () => desk.caretInPage());

  // A whole paragraph, and a caption.
  await desk.mark("p[data-block='paragraph']");
  await desk.press("ctrl+alt+m");
  await composing(desk);
  await desk.type("Nen rut gon.");
  await desk.press("ctrl+Return");
  await threadCount(desk, id, 2);
  await desk.caretAtEndOf(CAPTION);
  await desk.press("ctrl+shift+Left", "ctrl+alt+m");
  await composing(desk);
  await desk.type("Ai trong anh?");
  await desk.press("ctrl+Return");
  await threadCount(desk, id, 3);
  expect(await desk.textOf("open-threads")).toBe("3");
  await desk.picture("three-conversations");

  // From one to the next, round to the first; then it is settled.
  await desk.press("F8");
  await until("the first is looked at", async () => {
    return (await current(desk)) === inHeadline[0]?.id;
  });
  await desk.press("ctrl+alt+r");
  await until("it is settled", async () => (await threads(desk, id))[0]?.state === "resolved");
  expect(await desk.all("thread")).toHaveLength(2);
  await desk.click("filter-settled");
  await desk.see("thread-state");
  await desk.picture("settled");
  await desk.click("filter-open");

  await dark(desk);
  await desk.picture("dark");
});

journey("A suggestion is accepted with one key, taken back and declined", {}, async (desk) => {
  const id = await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  const text = async (): Promise<string> => plain((await desk.stored(id)).document.content[2]);
  const before = await text();

  await desk.caretAtEndOf("p[data-block='paragraph']");
  await desk.press("Left", "ctrl+shift+Left", "ctrl+alt+e");
  await until("the new words have the keyboard", () => focused(desk, "suggest-words"));
  await desk.type("con de");
  await desk.picture("other-words");
  await desk.press("Return");
  await until("so has the reason", () => focused(desk, "new-comment-text"));
  await desk.type("goi cho quen");
  await desk.press("ctrl+Return");
  const [made] = await threadCount(desk, id, 1);
  expect(made?.suggestion).toMatchObject({ kind: "text" });
  await desk.press("F8");
  await desk.picture("old-words-and-new");

  await desk.press("F9");
  await until("it is accepted", async () => (await threads(desk, id))[0]?.state === "accepted");
  expect(await text()).toContain("con de");
  await desk.picture("accepted");

  await desk.caretAtEndOf("p[data-block='paragraph']");
  await desk.press("ctrl+z");
  await until("undoing opens it again", async () => {
    return (await threads(desk, id))[0]?.state === "open";
  });
  await desk.saved();
  expect(await text()).toBe(before);

  await desk.press("F8", "shift+F9");
  await until("it is declined", async () => (await threads(desk, id))[0]?.state === "declined");
  expect(await text()).toBe(before);
});

journey("A removed passage is quoted, and found again when it comes back", {}, async (desk) => {
  const id = await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  const passage = "p[data-block='paragraph']";
  await desk.mark(passage);
  await desk.press("ctrl+alt+m");
  await composing(desk);
  await desk.type("Do lai.");
  await desk.press("ctrl+Return");
  await threadCount(desk, id, 1);

  await desk.mark(passage);
  await desk.press("Delete");
  await desk.saved();
  expect((await desk.textOf("lost")).normalize("NFC")).toContain("Tuyến đê bao sông Vạn");
  expect((await threads(desk, id))[0]?.anchor.lost).toBe(true);
  await desk.picture("removed");

  // The power goes.
  await desk.kill();
  await desk.start();
  await desk.openFirst();
  await desk.click("tab-comments");
  await desk.see("comments");
  await desk.see("lost");

  // An older revision has it.
  await desk.showTab("history");
  await until("the first revision is listed", async () => (await desk.all("revision")).length > 0);
  await desk.clickOn("[data-testid='revisions'] li:last-child [data-testid='revision']");
  await desk.see("revision-dialog");
  await desk.click("revision-restore");
  await desk.click("revision-restore-confirm");
  await until("it is found again", async () => !(await threads(desk, id))[0]?.anchor.lost);
  await desk.click("tab-comments");
  await desk.see("comments");
  await desk.gone("lost");
  await until("it is seen in the page", () =>
    desk.driver.run(() => document.querySelector(".ProseMirror [data-thread]") !== null),
  );
  await desk.picture("back-again");

  // So does undoing.
  await desk.mark(passage);
  await desk.press("Delete");
  await desk.saved();
  await desk.see("lost");
  await desk.press("ctrl+z");
  await desk.saved();
  await desk.gone("lost");
  expect((await threads(desk, id))[0]?.anchor.quote).toContain("Tuyến đê bao sông Vạn");
});

journey(
  "Fields and photos are talked about, on a large screen in both themes",
  {
    screen: "1920x1080",
  },
  async (desk) => {
    const id = await desk.alreadySetUp();
    await desk.start();
    await desk.openFirst();
    await desk.showTab("details");
    await desk.click("field-source");
    await desk.picture("a-field");
    await desk.press("ctrl+alt+m");
    await composing(desk);
    await desk.type("Nguon nao?");
    await desk.press("ctrl+Return");
    const [field] = await threadCount(desk, id, 1);
    expect(field?.anchor.place).toEqual({ kind: "field", name: "source" });
    await desk.clickOn(".ProseMirror [data-field='credit']");
    await desk.press("ctrl+alt+m");
    await composing(desk);
    await desk.type("Ai chup?");
    await desk.press("ctrl+Return");
    const [, photo] = await threadCount(desk, id, 2);
    expect(photo?.anchor.place).toMatchObject({ kind: "photo", part: "credit" });
    await desk.picture("a-photo");
    await desk.showTab("details");
    await desk.picture("the-field-says-so");
    await dark(desk);
    await desk.click("tab-comments");
    await desk.see("comments");
    await desk.press("F8");
    await desk.picture("dark");
  },
);

journey("Conversations stand beside their words and scroll along with them", {}, async (desk) => {
  const id = await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  const last = "p[data-block='paragraph']:last-of-type";
  const about = async (place: string, keys: string[], text: string): Promise<string> => {
    const known = (await threads(desk, id)).map((thread) => thread.id);
    await desk.caretAtEndOf(place);
    await desk.press(...keys, "ctrl+alt+m");
    await composing(desk);
    const composer = (await beside(desk)).find((card) => card.id === "draft");
    expect(Math.abs(Number(composer?.off))).toBeLessThanOrEqual(1);
    await desk.type(text);
    await desk.press("ctrl+Return");
    const made = await threadCount(desk, id, known.length + 1);
    return made.find((thread) => !known.includes(thread.id))?.id ?? "";
  };
  const near = ["Left", "ctrl+Left", "ctrl+Left", "ctrl+shift+Left"];
  const second = await about(PARAGRAPH, ["Left", "ctrl+shift+Left"], "Dung chua?");
  const first = await about(PARAGRAPH, near, "Hoi lai thon.");
  const third = await about(last, ["Left", "ctrl+shift+Left"], "Cau nay thua.");

  // Each is as high as its words while one looks at it; the others give way, and keep their order.
  for (const one of [first, second, third]) {
    await desk.press("F8");
    await until("the next is looked at", async () => (await current(desk)) === one);
    await inPlace(desk, one);
    const cards = await beside(desk);
    expect(cards.map((card) => card.id)).toEqual([first, second, third]);
    for (const [at, card] of cards.entries()) {
      if (at > 0) expect(card.top).toBeGreaterThanOrEqual(Number(cards[at - 1]?.bottom));
    }
  }
  await desk.press("shift+F8", "shift+F8");
  await until("the first is looked at", async () => (await current(desk)) === first);
  await desk.picture("two-close-together");

  // The page takes the cards along.
  const before = await scrolled(desk, "page");
  await scrollBy(desk, "page", 90);
  await inPlace(desk, first);
  expect(await scrolled(desk, "page")).toBe(before + 90);
  await desk.picture("scrolled");
  // And they the page.
  await scrollBy(desk, "cards", -60);
  await until("the page is there", async () => (await scrolled(desk, "page")) === before + 30);
  await inPlace(desk, first);

  // A line more above them.
  await desk.caretAtEndOf("[data-block='lead']");
  await desk.type(" Them mot cau nua cho dai hon han mot dong cua sapo nay.");
  await desk.press("F8");
  await until("the first is looked at", async () => (await current(desk)) === first);
  await inPlace(desk, first);

  // With the keyboard on a card, it is seen as a whole; Tab goes on to the next.
  await desk.press("shift+F8");
  await until("the last is looked at", async () => (await current(desk)) === third);
  await desk.press("ctrl+alt+m");
  await until("the answer box has the keyboard", () => focused(desk, "reply-text"));
  await until("it is seen as a whole", () =>
    desk.driver.run((one) => {
      const card = document.querySelector(`[data-card="${one}"]`)?.getBoundingClientRect();
      const track = document.querySelector("[data-testid='thread-track']")?.getBoundingClientRect();
      return card && track && card.top >= track.top && card.bottom <= track.bottom;
    }, third),
  );
});

journey(
  "Telex typed in and around a passage with a suggestion is Vietnamese",
  { telex: true },
  async (desk) => {
    const id = await desk.alreadySetUp();
    await desk.start();
    await desk.openFirst();
    const text = async (): Promise<string> => plain((await desk.stored(id)).document.content[2]);
    await desk.caretAtEndOf("p[data-block='paragraph']");
    await desk.press("Left", "ctrl+shift+Left", "ctrl+alt+e");
    await until("the new words have the keyboard", () => focused(desk, "suggest-words"));
    await desk.type("con ddee ");
    await desk.press("ctrl+Return");
    const [made] = await threadCount(desk, id, 1);
    expect(made?.suggestion).toMatchObject({ runs: [{ text: "con đê " }] });
    // Before it, inside it and after it, while what is suggested is shown there.
    await desk.caretAtEndOf("p[data-block='paragraph']");
    await desk.press("Left", "ctrl+Left");
    await until("one looks at it", async () => (await current(desk)) === made?.id);
    await desk.type("tuyeesn ");
    await desk.press("Right", "Right");
    await desk.type("vieejt");
    await desk.caretAtEndOf("p[data-block='paragraph']");
    await desk.press("Left");
    await desk.type(" ddor");
    await desk.press("End");
    // The sign may still tell of the save before the last word, which End has just ended.
    await until("the store has every word", async () => {
      return (await text()).endsWith("nước ra tuyến sôviệtng đỏ.");
    });
    await desk.picture("typed-around");
    const [after] = await threads(desk, id);
    expect(after?.anchor.lost).toBe(false);
  },
);

async function threads(desk: Desk, id: ArticleId): Promise<Thread[]> {
  return (await desk.ask("list_threads", { id })).threads;
}

async function threadCount(desk: Desk, id: ArticleId, count: number): Promise<Thread[]> {
  return until(`there are ${count} conversations`, async () => {
    const found = await threads(desk, id);
    return found.length === count && found;
  });
}

function focused(desk: Desk, id: string): Promise<boolean> {
  return desk.driver.run((one) => document.activeElement?.getAttribute("data-testid") === one, id);
}

async function composing(desk: Desk): Promise<void> {
  await until("the composer has the keyboard", () => focused(desk, "new-comment-text"));
}

function current(desk: Desk): Promise<string | null> {
  return desk.driver.run(
    () =>
      document
        .querySelector("[data-testid='thread'][aria-current='true']")
        ?.getAttribute("data-id") ?? null,
  );
}

interface BesideText {
  id: string;
  top: number;
  bottom: number;
  /** How much lower it stands than its words. */
  off: number;
}

/** The cards, from first to last as they are read out. */
function beside(desk: Desk): Promise<BesideText[]> {
  return desk.driver.run(() =>
    [...document.querySelectorAll<HTMLElement>("[data-card]")].map((card) => {
      const id = card.dataset["card"] ?? "";
      const { top, bottom } = card.getBoundingClientRect();
      const words = document.querySelector(`.ProseMirror [data-thread="${id}"]`);
      return { id, top, bottom, off: top - (words?.getBoundingClientRect().top ?? 0) };
    }),
  );
}

async function inPlace(desk: Desk, id: string): Promise<void> {
  await until("the card is as high as its words", async () => {
    const card = (await beside(desk)).find((one) => one.id === id);
    return card && Math.abs(card.off) <= 1;
  });
}

type Scroller = "page" | "cards";

function scrollBy(desk: Desk, which: Scroller, pixels: number): Promise<void> {
  return desk.driver.run(
    (which, pixels) => {
      const inside = which === "page" ? ".ProseMirror" : "[data-card]";
      let scroller = document.querySelector(inside)?.parentElement;
      while (scroller && getComputedStyle(scroller).overflowY !== "auto") {
        scroller = scroller.parentElement;
      }
      scroller?.scrollBy(0, pixels);
    },
    which,
    pixels,
  );
}

function scrolled(desk: Desk, which: Scroller): Promise<number> {
  return desk.driver.run((which) => {
    const inside = which === "page" ? ".ProseMirror" : "[data-card]";
    let scroller = document.querySelector(inside)?.parentElement;
    while (scroller && getComputedStyle(scroller).overflowY !== "auto") {
      scroller = scroller.parentElement;
    }
    return scroller?.scrollTop ?? 0;
  }, which);
}

async function dark(desk: Desk): Promise<void> {
  await desk.click("open-settings");
  await desk.choose("settings-theme", "dark");
  await desk.click("settings-done");
  await desk.gone("settings-dialog");
}
