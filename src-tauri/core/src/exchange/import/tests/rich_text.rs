//! Rich text, as Word, LibreOffice and WordPad write it.

use super::*;

fn rtf(body: &str) -> Vec<u8> {
    let fonts = r"{\fonttbl{\f0\froman\fcharset163 Times New Roman;}{\f1\fnil\fcharset0 .VnTime;}{\f2\fnil\fcharset2 Symbol;}}";
    let styles = r"{\stylesheet{\ql\fs24 Normal;}{\s1\qc\b\fs40 Title;}{\s2\b heading 2;}{\s15\i\sbasedon0 caption;}{\*\cs10 Default;}}";
    format!(
        r"{{\rtf1\ansi\ansicpg1252\deff0{fonts}{{\colortbl;\red255\green0\blue0;}}{styles}{body}}}"
    )
    .into_bytes()
}

fn read_rtf(body: &str) -> Incoming {
    read(&rtf(body), "bai.rtf", None).unwrap_or_else(|failure| panic!("{failure}"))
}

/// A paragraph, its letters written as Word writes them.
fn par(look: &str, text: &str) -> String {
    let letters = text.encode_utf16().map(|unit| match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
        _ => format!(r"\u{}?", unit.cast_signed()),
    });
    format!(r"\pard\plain {look} {}\par ", letters.collect::<String>()) + "\r\n"
}

fn hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.chunks(64).map(<[String]>::concat).collect::<Vec<_>>().join("\r\n")
}

#[test]
fn a_rich_text_becomes_an_article() {
    let label = |label: &str| format!(r"{{\listtext\pard\plain\ltrpar \f2 {label}\tab}}");
    let item = |text: &str, label_: &str, list: u32| {
        label(label_) + &par(&format!(r"\ls{list}\ilvl0\fi-360\li720"), text)
    };
    let row = |cells: [&str; 2]| {
        format!(r"\trowd\cellx100\cellx200\pard\intbl {}\cell {}\cell\row ", cells[0], cells[1])
    };
    let jpeg = picture().1;
    let picture = format!(
        r"\pard\plain {{\*\shppict{{\pict{{\*\picprop{{\sp{{\sn a}}{{\sv b1}}}}}}\picw200\pich100\jpegblip {}}}}}{{\nonshppict{{\pict\wmetafile8 0100}}}}\par ",
        hex(&jpeg)
    );
    let body = [
        par(r"\s1\qc\b", "Làm việc với Huyện ủy"),
        par("", LEAD),
        r"\pard\plain \f0 R\u7897?ng 25 m{\super 2}, {\b r\u7845?t \u273?\u7865?p}, {\field{\*\fldinst HYPERLINK ".to_owned(),
        r#""https://a.vn/"}{\fldrslt xem}}{\footnote\pard\plain{\super\chftn} ch\'e2n trang}.\par "#.to_owned(),
        picture,
        par(r"\s15\i", "Quang cảnh hội nghị"),
        par(r"\s2\b", "Nhân sự"),
        item("một", r"\'b7", 1),
        item("hai", r"\'b7", 1),
        par("", "Giữa hai danh sách là đoạn này."),
        item("ba", "1.", 2),
        item("bốn", "2.", 2),
        row(["a", "b"]),
        row(["c", "d"]),
        par("", "Cuối cùng là đoạn này."),
        r"{\header\pard Trang 1\par}{\v \u7849?n}".to_owned(),
    ];
    let read = read_rtf(&body.concat());
    assert_eq!(
        outline(&head(&read).document),
        [
            "headline: Làm việc với Huyện ủy",
            &format!("lead: {LEAD}"),
            "p: Rộng 25 m^2^, **rất đẹp**, [xem](https://a.vn/).",
            "photo: Quang cảnh hội nghị (alt , credit )",
            "sub: Nhân sự",
            "ul: một / hai",
            "p: Giữa hai danh sách là đoạn này.",
            "ol: ba / bốn",
            "table: a | b / c | d",
            "p: Cuối cùng là đoạn này.",
        ]
    );
    let file = read.recognition.file.as_ref().unwrap();
    assert_eq!(file.format, FileFormat::Rtf);
    assert_eq!(file.left_out, [(LeftOut::Note, 1), (LeftOut::HiddenText, 1)]);
    assert_eq!(read.pictures().next().unwrap().1, &jpeg[..]);
}

