/** Hand-off files at the doors of the app: arguments, a second start, drops, the shared folder. */

import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Desk } from "../harness/desk";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

const MAI = { name: "Nguyễn Thị Thanh Mai", role: "reporter" } as const;
const HIEU = { name: "Trần Trung Hiếu", role: "editor" } as const;

journey(
  "A hand-off is opened by an argument and by a second start",
  { minutes: 5 },
  async (mai) => {
    const id = await mai.alreadySetUp(MAI);
    const hieu = mai.colleague("MAY-02");
    const file = await handedOff(mai, id, "bai.banthao", "Anh xem giúp số liệu ở sapo.");

    // Before the desk is set up nothing is opened: the first start comes first.
    await hieu.start(file);
    await hieu.see("first-start", 20_000);
    expect(await hieu.all("arrival-dialog")).toHaveLength(0);
    await hieu.setUp({ name: HIEU.name, role: HIEU.role });
    await hieu.see("arrival");
    expect(await hieu.attribute("arrival", "data-sender")).toBe("new");
    expect(await hieu.textOf("sender")).toContain(MAI.name);
    expect(await hieu.textOf("arrival-note")).toBe("Anh xem giúp số liệu ở sapo.");
    const { fingerprint } = (await mai.cli("device")) as { fingerprint: string };
    expect((await hieu.textOf("arrival-fingerprint")).replaceAll(/\s+/g, " ").trim()).toBe(
      fingerprint,
    );
    await hieu.picture("first-file");
    await hieu.click("arrival-open");
    await hieu.see("received");
    expect(await hieu.attribute("received", "data-outcome")).toBe("new");
    await hieu.picture("received");
    await hieu.click("received-done");
    await hieu.gone("received-dialog");
    expect(await hieu.openId()).toBe(id);

    // A second start hands its file to the first window; a known sender is not asked about.
    await hieu.startAgain(file);
    await hieu.see("received");
    expect(await hieu.attribute("received", "data-outcome")).toBe("nothing");
    await hieu.picture("opened-twice");
    await hieu.click("received-done");

    // Never over a dialog that somebody is at.
    await hieu.click("open-settings");
    await hieu.startAgain(file);
    await hieu.see("settings-dialog");
    await hieu.driver.run(() =>
      document.querySelector("[data-testid='settings-devices']")?.scrollIntoView(),
    );
    await hieu.picture("settings");
    await hieu.click("settings-devices");
    await hieu.see("own-fingerprint");
    await hieu.see("peer");
    await hieu.picture("devices");
    await hieu.click("peer-verified");
    await until("the device is verified", async () => {
      return (await hieu.attribute("peer", "data-trust")) === "verified";
    });
    await dark(hieu);
    await hieu.picture("devices-dark");
    await hieu.click("devices-done");
    await hieu.see("received");
    await hieu.picture("received-dark");
  },
);

journey("A damaged file changes nothing and says why", { minutes: 5 }, async (mai) => {
  const id = await mai.alreadySetUp(MAI);
  const hieu = mai.colleague("MAY-02");
  await hieu.alreadySetUp(HIEU);
  const whole = await handedOff(mai, id, "bai.banthao");
  const bytes = readFileSync(whole);
  const cut = mai.home("cut.banthao");
  writeFileSync(cut, bytes.subarray(0, bytes.length - 4_000));
  const changed = mai.home("changed.banthao");
  const flipped = Buffer.from(bytes);
  flipped[flipped.length - 60_000] = (flipped[flipped.length - 60_000] ?? 0) ^ 1;
  writeFileSync(changed, flipped);
  const noHandOff = mai.home("other.banthao");
  writeFileSync(noHandOff, "Đây là một tệp văn bản.\n".repeat(100));

  await hieu.start();
  await hieu.openFirst();
  const before = await state(hieu);
  await hieu.dropFiles([noHandOff], ".page-pane");
  await hieu.says("Tệp này không phải tệp bàn giao (.banthao).");
  await hieu.picture("no-hand-off");
  await hieu.dismissNotices();

  for (const [file, why] of [
    [cut, "tệp bị cụt giữa chừng"],
    [changed, "nội dung đã bị thay đổi trên đường đi"],
  ] as const) {
    await hieu.dropFiles([file], ".page-pane");
    await hieu.click("arrival-open");
    await hieu.see("arrival-failure");
    expect(await hieu.attribute("arrival-failure", "data-code")).toBe("handOffDamaged");
    expect(await hieu.textOf("arrival-failure")).toContain(why);
    await hieu.picture(`damaged-${why.length}`);
    await hieu.click("arrival-cancel");
    await hieu.gone("arrival-dialog");
  }
  expect(await state(hieu), "nothing has changed").toEqual(before);
  expect(await hieu.ask("list_peers"), "nobody was made known").toEqual([]);
});

