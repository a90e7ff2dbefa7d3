/**
 * Every screen in both themes and on both sizes of display, for the documentation and for whoever
 * looks at how it looks. With BANTHAO_PICTURES=1 they go to `docs/pictures/`, else they stay with
 * the other pictures of the journeys, so that a test run leaves the tree as it was.
 */

import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { PICTURES, ROOT } from "../harness/app";
import { makeCard, openCard } from "../harness/card";
import type { Desk } from "../harness/desk";
import type { Screen } from "../harness/display";
import { journey } from "../harness/journey";
import { sampleReport } from "../harness/reference";
import { until } from "../harness/until";

const toKeep = process.env["BANTHAO_PICTURES"] === "1";
const FOLDER = toKeep ? resolve(ROOT, "docs/pictures") : resolve(PICTURES, "screens");

const THEMES = ["light", "dark"] as const;
type Theme = (typeof THEMES)[number];

for (const screen of ["1280x720", "1920x1080"] as const) {
  journey(`Every screen has its picture at ${screen}`, { screen }, async (desk) => {
    mkdirSync(FOLDER, { recursive: true });
    for (const theme of THEMES) {
      // The first start has no setting yet: it follows the system.
      desk.display.processes.env["GTK_THEME"] = theme === "dark" ? "Adwaita:dark" : "Adwaita";
      await desk.start();
      await desk.see("first-start", 20_000);
      await keep(desk, "first-start", theme, screen);
      await desk.kill();
    }
    await fillTheDesk(desk);
    await desk.cli("bench-data", "0", "--photos", "120");
    const card = await makeCard(desk);
    await desk.start();
    await desk.see("desk", 20_000);
    // Something has been corrected since it was filed.
    await find(desk, "cho phien vung cao");
    await desk.caretAtEndOf("[data-block='lead']");
    await desk.paste(" Đây là phiên đầu tiên sau đợt mưa lũ tháng 6.");
    await desk.saved();
    for (const theme of THEMES) {
      await wear(desk, theme);
      const shot = (name: string): Promise<void> => keep(desk, name, theme, screen);
      await desk.click("view-all");
      await until("the whole list is there", async () => (await desk.all("row")).length > 3);
      await shot("desk");
      await find(desk, "song van");
      await desk.showTab("details");
      await shot("page");
      await desk.press("F11");
      await desk.gone("open-palette");
      await shot("focus");
      await desk.press("F11");
      await desk.see("open-palette");

      await desk.clickOn(".ProseMirror figure .photo-info");
      await desk.see("photo-caption");
      await shot("photo-details");
      await desk.press("Escape");
      await desk.gone("photo-info");
      await desk.clickOn(".ProseMirror figure .photo-edit");
      await desk.see("photo-edit");
      await desk.see("photo-frame");
      await desk.click("ratio-16:9");
      await shot("photo-edit");
      await desk.press("Escape");
      await desk.gone("photo-edit");
      if (theme === "light") await openCard(desk, card);
      else {
        await desk.press("ctrl+alt+p");
        await desk.see("sheet");
      }
      await desk.press("Home", "Right", "Right", "p", "4", "Right", "x", "Left");
      await shot("contact-sheet");
      await desk.press("Escape");
      await desk.gone("ingest");
      await desk.press("ctrl+shift+k");
      await until("the wall is there", async () => (await desk.all("tile")).length > 10);
      await desk.press("Down", "Right", "space", "Right");
      await until("its details are told", () =>
        desk.driver.run(() => document.querySelector(".stack[data-hash]") !== null),
      );
      await until("no picture is still to come", () =>
        desk.driver.run(() => document.querySelectorAll(".tile img").length > 10),
      );
      await shot("picture-wall");
      await desk.press("Escape", "Escape");
      await desk.gone("wall");

      await find(desk, "thong xe lien thon");
      await desk.showTab("review");
      await shot("review");
      await desk.driver.run(() =>
        document.querySelector(".ProseMirror figure")?.scrollIntoView({ block: "center" }),
      );
      await shot("photo-missing");
      await find(desk, "cho phien vung cao");
      await desk.press("ctrl+shift+e");
      await desk.showTab("changes");
      await desk.see("change");
      await shot("changes");
      await desk.click("changes-compare");
      await desk.see("reader-old");
      await desk.see("change");
      await shot("compare");
      await desk.press("Escape");
      await desk.gone("compare");
      await desk.press("ctrl+shift+e");
      await desk.gone("changes-shown");
      await desk.press("ctrl+shift+h");
      await desk.see("hand-off-dialog");
      await shot("hand-off");
      await desk.press("Escape");
      await desk.gone("hand-off-dialog");

      await find(desk, "du thao van kien");
      await desk.showTab("history");
      await shot("history");
      await desk.press("ctrl+e");
      await desk.see("export-dialog");
      await shot("export");
      await desk.press("Escape");
      await desk.gone("export-dialog");

      await desk.display.copy(sampleReport());
      await desk.press("ctrl+shift+v");
      await desk.see("paste-dialog");
      await shot("paste");
      await desk.press("ctrl+v");
      await desk.see("recognise-dialog");
      await shot("import");
      await desk.press("Escape");
      await desk.gone("recognise-dialog");

      await desk.press("ctrl+k");
      await desk.see("palette");
      await shot("palette");
      await desk.press("Escape");
      await desk.gone("palette");
      await desk.press("F1");
      await desk.see("shortcuts-dialog");
      await shot("shortcuts");
      await desk.press("Escape");
      await desk.gone("shortcuts-dialog");
      await desk.click("open-settings");
      await desk.see("settings-dialog");
      await shot("settings");
      await desk.press("Escape");
      await desk.gone("settings-dialog");
    }
  });
}