#[test]
fn old_fonts_and_code_pages_of_a_rich_text_are_understood() {
    // windows-1258 by the character set of the font, TCVN3 by its name.
    let body = r"\pard\plain\f0 Xin ch\'e0o c\'e1c \'f0\'f4i\par\pard\plain\f1 Vi\'d6t Nam\par ";
    let read = read_rtf(body);
    let lines: Vec<&str> = read.recognition.lines.iter().map(|line| &*line.text).collect();
    assert_eq!(lines, ["Xin chào các đôi", "Việt Nam"]);
}

#[test]
fn tracked_changes_of_a_rich_text_come_along_and_comments_are_told() {
    let people = r"{\*\revtbl{Unknown;}{H\u224?;}{Mai;}}";
    let text = r"\pard\plain C\u243? {\deleted\revauthdel1\strike 245}{\revised\revauth1\cf1\ul 254} \u273?\u7841?i bi\u7875?u{\*\atnid H}{\*\atnauthor H\u224?}\chatn {\*\annotation \pard\plain \u272?\u250?ng ch\u432?a?}.{\deleted\revauthdel2\par}\pard H\u7871?t.\par ";
    let read = read_rtf(&[people, &par(r"\s1", "Tít"), text].concat());
    let made = composed(&read);
    let texts = |at: usize| outline(&made.stages[at].content.document)[2..].join(" ‖ ");
    let authors: Vec<&str> = made.stages.iter().map(|stage| &*stage.author).collect();
    assert_eq!(authors, ["", "Hà", "Mai"]);
    assert_eq!(texts(0), "p: Có 245 đại biểu. ‖ p: Hết.");
    assert_eq!(texts(1), "p: Có 254 đại biểu. ‖ p: Hết.");
    assert_eq!(texts(2), "p: Có 254 đại biểu.Hết.");
    assert_eq!(read.recognition.file.unwrap().left_out, [(LeftOut::Comment, 1)]);
}

#[test]
fn who_changed_a_rich_text_is_read_in_the_letters_of_the_file() {
    // windows-1258: Đ is D0 there, and an Icelandic letter in windows-1252.
    let file = br"{\rtf1\ansi\ansicpg1258{\*\revtbl{Unknown;}{\'d0\'f4ng;}}\pard M\'f4t {\revised\revauth1 hai} ba.\par}";
    let made = composed(&read(file, "a.rtf", None).unwrap());
    assert_eq!(made.stages[1].author, "Đông");
}

#[test]
fn photos_and_text_beside_the_text_of_a_rich_text_are_not_lost() {
    let jpeg = picture().1;
    let mut bytes = rtf("");
    bytes.pop();
    bytes.extend(br"\pard T\u237?t\par\pard Tr\u432?\u7899?c{\shp{\*\shpinst\shpleft0{\sp{\sn pib}{\sv {\pict\jpegblip\bin");
    bytes.extend(jpeg.len().to_string().bytes());
    bytes.push(b' ');
    // As it is in the file, braces and all.
    bytes.extend(&jpeg);
    bytes.extend(br"}}}{\shptxt \pard Trong khung\par}}{\shprslt\pard th\u7915?a\par}} sau.\par}");
    bytes.extend(b"\0\0 junk {");
    let read = read(&bytes, "bai.rtf", None).unwrap();
    assert_eq!(read.pictures().next().unwrap().1, &jpeg[..]);
    let all = outline(&head(&read).document).join("\n");
    for part in ["Trước", "Trong khung", "sau.", "photo: "] {
        assert!(all.contains(part), "{part}: {all}");
    }
    assert!(!all.contains("thừa"), "{all}");
}

#[test]
fn a_rich_text_that_breaks_off_or_nests_without_end_is_refused() {
    let whole = rtf(&par("", "Một đoạn văn."));
    for cut in 6..whole.len() - 1 {
        let failure = read(&whole[..cut], "a.rtf", None).unwrap_err();
        assert_eq!(failure.code, Code::FileDamaged, "{cut}");
    }
    let deep = rtf(&("{".repeat(10_000) + "x" + &"}".repeat(10_000)));
    assert_eq!(read(&deep, "a.rtf", None).unwrap_err().code, Code::FileRefused);
    let huge = rtf(r"\bin99999999999 x");
    assert_eq!(read(&huge, "a.rtf", None).unwrap_err().code, Code::FileDamaged);
    let long = rtf(&"{}".repeat(6_000_000));
    assert_eq!(read(&long, "a.rtf", None).unwrap_err().code, Code::FileRefused);
    let many = rtf(&r"{\pict\jpegblip 00}".repeat(600));
    assert_eq!(read(&many, "a.rtf", None).unwrap_err().code, Code::FileRefused);
}
