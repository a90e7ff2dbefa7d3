import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Browser, type Seen } from "../harness/browser";
import type { Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { Line, type Place } from "../harness/line";
import { until } from "../harness/until";
import { WordPress, hasWordPress } from "../harness/wordpress";

const REASON = "Ảnh thứ hai chưa được phép đăng.";

if (!hasWordPress) {
  test.skip("Deliveries: there is no WordPress here; `cargo xtask test` fetches one", () => {
    // Skipped by name.
  });
} else {
  journey(
    "An approved report goes to the newsroom's site, is corrected there and taken down",
    { minutes: 5 },
    async (desk) => {
      const site = await WordPress.start(desk.display);
      await desk.alreadySetUp();
      await desk.start();
      await desk.openFirst();
      await addDestination(desk, site);
      await theSiteShowsTheLeadPhoto(desk);

      await approve(desk);
      await desk.click("action-deliver");
      await desk.click("deliver-preview");
      await desk.see("plan", 30_000);
      expect(await desk.textOf("plan")).toContain("Một bài mới");
      await desk.picture("preview");
      expect(await site.posts(), "a preview sends nothing").toEqual([]);
      await desk.click("deliver-confirm");
      await desk.see("deliver-done");
      await reaches(desk, "done");
      await desk.picture("delivered");
      const [post, ...others] = await site.posts();
      expect(others, "once").toEqual([]);
      expect(post).toMatchObject({ status: "publish" });
      expect(post?.title.normalize("NFC")).toContain("Thượng Vạn");
      expect(
        await site.php("count(get_posts(['post_type' => 'attachment', 'numberposts' => -1]))"),
      ).toBe(2);

      // What its readers see of it, in a browser.
      const link = post?.link ?? "";
      const published = await looked(desk, link, "what-readers-see");
      expect(published.title).toContain("Thượng Vạn");
      expect(published.photos, "the first one above the text alone").toHaveLength(2);
      for (const text of await textsOf(desk)) expect(lettersOf(published.text)).toContain(text);
      await desk.click("deliver-done");

      // A correction goes into the same post.
      await desk.caretAtEndOf("> p[data-block='paragraph']:last-of-type");
      await desk.paste(" Tin cập nhật lúc 17 giờ.");
      await desk.saved();
      await desk.showTab("review");
      await desk.makeMove("approve");
      await desk.click("action-deliver");
      await desk.click("deliver-preview");
      await desk.says("Tin cập nhật lúc 17 giờ.");
      expect(await desk.textOf("plan")).toContain(`Sửa bài số ${String(post?.id)}`);
      await desk.picture("correction");
      await desk.click("deliver-confirm");
      await desk.see("deliver-done");
      await reaches(desk, "done");
      const corrected = await site.posts();
      expect(
        corrected.map(({ id }) => id),
        "still one",
      ).toEqual([post?.id]);
      const read = await looked(desk, link, "what-readers-see-corrected");
      expect(read.text).toContain("Tin cập nhật lúc 17 giờ.");

      // Somebody changes it there; the outbox holds it against what was approved.
      await site.php(`wp_update_post(['ID' => ${String(post?.id)}, 'post_content' => str_replace(
        'lúc 17 giờ', 'lúc 18 giờ', get_post(${String(post?.id)})->post_content)])`);
      await desk.click("deliver-outbox");
      await desk.click("delivery-compare");
      await desk.see("plan-changed-there", 30_000);
      const compared = await desk.textOf("plan-changes");
      for (const hour of [17, 18]) expect(compared).toContain(`lúc ${String(hour)} giờ`);
      await desk.picture("changed-there");
      await desk.press("Escape");

      // Taken down, with a reason.
      await desk.press("ctrl+shift+x");
      await desk.see("deliveries");
      await desk.picture("outbox");
      await desk.click("delivery-take-down");
      await desk.click("take-down-confirm");
      await desk.see("take-down-reason");
      await desk.click("take-down-reason");
      await desk.paste(REASON);
      await desk.picture("take-down");
      await desk.click("take-down-confirm");
      await until("the post is gone from the site", async () => (await site.posts()).length === 0);
      const gone = await looked(desk, link, "gone-for-readers");
      expect(gone.text).not.toContain("Tin cập nhật lúc 17 giờ.");
      await desk.says("Gỡ khỏi Cổng thử");
      await desk.picture("taken-down");
      await desk.press("Escape");
      const history = await desk.ask("article_history", { id: await desk.openId() });
      expect(history[0]?.event).toMatchObject({ event: "takenDown", reason: REASON });
      expect(history.filter(({ event }) => event.event === "delivered")).toHaveLength(2);
    },
  );

  journey(
    "A site that is away gets the report once it is back, also after the program was killed",
    { minutes: 5 },
    async (desk) => {
      const site = await WordPress.start(desk.display);
      await desk.alreadySetUp();
      await desk.start();
      await desk.openFirst();
      await addDestination(desk, site, "http://127.0.0.1:9");
      await approve(desk);
      await desk.click("action-deliver");
      await desk.click("deliver-confirm");
      await until(
        "the desk says that it waits",
        async () => (await desk.attribute("delivery-trouble", "data-kind")) === "unreachable",
      );
      await desk.picture("waiting");
      await desk.kill();
      await desk.start();
      await desk.openFirst();
      await desk.click("open-outbox");
      await desk.see("delivery-trouble");
      await desk.picture("waiting-after-a-crash");
      await desk.press("Escape");

      // The address was wrong: with another one the password has to be given again.
      await openDestinations(desk);
      await desk.fill("destination-address", site.address);
      await desk.click("destinations-save");
      await desk.see("destinations-problem");
      await desk.picture("password-again");
      await desk.fill("destination-password", site.user("admin").password);
      await desk.click("destinations-save");
      await desk.gone("destinations-dialog");
      await desk.click("settings-done");
      await desk.click("open-outbox");
      await until(
        "the report has arrived",
        async () => {
          if ((await desk.all("delivery-retry")).length > 0) await desk.click("delivery-retry");
          return (await site.posts()).length === 1;
        },
        60_000,
      );
      await reaches(desk, "done");
      expect(await site.posts()).toHaveLength(1);
    },
  );

  journey(
    "A delivery in which the program is killed again and again leaves one post and each photo once",
    { minutes: 6 },
    async (desk) => {
      const site = await WordPress.start(desk.display);
      const line = await Line.to(Number(new URL(site.address).port));
      await desk.alreadySetUp();
      await desk.start();
      await desk.openFirst();
      await addDestination(desk, site, line.address);
      await approve(desk);
      await desk.click("action-deliver");

      // The first photo has arrived; the second is about to; the draft is reserved; the post is about
      // to be written, then written.
      const kills: [request: RegExp, place: Place][] = [
        [/^POST .*\/media/, "after"],
        [/^POST .*\/media/, "before"],
        [/^POST .*\/posts(?!\/\d)/, "after"],
        [/^POST .*\/posts\/\d/, "before"],
        [/^POST .*\/posts\/\d/, "after"],
      ];
      for (const [at, [request, place]] of kills.entries()) {
        const held = line.holds(request, place);
        if (at === 0) await desk.click("deliver-confirm");
        else {
          await desk.start();
          await desk.openFirst();
        }
        await held;
        await desk.kill();
      }
      await desk.start();
      await desk.openFirst();
      await desk.click("open-outbox");
      await reaches(desk, "done");
      await desk.picture("done-after-five-kills");
      await desk.press("Escape");
      expect(await site.posts(), "one post").toMatchObject([{ status: "publish" }]);
      const photos = await site.php(
        `array_map(fn($p) => $p->post_name, get_posts(['post_type' => 'attachment',
          'numberposts' => -1, 'post_status' => 'any']))`,
      );
      expect(new Set(photos as string[]).size).toBe(2);
      expect(photos, "each photo once").toHaveLength(2);
      const history = await desk.ask("article_history", { id: await desk.openId() });
      expect(history.filter(({ event }) => event.event === "delivered")).toHaveLength(1);
      line.end();
    },
  );
}

/** Takes the open article all the way, with its review in front. */
async function approve(desk: Desk): Promise<void> {
  await desk.showTab("review");
  for (const action of ["file", "claim", "approve"]) await desk.makeMove(action);
}

/** Nobody wants to see the same photo twice, and the sample says what will be sent. */
async function theSiteShowsTheLeadPhoto(desk: Desk): Promise<void> {
  await openDestinations(desk);
  await desk.click("destination-html");
  const sample = () => desk.textOf("destination-html-sample");
  await until("the sample is there", async () => (await sample()).includes("Bến Gỗ"));
  await desk.choose("destination-html-lead-photo", "above");
  await until("the photo has left the text", async () => !(await sample()).includes("Bến Gỗ"));
  await desk.choose("destination-html-subheads", "h3");
  await until("subheads are smaller", async () => (await sample()).includes("<h3"));
  await desk.picture("how-it-is-written");
  await desk.click("destinations-save");
  await desk.gone("destinations-dialog");
  await desk.click("settings-done");
}

/** What a reader sees of a page; the browser is gone then and the desk in front again. */
async function looked(desk: Desk, link: string, step: string): Promise<Seen> {
  const browser = await Browser.open(desk.display);
  const seen = await browser.look(link);
  await desk.picture(step);
  await browser.close();
  return seen;
}

/**
 * Paragraphs and captions of the open article, as {@link lettersOf} has them; without the caption of
 * the lead photo, which the site shows as its theme likes.
 */
async function textsOf(desk: Desk): Promise<string[]> {
  const { document } = await desk.stored(await desk.openId());
  const lead = document.content.find(({ type }) => type === "photo");
  const below = document.content.filter((block) => block !== lead);
  const texts = below.flatMap((block) =>
    block.type === "paragraph" || block.type === "photo"
      ? [(block.content ?? []).map(({ text }) => text).join("")]
      : [],
  );
  expect(texts.length).toBeGreaterThan(6);
  return texts.map(lettersOf);
}

/** Words alone: a site has its own quotation marks, dashes and spaces. */
function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

async function addFolder(desk: Desk, folder: string): Promise<void> {
  await openDestinations(desk);
  await desk.click("destination-add");
  await desk.fill("destination-name", "Thư mục tòa soạn");
  for (const kind of ["liferay74", "ghost"]) {
    await desk.choose("destination-kind", kind);
    await desk.picture(kind);
  }
  await desk.choose("destination-kind", "folder");
  await desk.click("destination-choose-folder");
  await desk.display.answerDialog("Chọn thư mục để xuất", folder);
  await desk.click("destination-test");
  await desk.see("destination-tested");
  await desk.picture("folder");
  await desk.click("destinations-save");
  await desk.gone("destinations-dialog");
}

async function openDestinations(desk: Desk): Promise<void> {
  await desk.click("open-settings");
  await desk.click("settings-destinations");
  await desk.see("destinations-dialog");
}

async function addDestination(desk: Desk, site: WordPress, address = site.address): Promise<void> {
  const { name, password } = site.user("admin");
  await openDestinations(desk);
  await desk.click("destination-add");
  await desk.fill("destination-name", "Cổng thử");
  await desk.fill("destination-address", address);
  await desk.fill("destination-user", name);
  await desk.choose("destination-post-as", "publish");
  if (address === site.address) {
    await desk.fill("destination-password", "sai-mat-khau");
    await desk.click("destination-test");
    await until(
      "the wrong password is told",
      async () => (await desk.attribute("destination-trouble", "data-kind")) === "wrongPassword",
    );
    await desk.picture("wrong-password");
  }
  await desk.fill("destination-password", password);
  if (address === site.address) {
    await desk.click("destination-test");
    await desk.see("destination-tested", 30_000);
    await desk.picture("destination");
  }
  await desk.click("destinations-save");
  await desk.gone("destinations-dialog");
  await desk.click("settings-done");
}

/** Waits until the delivery on the screen stands so. */
function reaches(desk: Desk, status: string): Promise<unknown> {
  return until(
    `the delivery is ${status}`,
    async () => (await desk.attribute("delivery", "data-status")) === status,
    60_000,
  );
}

journey("An approved report is copied into any CMS, field by field", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  await approve(desk);
  const id = await desk.openId();
  await desk.click("action-cms");
  await desk.click("cms-make");
  await desk.see("cms-copy-headline");
  await desk.picture("sheet");

  const photos = desk.home("photos");
  mkdirSync(photos);
  await desk.click("cms-save");
  await desk.display.answerDialog("Chọn thư mục để xuất", photos);
  const folder = (await desk.textOf("cms-photos-path")).trim();
  expect(readdirSync(folder).map((name) => name.slice(0, 3))).toEqual(["01-", "02-"]);

  await desk.click("cms-copy-caption-1");
  // For those who listen; a driver reads what is seen.
  await until("it says what was copied", () =>
    desk.driver.run(
      () =>
        document
          .querySelector("[data-testid='cms-told']")
          ?.textContent.normalize("NFC")
          .includes("Chú thích 1") ?? false,
    ),
  );
  await desk.click("cms-copy-headline");
  await desk.picture("copied");
  await desk.click("cms-done");
  await desk.click("filter");
  await desk.press("ctrl+v");
  await until("the headline comes out of the clipboard", () =>
    desk.driver.run(() =>
      (document.querySelector<HTMLInputElement>("[data-testid='filter']")?.value ?? "").startsWith(
        "Thượng Vạn",
      ),
    ),
  );
  await desk.press("ctrl+a", "Delete");

  // The formatted text, as another editor takes it: here a page of our own.
  await desk.click("action-cms");
  await desk.click("cms-make");
  await desk.click("cms-copy-text");
  await desk.click("cms-done");
  const history = await desk.ask("article_history", { id });
  expect(history[0]?.event.event, "what was copied out is in the log").toBe("exported");
  await desk.press("ctrl+n");
  await until("a new page is open", async () => (await desk.openId()) !== id);
  await desk.caretAtEndOf("> p[data-block='paragraph']");
  await desk.press("ctrl+v");
  await desk.says("[Ảnh 2]");
  await desk.saved();
  const stored = await desk.stored(await desk.openId());
  const kinds = stored.document.content.map(({ type }) => type as string);
  expect(kinds.filter((kind) => kind === "paragraph").length).toBeGreaterThan(6);
});

