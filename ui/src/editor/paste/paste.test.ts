import type { EditorView } from "prosemirror-view";
import { afterEach, describe, expect, it, vi } from "vitest";

import {
  HASH,
  box,
  caret,
  copy,
  ids,
  line,
  list,
  open,
  p,
  page,
  photo,
  press,
  selectAcross,
  sketch,
  table,
} from "../testing";
import { oldFontRuns, oldPaste, type FontRun } from "./old";

afterEach(() => {
  document.body.replaceChildren();
});

/** What a paste into an empty page leaves of it, without ids. */
function pasted(html: string): string[] {
  const { view } = open(page("Tít", "Sapo", p("a")));
  caret(view, "a", 0);
  view.pasteHTML(html);
  view.state.doc.check();
  return sketch(view)
    .slice(2)
    .map((block) => block.replace(/#\w+/g, ""));
}

function pastedText(text: string): string[] {
  const { view } = open(page("Tít", "Sapo", p("a")));
  caret(view, "a", 0);
  view.pasteText(text);
  view.state.doc.check();
  return sketch(view)
    .slice(2)
    .map((block) => block.replace(/#\w+/g, ""));
}

describe("HTML of other programs", () => {
  it("becomes blocks of the article", () => {
    expect(
      pasted(`<article><h1>Đầu đề</h1><p>Một <b>hai</b> <i>ba</i> m<sup>2</sup> H<sub>2</sub>O</p>
        <h3><strong>Mục</strong></h3><blockquote><p>Lời 1</p><p>Lời 2</p></blockquote>
        <ul><li>a</li><li><p>b</p><ul><li>c</li></ul></li></ul><ol><li>1</li></ol>
        <figure><img src="https://x/y.jpg" onerror="alert(1)"><figcaption>Chú <em>thích</em></figcaption></figure>
        <p>Xem <a href="https://vi.du/a" onclick="x()" target="_blank">đây</a>.</p></article>`),
    ).toEqual([
      'subhead "Đầu đề"',
      'paragraph "Một <strong>hai</> <em>ba</> m<sup>2</> H<sub>2</>O"',
      'subhead "Mục"',
      'quote "Lời 1"',
      'quote "Lời 2"',
      'list [listItem "a", listItem "b", listItem "c"]',
      'numbered [listItem "1"]',
      'photo "Chú <em>thích</>"',
      'paragraph "Xem <link>đây</>."',
    ]);
  });

  it("from Word keeps lists and loses Word", () => {
    expect(
      pasted(`<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>@import url(http://x/y.css);
        p.MsoNormal { background: url(http://x/y.png) }</style><!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head>
        <body><!--StartFragment--><p class=MsoNormal style='background:url("http://x/z.png")'><b><span lang=VI>Kính gửi:<o:p></o:p></span></b></p>
        <p class=MsoNormal><o:p>&nbsp;</o:p></p>
        <p class=MsoListParagraphCxSpFirst style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]><span lang=VI>mục&nbsp;một</span></p>
        <p class=MsoListParagraphCxSpLast style='text-indent:-18pt;mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>mục hai</p>
        <p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>thứ nhất</p>
        <p class=MsoNormal><img width=10 src="file:///C:/Users/x/anh.jpg"><v:shape><v:imagedata src="file:///C:/x.wmz"/></v:shape>Hết.</p>
        <!--EndFragment--></body></html>`),
    ).toEqual([
      'paragraph "<strong>Kính gửi:</>"',
      'list [listItem "mục một", listItem "mục hai"]',
      'numbered [listItem "thứ nhất"]',
      'paragraph "Hết."',
    ]);
  });

  it("from Word through WebKitGTK, which drops Word's own styles, keeps lists and headings", () => {
    // As the webview hands it on, with one style left of the thirty that it writes to each line.
    const gap = `<span style="font-size: 7pt;">&nbsp;&nbsp;&nbsp;&nbsp;<span class="Apple-converted-space">&nbsp;</span></span>`;
    const sign = (text: string, font = "Symbol"): string =>
      `<span lang="VI" style="font-family: ${font};"><span>${text}${gap}</span></span>`;
    expect(
      pasted(
        `<p class="MsoTitle" style="font-weight: 400;"><span lang="VI">Thông xe đường liên thôn<o:p></o:p></span></p>` +
          `<p class="MsoNormal" style="font-weight: 400;"><b><span lang="VI">Sáng 12/9</span></b><span lang="VI">, xã họp.<o:p></o:p></span></p>` +
          `<p class="MsoHeading7" style="font-weight: 400;"><b>Con số</b></p>` +
          `<p class="MsoListParagraphCxSpFirst" style="font-weight: 400;">${sign("·")}<span lang="VI">Dài 4 km<o:p></o:p></span></p>` +
          `<p class="MsoListParagraphCxSpMiddle" style="font-weight: 400;">${sign("\uf0b7")}<b><span lang="VI">2.000 m²</span></b><span lang="VI"><span class="Apple-converted-space"> </span>đất được hiến</span></p>` +
          `<p class="MsoListParagraphCxSpMiddle" style="font-weight: 400;">${sign("o", "&quot;Courier New&quot;")}ô tô vào được</p>` +
          `<p class="MsoListParagraphCxSpMiddle" style="font-weight: 400;">${sign("§", "Wingdings")}năm thôn</p>` +
          `<p class="MsoListParagraphCxSpLast" style="font-weight: 400;">${sign("-")}kịp mùa mưa</p>` +
          `<p class="MsoListParagraph" style="font-weight: 400;">${sign("1.", "serif")}Hai cầu bản</p>` +
          `<p class="MsoListParagraph" style="font-weight: 400;">${sign("2.", "serif")}Cống qua suối</p>` +
          `<p class="MsoListParagraph" style="font-weight: 400;">1.200 người dự, không phải mục.</p>` +
          `<p class="MsoListParagraph" style="font-weight: 400;">o bế từng con số</p>` +
          `<p class="MsoNormal" style="font-weight: 400;">- Một dòng thường</p>`,
      ),
    ).toEqual([
      'subhead "Thông xe đường liên thôn"',
      'paragraph "<strong>Sáng 12/9</>, xã họp."',
      'subhead "Con số"',
      'list [listItem "Dài 4 km", listItem "<strong>2.000 m²</> đất được hiến", listItem "ô tô vào được", listItem "năm thôn", listItem "kịp mùa mưa"]',
      'numbered [listItem "Hai cầu bản", listItem "Cống qua suối"]',
      'paragraph "1.200 người dự, không phải mục."',
      'paragraph "o bế từng con số"',
      'paragraph "- Một dòng thường"',
    ]);
  });

  it("from Word gives the page its headline, where it has none and a text follows", () => {
    const title = `<p class="MsoTitle"><b>Tiêu đề</b> mới</p>`;
    const text = `<p class="MsoNormal">Một</p><p class="MsoNormal">Hai</p>`;
    const into = (where: string, headline: string, html: string): string[] => {
      const { view } = open(page(headline, "", p("a")));
      caret(view, where, 0);
      view.pasteHTML(html);
      view.state.doc.check();
      return sketch(view).map((block) => block.replace(/#\w+/g, ""));
    };
    const filled = ['headline "Tiêu đề mới"', 'lead ""', 'paragraph "Một"', 'paragraph "Hai"'];
    expect(into("a", "", title + text)).toEqual(filled);
    expect(into("headline", "", title + text)).toEqual(filled);
    expect(into("lead", "", title + text)).toEqual([
      'headline "Tiêu đề mới"',
      'lead "Một"',
      'paragraph "Hai"',
    ]);
    expect(into("a", "Tít đã có", title + text)).toEqual([
      'headline "Tít đã có"',
      'lead ""',
      'subhead "Tiêu đề mới"',
      'paragraph "Một"',
      'paragraph "Hai"',
    ]);
    expect(into("a", "", title), "a title alone stays where it was put").toEqual([
      'headline ""',
      'lead ""',
      'subhead "Tiêu đề mới"',
    ]);
  });

  it("from word processors on the web is bold only where it says so", () => {
    expect(
      pasted(
        `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:400;font-style:normal">thường </span><span style="font-weight:700;font-style:italic">đậm</span></p><br><p><span style="vertical-align:super">2</span></p></b>`,
      ),
    ).toEqual(['paragraph "thường <em+strong>đậm</>"', 'paragraph "<sup>2</>"']);
  });

  it("keeps tables of figures and takes tables that only arrange apart", () => {
    expect(
      pasted(
        "<table><caption>Bảng 1</caption><thead><tr><th colspan=2>Năm</th></tr></thead><tbody><tr><td>2019<br>2020</td><td>41,23%</td></tr><tr><td>x</td></tr></tbody></table>",
      ),
    ).toEqual([
      'paragraph "Bảng 1"',
      'table [tableRow [tableCell "Năm", tableCell ""], tableRow [tableCell "2019 2020", tableCell "41,23%"], tableRow [tableCell "x", tableCell ""]]',
    ]);
    expect(pasted("<table role=presentation><tr><td><p>a</p></td><td>b</td></tr></table>")).toEqual(
      ['paragraph "a"', 'paragraph "b"'],
    );
    expect(pasted("<table><tr><td>một cột</td></tr><tr><td>hai</td></tr></table>")).toEqual([
      'paragraph "một cột"',
      'paragraph "hai"',
    ]);
    expect(
      pasted("<figure class=wp-block-table><table><tr><td>1</td><td>2</td></tr></table></figure>"),
    ).toEqual(['table [tableRow [tableCell "1", tableCell "2"]]']);
  });

  it("makes paragraphs of line breaks and of loose text", () => {
    expect(pasted("một<br>hai<div>ba</div>bốn<hr>năm")).toEqual([
      'paragraph "một"',
      'paragraph "hai"',
      'paragraph "ba"',
      'paragraph "bốn"',
      'paragraph "năm"',
    ]);
    expect(pasted("<pre>một\n\nhai</pre>")).toEqual(['paragraph "một"', 'paragraph "hai"']);
  });

  it("joins the line of the caret where it is one line", () => {
    const { view } = open(page("Tít", "Sapo", line("subhead", "a", "đầu cuối")));
    caret(view, "a", 4);
    view.pasteHTML("<p>giữa&nbsp;</p>");
    expect(sketch(view)[2]).toBe('subhead#a "đầu giữacuối"');
    view.pasteHTML("<span> x</span>");
    expect(sketch(view)[2]).toBe('subhead#a "đầu giữaxcuối"');
  });

  it("splits the line of the caret where it is several blocks", () => {
    const { view } = open(page("Tít", "Sapo", p("a", "đầu cuối")));
    caret(view, "a", 4);
    view.pasteHTML("<p>1</p><figure><img><figcaption>ảnh</figcaption></figure><p>2</p>");
    expect(
      sketch(view)
        .slice(2)
        .map((block) => block.replace(/#\w+/g, "")),
    ).toEqual(['paragraph "đầu 1"', 'photo "ảnh"', 'paragraph "2cuối"']);
    expect(ids(view)[0]).toBe("a");
  });
});

describe("plain text", () => {
  it("becomes a paragraph a line, in the form in which text is stored", () => {
    expect(
      pastedText(
        "\ufeffTie\u0302\u0301ng Vie\u0323\u0302t\u00a0 gi\u200b\u1eefa\r\n\r\n  ba\u0301o\u2028chí\tsố 1\n",
      ),
    ).toEqual(['paragraph "Tiếng Việt  giữa"', 'paragraph "báo"', 'paragraph "chí số 1"']);
  });

  it("of one line joins the text and its marks", () => {
    const { view } = open(page("Tít", "Sapo", p("a", "*đậm*")));
    caret(view, "a", 2);
    view.pasteText(" x ");
    expect(sketch(view)[2]).toBe('paragraph#a "<strong>đậ x m</>"');
  });

  it("of nothing changes nothing", () => {
    expect(pastedText("\n\u200b\n")).toEqual(['paragraph ""']);
    expect(pastedText("\u0000")).toEqual(['paragraph ""']);
  });
});

describe("a paste", () => {
  const article = "<p>Dòng một</p><p>Dòng <b>hai</b></p><ul><li>ba</li></ul>";

  it("into headline or lead leaves its first line there and begins the body with the rest", () => {
    const { view } = open(page("", "", p("a")));
    caret(view, "headline", 0);
    view.pasteHTML(`<p><b>Dòng</b> một</p><p>Dòng <b>hai</b></p><ul><li>ba</li></ul>`);
    expect(sketch(view).map((block) => block.replace(/#\w+/g, ""))).toEqual([
      'headline "Dòng một"',
      'lead ""',
      'paragraph "Dòng <strong>hai</>"',
      'list [listItem "ba"]',
    ]);
    caret(view, "lead", 0);
    view.pasteHTML("<p>Sapo <i>x</i></p><p>nữa</p>");
    expect(sketch(view)[1]).toBe('lead "Sapo <em>x</>"');
    expect(sketch(view)[2]).toMatch(/^paragraph#\w+ "nữa"$/);
  });

  it("into a caption or a cell is one line, photos and tables go below", () => {
    const { view } = open(page("t", "s", photo("a", "Chú: ", HASH), table("b", ["1", "2"])));
    caret(view, "a", -1);
    view.pasteHTML(article);
    caret(view, "b/0", -1);
    view.pasteHTML(article);
    expect(sketch(view).slice(2)).toEqual([
      'photo#a "Chú: Dòng một Dòng <strong>hai</> ba"',
      'table#b [tableRow [tableCell "1Dòng một Dòng <strong>hai</> ba", tableCell "2"]]',
    ]);
    caret(view, "a", 0);
    view.pasteHTML("<p>x</p><figure><img><figcaption>y</figcaption></figure>");
    expect(
      sketch(view)
        .slice(2, 5)
        .map((block) => block.replace(/#\w+ .*/, "")),
    ).toEqual(["photo", "paragraph", "photo"]);
  });

  it("into a list makes items, into a box what a box can hold", () => {
    const { view } = open(page("t", "s", list("a", true, "1", "2"), box("b", p("c", "x"))));
    caret(view, "a/0", -1);
    view.pasteHTML("<p>một</p><p>hai</p>");
    expect(sketch(view)[2]).toBe('numbered#a [listItem "1một", listItem "hai", listItem "2"]');
    caret(view, "c", -1);
    view.pasteHTML("<blockquote>lời</blockquote><h2>mục</h2>");
    expect(sketch(view)[3]?.replace(/(paragraph|subhead)#\w+/g, "$1")).toBe(
      'box#b [paragraph "xlời", subhead "mục"]',
    );
    view.pasteHTML("<table><tr><td>1</td><td>2</td></tr></table>");
    expect(sketch(view)[4]).toMatch(/^table/);
  });

  it("of our own copy brings everything back", () => {
    const blocks = [
      p("a", "*đậm* thường"),
      line("quote", "b", "lời"),
      list("c", true, "1", "2"),
      table("d", ["1", "2"], ["3", "4"]),
      box("e", p("f", "trong")),
      photo("g", "chú thích", HASH),
    ];
    const { view } = open(page("Tít", "Sapo", ...blocks));
    press(view, "Mod-a");
    const { html } = copy(view);
    const other = open(page("", "", p("z")));
    press(other.view, "Mod-a");
    other.view.pasteHTML(html);
    const bare = (lines: string[]): string[] => lines.map((block) => block.replace(/#\w+/g, ""));
    expect(bare(sketch(other.view))).toEqual(bare(sketch(view)));
    expect(other.view.state.doc.lastChild?.attrs["photo"]).toBe(HASH);

    caret(other.view, "lead", -1);
    press(other.view, "Mod-Enter");
    other.view.pasteHTML(html);
    expect(bare(sketch(other.view)).slice(0, 4)).toEqual([
      'headline "Tít"',
      'lead "Sapo"',
      'subhead "Tít"',
      'paragraph "Sapo"',
    ]);
  });

  it("of a part of our own copy brings just the words", () => {
    const { view } = open(page("Tít", "Sapo", list("a", false, "một", "hai"), p("b", "_")));
    caret(view, "a/0", 0, 2);
    const { html, text } = copy(view);
    expect(text).toBe("mộ");
    caret(view, "b", -1);
    view.pasteHTML(html);
    expect(sketch(view)[3]).toBe('paragraph#b "_mộ"');
    selectAcross(view, "a/0", 0, "a/1", 3);
    expect(copy(view).text).toBe("- một\n- hai");
  });

  it("that is too long is refused as a whole", () => {
    const onPasteRefused = vi.fn();
    const { view } = open(page("Tít", "Sapo", p("a", "x")), { onPasteRefused });
    caret(view, "a", 0);
    view.pasteText("a".repeat(2_100_000));
    expect(onPasteRefused).toHaveBeenCalledOnce();
    expect(sketch(view)[2]).toBe('paragraph#a "x"');
    view.pasteText("b".repeat(1_000_000));
    expect(view.state.doc.child(2).content.size).toBe(1_000_001);
  });
});

describe("hostile clipboard", () => {
  const executable =
    /script|onerror|onload|onclick|javascript:|data:|srcdoc|<img|<svg|<iframe|style=/i;

  it.each([
    ["a picture that fails", `<p>a<img src=x onerror="window.hacked=1">b</p>`, ['paragraph "ab"']],
    ["animated SVG", `<svg><animate onbegin=alert(1) attributeName=x></svg>x`, ['paragraph "x"']],
    [
      "MathML",
      `<math><annotation-xml encoding="text/html"><p>ẩn<img src=x onerror=1></p></annotation-xml></math>x`,
      ['paragraph "x"'],
    ],
    ["a broken script address", `<a href="java&#10;script:alert(1)">x</a>`, ['paragraph "x"']],
    ["a script address", `<a href="JaVaScRiPt:alert(1)">x</a>`, ['paragraph "x"']],
    ["an address with a space before", `<a href=" javascript:alert(1)">x</a>`, ['paragraph "x"']],
    [
      "a page in an address",
      `<a href="data:text/html,<script>1</script>">x</a>`,
      ['paragraph "x"'],
    ],
    [
      "addresses in styles",
      `<p style="background:url(http://x);width:expression(1)">x</p><style>@import "http://x"</style>`,
      ['paragraph "x"'],
    ],
    [
      "base, refresh, forms and frames",
      `<base href="http://x/"><meta http-equiv=refresh content="0;url=http://x"><form action="http://x"><input name=a value=b><button formaction=javascript:1>gửi</button>x</form><iframe srcdoc="<script>1</script>"></iframe>`,
      ['paragraph "x"'],
    ],
    [
      "scripts and templates",
      `<script>window.hacked=1</script><template><p>y</p></template><noscript><p>z</p></noscript>x`,
      ['paragraph "x"'],
    ],
    [
      "what is hidden",
      `<p>x<span style="display:none">ẩn</span><span hidden>ẩn</span></p>`,
      ['paragraph "x"'],
    ],
  ])("%s leaves nothing but words", (_, html, expected) => {
    expect(pasted(html)).toEqual(expected);
    const { view } = open(page("t", "s", p("a")));
    caret(view, "a", 0);
    view.pasteHTML(html);
    expect(JSON.stringify(view.state.doc.toJSON())).not.toMatch(executable);
    expect(new XMLSerializer().serializeToString(view.dom)).not.toMatch(executable);
    expect(window).not.toHaveProperty("hacked");
  });

  it.each([
    [
      `<p data-pm-slice='0 0 ["photo",{"id":["x"],"photo":"../../x","credit":{"a":1},"__proto__":{"y":1}}]'>x</p>`,
    ],
    [`<p data-pm-slice='1 1 ["box",{"id":"a\\"onload=1"},"table",null]'>x</p>`],
    [`<p data-pm-slice='99 99 ["doc",null]'>x</p>`],
    [`<table data-pm-slice='0 0 ["box",null]'><tr><td>x</td></tr></table>`],
    [
      `<figure data-pm-slice='0 0 []' data-id="${"x".repeat(40)}" data-photo="javascript:1" data-credit="&#0;a&#x202e;b">x</figure>`,
    ],
    [
      `<h1 data-block=headline data-pm-slice='0 0 []'>x</h1><p data-block=lead>y</p><h1 data-block=headline>z</h1>`,
    ],
    [`<div data-block=photoGroup data-pm-slice='0 0 ["list",{"ordered":"x"}]'><p>x</p></div>`],
    [`<p data-pm-slice="1 1 {">x</p>`],
    [`<ul data-pm-slice='0 0 ["listItem",null,"tableCell",{"header":[1]}]'><li>x</li></ul>`],
    [`<p data-pm-slice='0 0 []'><a href="javascript:alert(1)">x</a><img src=x onerror=1></p>`],
  ])("a forged copy of ours is made sound: %s", (html) => {
    const { view } = open(page("t", "s", p("a"), p("b", "sau")));
    caret(view, "a", 0);
    view.pasteHTML(html);
    view.state.doc.check();
    for (const id of ids(view)) expect(id).toMatch(/^[a-z0-9]{1,8}$/);
    expect(view.state.doc.textContent).toContain("x");
    const json = JSON.stringify(view.state.doc.toJSON());
    expect(json).not.toMatch(executable);
    view.state.doc.descendants((node) => {
      if (node.type.name !== "photo") return;
      expect(node.attrs["photo"]).toBeNull();
      expect(typeof node.attrs["credit"]).toBe("string");
      expect(node.attrs["credit"]).not.toMatch(/[\u202e\p{Cc}]/u);
    });
    expect(({} as Record<string, unknown>)["y"]).toBeUndefined();
  });

  it("invisible and twisting characters do not come in", () => {
    const text = "a\u202eb\u2066c\u200dd\u0000e\u00adf\ud800g 👨‍👩‍👧";
    expect(pastedText(text)).toEqual(['paragraph "abcd ef\ufffdg 👨‍👩‍👧"']);
    expect(pasted(`<p>${text}</p>`)[0]).toMatch(/^paragraph "abcd.?ef\ufffdg 👨‍👩‍👧"$/);
  });

  it("very deep nesting keeps the words", () => {
    const depth = 3000;
    const html = `<p>${"<b>".repeat(depth)}sâu${"</b>".repeat(depth)}</p><p>sau</p>`;
    expect(pasted(html)).toEqual(['paragraph "<strong>sâu</>"', 'paragraph "sau"']);
    const lists = `${"<ul><li>".repeat(600)}sâu${"</li></ul>".repeat(600)}`;
    expect(() => pasted(lists)).not.toThrow();
  });
});

describe("a text in an old encoding", () => {
  const word = `<html><head><style><!--
    p.MsoNormal, li.MsoNormal {margin:0cm; font-family:".VnTime";} h1 {font-family:".VnTimeH"}
    --></style></head><body><!--StartFragment-->
    <h1>®¹i héi</h1>
    <p class=MsoNormal>Th&shy;êng <b>vô</b> <span style='font-family:"Times New Roman",serif'>café Đắk Lắk</span></p>
    <p><font face="VNI-Times">Vieät</font></p></body></html>`;

  /** Pastes into an empty page; each run is answered as `says` has it. */
  async function pastedOld(
    data: Record<string, string>,
    says: (run: FontRun) => string | null,
  ): Promise<{ runs: FontRun[]; blocks: string[]; view: EditorView }> {
    const asked: FontRun[] = [];
    const { view } = open(page("Tít", "Sapo", p("a")), {
      onOldPaste: (runs) => {
        asked.push(...runs);
        const texts = runs.map(says);
        return Promise.resolve(texts.includes(null) ? null : (texts as string[]));
      },
    });
    caret(view, "a", 0);
    const event = new Event("paste", { bubbles: true, cancelable: true });
    Object.assign(event, { clipboardData: { getData: (kind: string) => data[kind] ?? "" } });
    view.dom.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    await Promise.resolve();
    await Promise.resolve();
    view.state.doc.check();
    const blocks = sketch(view)
      .slice(2)
      .map((block) => block.replace(/#\w+/g, ""));
    return { runs: asked, blocks, view };
  }

  it("is asked about font by font, and what is answered lands with its form", async () => {
    const { runs, blocks } = await pastedOld({ "text/html": word }, ({ text, font }) =>
      font === "" ? text : text.replace(/\S+/g, (one) => `<${one}>`),
    );
    expect(runs.filter(({ text }) => text.trim() !== "")).toEqual([
      { text: "®¹i héi", font: '".VnTimeH"' },
      { text: "Th\u{AD}êng ", font: '".VnTime"' },
      { text: "vô", font: '".VnTime"' },
      { text: "café Đắk Lắk", font: '"Times New Roman",serif' },
      { text: "Vieät", font: "VNI-Times" },
    ]);
    expect(blocks).toEqual([
      'subhead "<®¹i> <héi>"',
      'paragraph "<Thêng> <strong><vô></> <café> <Đắk> <Lắk>"',
      'paragraph "<Vieät>"',
    ]);
  });

  it("of plain letters is asked about as a whole", async () => {
    const { runs, blocks } = await pastedOld(
      { "text/plain": "ViÖt Nam\nc\u{AD}êi" },
      () => "Việt\ncười",
    );
    expect(runs).toEqual([{ text: "ViÖt Nam\nc\u{AD}êi", font: "" }]);
    expect(blocks).toEqual(['paragraph "Việt"', 'paragraph "cười"']);
  });

  it("is not put in where somebody thinks better of it", async () => {
    const { blocks } = await pastedOld({ "text/plain": "ViÖt" }, () => null);
    expect(blocks).toEqual(['paragraph ""']);
  });

  it("is told from what people write today, which is not asked about", () => {
    for (const text of [
      "Đại hội, café",
      "Thông cáo báo chí «Hà Nam» 5 m² – 10 °C…",
      "It's a test. Who knows? 北京 🙂",
      "",
    ]) {
      for (const kind of ["text/plain", "text/html"]) {
        const data = { getData: (wanted: string) => (wanted === kind ? text : "") };
        expect(oldPaste(data as DataTransfer), text).toBeNull();
      }
    }
    for (const text of ["ViÖt", "Vieät", "Viá»‡t", "Co^.ng ho`a xa~"]) {
      const data = { getData: (wanted: string) => (wanted === "text/plain" ? text : "") };
      expect(oldPaste(data as DataTransfer)?.runs, text).toEqual([{ text, font: "" }]);
    }
    expect(oldFontRuns("<p>ViÖt</p>"), "no font tells").toBeNull();
    expect(oldFontRuns('<p>a</p><p><span style="font-family:.VnTime">Vi\nÖt</span></p>')).toEqual([
      { text: "a", font: "" },
      { text: "\n", font: "" },
      { text: "Vi Öt", font: ".VnTime" },
      { text: "\n", font: "" },
    ]);
  });
});
