/** An editor commissions a report, the reporter takes it on a laptop of her own and runs late, and
 *  the editor sees that; all by files. */

import { expect } from "vitest";
import { journey } from "../harness/journey";
import { until } from "../harness/until";

journey(
  "A report is commissioned, taken and late, and the editor sees it",
  { minutes: 6 },
  async (hieu) => {
    await hieu.alreadySetUp({ name: "Trần Trung Hiếu", role: "editor" });
    const mai = hieu.colleague("MAY-02");
    await mai.alreadySetUp({ name: "Nguyễn Thị Thanh Mai", role: "reporter" });

    // The editor knows her by name only.
    await hieu.start();
    await hieu.see("desk", 20_000);
    await hieu.press("ctrl+alt+a");
    await hieu.see("assignments");
    await hieu.picture("none-yet");
    await hieu.click("assignments-commission");
    await hieu.see("commission-dialog");
    await hieu.click("commission-give");
    expect(await hieu.textOf("commission-problem")).toContain("Chọn người nhận bài");
    await hieu.choose("commission-to", "+");
    await hieu.fill("commission-new-name", "Nguyễn Thị Thanh Mai");
    await hieu.choose("commission-template", "meeting");
    await hieu.fill("commission-subject", "hội nghị giao ban báo chí tháng 12");
    await hieu.fill("commission-place", "TP. Thái Nguyên");
    await hieu.fill("commission-at", "1/12/2030 08:30");
    await hieu.fill("commission-due", "1/12/2030 15:00");
    await hieu.fill("commission-length", "380");
    await hieu.fill("commission-photos", "3");
    await hieu.press("Tab");
    await hieu.paste("Lấy số liệu quý IV từ Sở Thông tin và Truyền thông.");
    await hieu.picture("commission");
    await hieu.click("commission-give");
    await hieu.gone("commission-dialog");
    await hieu.see("assignment-card");
    const id = await hieu.openId();
    const draft = await hieu.stored(id);
    expect(draft.fields.targetLength).toBe(380);
    expect(draft.standing.author?.name).toBe("Nguyễn Thị Thanh Mai");
    await hieu.picture("commissioned");
    const there = await hieu.handOff("1.banthao");
    await hieu.quit();

    // It is her draft, with the template filled.
    await mai.start();
    await mai.see("desk", 20_000);
    await mai.startAgain(there);
    await mai.click("arrival-open");
    await mai.see("received", 30_000);
    await mai.click("received-done");
    await mai.gone("received-dialog");
    await mai.see("assignments-waiting");
    await mai.editor();
    const words = await mai.words();
    expect(words).toContain("Hội nghị giao ban báo chí tháng 12");
    expect(words).toContain("{đơn vị tổ chức}");
    expect(await mai.textOf("syllables")).toContain("/380");
    await mai.picture("to-answer");
    await mai.click("assignment-accept");
    await until("it is accepted", async () => {
      return (await mai.attribute("assignment-answer", "data-answer")) === "accepted";
    });
    expect((await mai.stored(id)).standing.author?.name).toBe("Nguyễn Thị Thanh Mai");
    await mai.gone("assignments-waiting");
    await mai.click("view-myDrafts");
    await mai.see("row");
    await mai.dismissNotices();
    await mai.click("assignment-late");
    await mai.see("answer-dialog");
    await mai.fill("answer-until", "1/12/2030 17:30");
    await mai.click("answer-confirm");
    await mai.says("Hãy ghi lý do.");
    await mai.click("answer-reason");
    await mai.paste("Hội nghị kéo dài, phải chờ kết luận.");
    await mai.picture("late");
    await mai.click("answer-confirm");
    await mai.gone("answer-dialog");
    await mai.picture("answered");
    const back = await mai.handOff("2.banthao");
    await mai.quit();

    await hieu.start();
    await hieu.see("desk", 20_000);
    await hieu.startAgain(back);
    await hieu.click("arrival-open");
    await hieu.see("received", 30_000);
    await hieu.click("received-done");
    await hieu.gone("received-dialog");
    await until("the card has both answers", async () => {
      return (await hieu.all("assignment-answer")).length === 2;
    });
    await hieu.dismissNotices();
    await hieu.press("ctrl+alt+a");
    await hieu.see("assignments-byMe");
    const list = await hieu.words();
    expect(list).toContain("Báo muộn");
    expect(list).toContain("phải chờ kết luận");
    await hieu.picture("editor-sees");
    await hieu.clickOn('[data-testid="assignments"] [data-testid="assignment-again"]');
    await hieu.see("commission-dialog");
    await hieu.picture("again");
    await hieu.press("Escape");
    await hieu.gone("commission-dialog");
    await hieu.press("Escape");
    await hieu.gone("assignments");
    await hieu.showTab("history");
    expect(await hieu.words()).toContain("báo nộp muộn");

    await hieu.click("open-settings");
    await hieu.choose("settings-theme", "dark");
    await hieu.choose("settings-language", "en");
    await hieu.click("settings-done");
    await hieu.gone("settings-dialog");
    await hieu.showTab("details");
    await hieu.picture("card-dark-english");
    await hieu.press("ctrl+alt+a");
    await hieu.see("assignments");
    await hieu.picture("list-dark-english");
    await hieu.click("assignments-commission");
    await hieu.see("commission-dialog");
    await hieu.picture("commission-dark-english");
  },
);