journey("A report under embargo is held at the desk until its time", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  const folder = desk.home("cms-in");
  mkdirSync(folder);
  await addFolder(desk, folder);
  // The newsroom is not where this computer says it is.
  await desk.choose("settings-zone", "0");
  await desk.click("settings-done");
  await approve(desk);
  await desk.click("action-deliver");
  await desk.click("deliver-later");
  await desk.fill("deliver-at", "1/12/2027 6:30");
  await desk.picture("at-a-time");
  await desk.click("deliver-confirm");
  await desk.see("deliver-done");
  await until("it says that it is held", async () =>
    (await desk.textOf("delivery-stage")).includes("Giữ ở máy này tới"),
  );
  await desk.picture("held");
  const [row] = await desk.ask("deliveries", { article: null });
  const notBefore = Date.UTC(2027, 11, 1, 6, 30);
  expect(row?.delivery.errand).toMatchObject({ kind: "bring", notBefore });
  expect(readdirSync(folder), "nothing of it has left").toEqual([]);
});

journey("An approved report goes into a folder that another program watches", {}, async (desk) => {
  await desk.alreadySetUp();
  await desk.start();
  await desk.openFirst();
  const folder = desk.home("cms-in");
  mkdirSync(folder);
  await addFolder(desk, folder);
  // The rest of it as an English desk by night has it.
  await desk.choose("settings-language", "en");
  await desk.choose("settings-theme", "dark");
  await desk.click("settings-done");

  await approve(desk);
  await desk.click("action-deliver");
  await desk.click("deliver-preview");
  await desk.see("plan");
  await desk.picture("preview-dark");
  await desk.click("deliver-confirm");
  await desk.see("deliver-done");
  await reaches(desk, "done");
  await desk.picture("delivered-dark");
  const [package_, ...others] = readdirSync(folder);
  expect(others, "one package, whole").toEqual([]);
  expect(readdirSync(join(folder, package_ ?? ""))).toContain("manifest.json");
  await desk.click("deliver-done");

  await openDestinations(desk);
  await desk.picture("destinations-dark");
  for (const kind of ["liferay62", "webhook"]) {
    await desk.choose("destination-kind", kind);
    await desk.picture(`${kind}-dark`);
  }
  await desk.click("destination-html");
  await desk.choose("destination-html-elements", "plain");
  await until("the sample has no figure", async () => {
    const sample = await desk.textOf("destination-html-sample");
    return sample.includes("<img") && !sample.includes("<figure");
  });
  await desk.picture("how-it-is-written-dark");
  await desk.click("destinations-cancel");
  await desk.click("settings-done");
  await desk.click("action-cms");
  await desk.click("cms-make");
  await desk.see("cms-copy-headline");
  await desk.picture("sheet-dark");
});