journey("Another key than the one known is taken by decision only", { minutes: 5 }, async (mai) => {
  const id = await mai.alreadySetUp(MAI);
  const hieu = mai.colleague("MAY-02");
  await hieu.alreadySetUp({ ...HIEU, language: "en" });
  await hieu.cli("open", await handedOff(mai, id, "first.banthao"));
  const known = (await mai.cli("device")) as { fingerprint: string };
  rmSync(join(mai.store, "device.key"));
  const file = await handedOff(mai, id, "second.banthao");
  const now = (await mai.cli("device")) as { fingerprint: string };
  expect(now.fingerprint).not.toBe(known.fingerprint);

  await hieu.start(file);
  await hieu.see("key-changed", 20_000);
  const words = (await hieu.textOf("key-changed")).replaceAll(/\s+/g, " ");
  expect(words).toContain(known.fingerprint);
  expect(words).toContain(now.fingerprint);
  await hieu.picture("key-changed");
  expect(await hieu.attribute("arrival-accept-key", "disabled"), "not in passing").not.toBeNull();
  await dark(hieu);
  await hieu.picture("key-changed-dark");
  await hieu.click("key-compared");
  await hieu.click("arrival-accept-key");
  await hieu.see("received");
  const peers = await hieu.ask("list_peers");
  expect(peers.map(({ trust }) => trust).toSorted()).toEqual(["replaced", "verified"]);
  await hieu.click("received-done");
  await hieu.press("ctrl+alt+s");
  await hieu.click("settings-devices");
  await hieu.see("peer");
  await hieu.picture("replaced");
});