async function keep(desk: Desk, name: string, theme: Theme, screen: Screen): Promise<void> {
  // What is kept with the sources is kept small; the eye does not see the difference. Dithered,
  // photos would be twice as large.
  const small = toKeep ? ["+dither", "-colors", "256", "-depth", "8"] : [];
  await desk.pictureAt(resolve(FOLDER, `${name}-${theme}-${screen}.png`), ...small);
}

/** A desk in the middle of a working day. */
async function fillTheDesk(desk: Desk): Promise<void> {
  await desk.alreadySetUp({ name: "Nguyễn Thị Thanh Mai", role: "editor" });
  const review = (id: string, ...args: string[]): Promise<unknown> =>
    desk.cli("review", id, ...args);
  const returned = await desk.importText([
    "Mưa lớn chia cắt ba xã vùng cao",
    "Đêm 10/9, mưa lớn gây sạt lở nhiều điểm trên tuyến tỉnh lộ, ba xã vùng cao bị chia cắt tạm thời.",
    "Lực lượng chức năng đã huy động máy xúc thông tuyến từ 5 giờ sáng, ưu tiên đường vào trạm y tế và trường học.",
  ]);
  await review(returned, "file");
  await review(returned, "claim");
  await review(
    returned,
    "return",
    "--reason",
    "Cần số liệu thiệt hại đến 8 giờ sáng và tên người cung cấp.",
  );
  const approved = await desk.importText([
    "Lấy ý kiến nhân dân vào dự thảo văn kiện đại hội",
    "Sáng 12/9, Đảng ủy xã Tân Lập họp cho ý kiến về dự thảo văn kiện, tiếp thu góp ý của các chi bộ.",
    "Các đại biểu đề nghị bám sát thực tiễn, nêu rõ nguyên nhân, nhất là nguyên nhân chủ quan, và bài học kinh nghiệm.",
    "Dự thảo sẽ được niêm yết tại nhà văn hóa các thôn để người dân góp ý đến hết tháng 9.",
    "Thanh Mai - Thanh Hiếu",
  ]);
  for (const action of ["file", "claim", "approve"]) await review(approved, action);
  const filed = await desk.importText([
    "Chợ phiên vùng cao họp lại sau ba tháng",
    "Chủ nhật 14/9, chợ phiên trung tâm cụm xã họp lại với hơn 300 gian hàng.",
    "Bà con mang đến chè, mật ong và nông sản đầu vụ; lực lượng dân quân giữ trật tự từ sáng sớm.",
  ]);
  await review(filed, "file");
  await desk.importText([
    "Thông xe tuyến đường liên thôn ở xã vùng cao Tân Lập",
    "Sáng 12/9, xã Tân Lập thông xe tuyến đường liên thôn dài 4 km sau ba tháng thi công, kịp trước mùa mưa lũ.",
    "Tuyến đường nối năm thôn với trung tâm xã. Người dân hiến hơn 2.000 mét vuông đất và đóng góp gần một nghìn ngày công để mở rộng mặt đường.",
    "Các đại biểu cắt băng thông xe tuyến đường",
    "Theo Ủy ban nhân dân xã, giai đoạn hai sẽ làm thêm hai cây cầu bản trong năm tới, ưu tiên những đoạn thường bị chia cắt khi mưa lớn kéo dài.",
    "Thanh Hiếu",
  ]);
  const claimed = await desk.importText([
    "Trường mới khai giảng ở thôn xa nhất huyện",
    "Sáng 5/9, 62 học sinh thôn Bản Tèn dự lễ khai giảng đầu tiên trong ngôi trường mới.",
    "Công trình gồm bốn phòng học và một bếp ăn, xây trong năm tháng từ tiền góp của nhiều đơn vị.",
  ]);
  await review(claimed, "file");
  await review(claimed, "claim");
}

/** Opens the one article with these words. */
async function find(desk: Desk, words: string): Promise<void> {
  await desk.click("view-all");
  await desk.click("filter");
  await desk.press("ctrl+a");
  await desk.type(words);
  await until(`"${words}" is found`, async () => (await desk.all("row")).length === 1);
  await desk.click("row");
  const id = await desk.attribute("row", "data-id");
  await until("its page is open", async () => (await desk.openId()) === id);
  await desk.click("filter");
  await desk.press("Escape");
  await until("the whole list is back", async () => (await desk.all("row")).length > 3);
  await desk.clickOn(".ProseMirror [data-block='lead']");
}

async function wear(desk: Desk, theme: Theme): Promise<void> {
  await desk.click("open-settings");
  await desk.choose("settings-theme", theme);
  await until(`the ${theme} theme is on`, () =>
    desk.driver.run((wanted) => document.documentElement.dataset["theme"] === wanted, theme),
  );
  await desk.click("settings-done");
  await desk.gone("settings-dialog");
}