journey("The shared folder offers what is new, and nothing else", { minutes: 5 }, async (mai) => {
  const id = await mai.alreadySetUp(MAI);
  const hieu = mai.colleague("MAY-02");
  await hieu.alreadySetUp(HIEU);
  const shared = mai.home("shared");
  mkdirSync(shared);
  const first = await handedOff(mai, id, "a.banthao", "Bản đầu.");
  copyFileSync(first, join(shared, "a.banthao"));
  const lan = mai.colleague("MAY-03");
  await lan.alreadySetUp({ name: "Lê Thị Lan", role: "editor" });
  const lansFile = await handedOff(lan, await onlyArticle(lan), "lan.banthao");
  writeFileSync(join(shared, "note.txt"), "không phải tệp bàn giao");

  await hieu.start();
  await hieu.openFirst();
  expect(await hieu.all("offers-waiting"), "no folder is watched by default").toHaveLength(0);
  await hieu.click("open-inbox");
  await hieu.picture("no-folder");
  await hieu.click("inbox-devices");
  await hieu.click("choose-shared-folder");
  await hieu.display.answerDialog("Chọn thư mục dùng chung", shared);
  expect(await hieu.textOf("shared-folder")).toBe(shared);
  await hieu.picture("folder-chosen");
  await hieu.click("devices-done");
  await until("one is offered", async () => (await offers(hieu)) === 1, 40_000);
  await hieu.picture("offered");

  // Half of a copy is not taken, though what came after it is; whole, it is.
  const bytes = readFileSync(lansFile);
  const growing = join(shared, "lan.banthao");
  writeFileSync(growing, bytes.subarray(0, bytes.length / 2));
  copyFileSync(await handedOff(mai, id, "b.banthao", "Bản hai."), join(shared, "b.banthao"));
  await lookNow(hieu);
  await until("what came after is offered", async () => (await offers(hieu)) === 2, 40_000);
  await hieu.click("open-inbox");
  await hieu.driver.click((await hieu.all("offer-put-aside"))[0] ?? (await hieu.see("offer")));
  await until("it is put aside", async () => (await hieu.all("offer")).length === 1);
  await hieu.press("Escape");
  await hieu.gone("inbox-dialog");
  expect(await offers(hieu), "half a file").toBe(1);
  appendFileSync(growing, bytes.subarray(bytes.length / 2));
  await lookNow(hieu);
  await until("both are offered", async () => (await offers(hieu)) === 2, 40_000);

  await hieu.click("open-inbox");
  await hieu.see("offers");
  await hieu.picture("inbox");
  await hieu.driver.click((await hieu.all("offer-put-aside"))[0] ?? (await hieu.see("offer")));
  await until("one is left", async () => (await hieu.all("offer")).length === 1);
  await hieu.click("offer-open");
  await hieu.click("arrival-open");
  await hieu.see("received");
  await hieu.click("received-done");
  await until("nothing is offered", async () => (await hieu.all("offers-waiting")).length === 0);

  // Straight into the folder, and never offered to the one who put it there.
  await hieu.press("ctrl+shift+h");
  await hieu.see("hand-off-into-shared");
  await hieu.picture("into-shared");
  await hieu.click("hand-off-confirm");
  const path = (await hieu.textOf("hand-off-path")).trim();
  expect(path.startsWith(shared)).toBe(true);
  expect(readdirSync(shared).filter((name) => name.endsWith(".part"))).toEqual([]);
  await hieu.picture("handed-off");
  await hieu.click("hand-off-done");
  const again = await handedOff(lan, await onlyArticle(lan), "lan-2.banthao");
  copyFileSync(again, join(shared, "lan-2.banthao"));
  await lookNow(hieu);
  await until("what came after is offered", async () => (await offers(hieu)) > 0, 40_000);
  expect(await offers(hieu), "not one's own").toBe(1);

  // A folder that goes out of reach is told of, calmly, until it is back.
  renameSync(shared, `${shared}.away`);
  await hieu.click("open-inbox");
  await hieu.see("folder-unreachable", 20_000);
  await hieu.picture("out-of-reach");
  renameSync(`${shared}.away`, shared);
  await hieu.press("Escape");
  await hieu.gone("inbox-dialog");
  await hieu.click("open-inbox");
  await hieu.gone("folder-unreachable");
});

/** A file made by the command line on a desk whose window is not open. */
async function handedOff(desk: Desk, id: string, name: string, note = ""): Promise<string> {
  const out = desk.home(name);
  await desk.cli("hand-off", id, "--out", out, ...(note ? ["--note", note] : []));
  return out;
}

async function onlyArticle(desk: Desk): Promise<string> {
  const { rows } = (await desk.cli("list")) as { rows: { id: string }[] };
  return rows[0]?.id ?? "";
}

/** Whoever opens the inbox wants to know now, not in a while. */
async function lookNow(desk: Desk): Promise<void> {
  await desk.click("open-inbox");
  await desk.see("inbox-dialog");
  await desk.press("Escape");
  await desk.gone("inbox-dialog");
}

async function offers(desk: Desk): Promise<number> {
  const [badge] = await desk.all("offers-waiting");
  return badge === undefined ? 0 : Number(await desk.driver.text(badge));
}

/** Everything that a hand-off could change. */
async function state(desk: Desk): Promise<unknown> {
  const all = { view: "all", filter: "", offset: 0, limit: 50 };
  const list = await desk.ask("list_articles", { query: all });
  const open = await desk.stored(await desk.openId());
  return { list, document: open.document, fields: open.fields, seq: open.seq };
}

async function dark(desk: Desk): Promise<void> {
  const { settings } = await desk.ask("desk_info");
  await desk.ask("change_settings", { settings: { ...settings, theme: "dark" } });
  await desk.driver.run(() => (document.documentElement.dataset["theme"] = "dark"));
}
