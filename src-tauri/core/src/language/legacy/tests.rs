use std::collections::HashMap;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::exchange::sample::sample;
use crate::language::normal::nfc;

const ALL: [Written; 6] = [
    Written::Tcvn3,
    Written::Vni,
    Written::Viscii,
    Written::Windows1258,
    Written::Mojibake,
    Written::Viqr,
];

/// What stands for each letter of an encoding. Not made of the tables of the decoders: those of
/// TCVN3, VISCII and windows-1258 are as glibc and Python have them.
fn golden(written: Written) -> Vec<(String, char)> {
    let name = serde_json::to_string(&written).unwrap();
    let rows = include_str!("golden.tsv").lines().filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        if cells.next()? != name.trim_matches('"') {
            return None;
        }
        let codes = cells.next()?.split(' ');
        let written = codes.map(|code| char::from_u32(u32::from_str_radix(code, 16).unwrap()));
        Some((written.collect::<Option<String>>()?, cells.next()?.chars().next()?))
    })
    .collect()
}

/// A text as it was written in an old encoding.
fn encoded(text: &str, written: Written) -> String {
    let letters: HashMap<char, String> =
        golden(written).into_iter().map(|(written, letter)| (letter, written)).collect();
    let one = |c: char| match letters.get(&c) {
        Some(written) => written.clone(),
        // The signs of a text are read wrong, too.
        None if written == Written::Mojibake && !c.is_ascii() => {
            let mut bytes = [0; 4];
            let bytes = c.encode_utf8(&mut bytes).as_bytes();
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
        }
        // Capitals with marks are small letters in a font of capitals.
        None if written == Written::Tcvn3 => {
            let small: String = c.to_lowercase().collect();
            small.chars().map(|c| letters.get(&c).cloned().unwrap_or(c.into())).collect()
        }
        None => c.into(),
    };
    text.chars().map(one).collect()
}

#[test]
fn a_letter_of_vni_whose_mark_is_in_the_next_run_is_one_letter() {
    for (parts, read) in [
        (["Coä", "ng hoøa"], ["Cộ", "ng hòa"]),
        (["Co", "äng hoøa"], ["Cộ", "ng hòa"]),
        (["hoøa xaõ ho", "äi"], ["hòa xã hộ", "i"]),
        (["Vieät ", "Nam"], ["Việt ", "Nam"]),
    ] {
        let runs = parts.map(|part| run(part, "VNI-Times"));
        assert_eq!(convert(&runs, None).texts, read, "{parts:?}");
        let bare = parts.map(|part| run(part, ""));
        assert_eq!(convert(&bare, Some(Written::Vni)).texts, read, "{parts:?}");
    }
}

fn run(text: &str, font: &str) -> Run {
    Run { text: text.to_owned(), font: font.to_owned() }
}

fn found(text: &str) -> (String, Written) {
    let Conversion { texts, written, .. } = convert(&[run(text, "")], None);
    (texts.concat(), written)
}

#[test]
fn every_letter_of_every_encoding_is_read() {
    for (written, count) in ALL.into_iter().zip([74, 134, 134, 134, 134, 134]) {
        let golden = golden(written);
        assert_eq!(golden.len(), count, "{written:?}");
        for (codes, letter) in golden {
            // In VISCII a hard space is one unless it makes a syllable.
            let (before, behind) = if codes == "\u{A0}" { ("V", "") } else { ("x", "n") };
            let text = decode(&format!("{before}{codes}{behind}"), written);
            assert_eq!(text, format!("{before}{letter}{behind}"), "{written:?} {codes:?}");
        }
    }
}

#[test]
fn a_whole_text_is_recognised_and_comes_back_as_it_was() {
    let clean = include_str!("../../proof/clean.txt");
    let sample = nfc(&sample().text.replace('\n', "|")).replace('|', "\n");
    let letters: Vec<char> = golden(Written::Vni).into_iter().map(|(_, letter)| letter).collect();
    for text in [clean, &sample] {
        // What was written by nobody: "Müller".
        let is_foreign = |c: char| !c.is_ascii() && c.is_alphabetic() && !letters.contains(&c);
        let lines = text.lines().filter(|line| !line.contains(is_foreign));
        let text = lines.collect::<Vec<_>>().join("\n");
        for written in ALL {
            // Signs that ASCII does not have are not for VIQR.
            let text = match written {
                Written::Viqr => text.replace(|c: char| !c.is_ascii() && !c.is_alphabetic(), "-"),
                _ => text.clone(),
            };
            let (read, guess) = found(&encoded(&text, written));
            assert_eq!(guess, written);
            let (mut lines, mut wrong) = (0, Vec::new());
            for (line, read) in text.lines().zip(read.lines()) {
                lines += 1;
                let same = match written {
                    Written::Tcvn3 => line.to_lowercase() == read.to_lowercase(),
                    _ => line == read,
                };
                if !same {
                    wrong.push((line.to_owned(), read.to_owned()));
                }
            }
            assert_eq!(lines, read.lines().count());
            // In VIQR a full stop is a dot below where a small letter follows, and the other way
            // round where a capital does: nobody can tell.
            let most = if written == Written::Viqr { lines / 15 } else { 0 };
            assert!(wrong.len() <= most, "{written:?}: {wrong:#?}");
        }
    }
}

#[test]
fn words_of_the_old_encodings_are_recognised() {
    for (text, expected, written) in [
        ("Th¸i Nguyªn", "Thái Nguyên", Written::Tcvn3),
        ("Nguyªn", "Nguyên", Written::Tcvn3),
        ("Th\u{AD}êng vô TØnh uû", "Thường vụ Tỉnh uỷ", Written::Tcvn3),
        ("®iÒu kiÖn cña huyÖn, xe ®iÖn", "điều kiện của huyện, xe điện", Written::Tcvn3),
        ("Coäng hoøa xaõ hoäi chuû nghóa", "Cộng hòa xã hội chủ nghĩa", Written::Vni),
        ("HOÄI ÑOÀNG NHAÂN DAÂN", "HỘI ĐỒNG NHÂN DÂN", Written::Vni),
        ("Coäng hoøa, Aùo daøi", "Cộng hòa, Áo dài", Written::Vni),
        ("H“I ÐÒNG “m¾i” cüa xã", "HỘI ĐÒNG “mới” của xã", Written::Viscii),
        ("— Hà Nµi. — ðó · «nhà» — mµt s¯", "Ở Hà Nội. Ở đó ở «nhà» — một số", Written::Viscii),
        ("V\u{A0} VIÊN,\u{A0}ðÕi hµi", "VÕ VIÊN,\u{A0}đại hội", Written::Viscii),
        ("ÐôÌng chiì Biì thý", "Đồng chí Bí thư", Written::Windows1258),
        ("Viá»‡t Nam vÃ\u{a0} tháº¿ giá»›i", "Việt Nam và thế giới", Written::Mojibake),
        ("Viá»‡t Nam vÃ  tháº¿ giá»›i", "Việt Nam và thế giới", Written::Mojibake),
        ("Co^.ng ho`a xa~ ho^.i chu? nghi~a", "Cộng hòa xã hội chủ nghĩa", Written::Viqr),
        (
            "Gu+?i thu+ to+'i la@vi.vn, http://a.vn/o. nhe'",
            "Gửi thư tới la@vi.vn, http://a.vn/o. nhé",
            Written::Viqr,
        ),
        ("Ho. dda~ dde^'n. Ba` o+? la.i xa~ a?", "Họ đã đến. Bà ở lại xã a?", Written::Viqr),
    ] {
        let (read, guess) = found(text);
        assert_eq!((&*read, guess), (expected, written));
    }
}

#[test]
fn capitals_of_tcvn3_are_told_by_the_plain_letters_beside_them() {
    for (text, expected) in [
        ("Bé GI¸O DôC Vµ §µO T¹O", "BỘ GIÁO DỤC VÀ ĐÀO TẠO"),
        ("®ång chÝ Lª THÞ L¹N nãi", "đồng chí Lê THỊ LẠN nói"),
        ("Bé tr\u{AD}ëng", "Bộ trưởng"),
        ("Bé", "Bộ"),
    ] {
        assert_eq!(decode(text, Written::Tcvn3), expected);
    }
}

#[test]
fn a_font_tells_more_than_syllables() {
    let runs = [
        run("®¹i héi ®¶ng bé", "\".VnTimeH\", serif"),
        run(" Đại hội ", "Times New Roman"),
        run("nhiÖm kú", "'.VnTime'"),
        run(" café", "Arial"),
        run("laàn thöù 5", "VNI-Times"),
        run(" việc", ".VnTime"),
    ];
    let Conversion { texts, written, fonts } = convert(&runs, None);
    assert_eq!(texts, ["ĐẠI HỘI ĐẢNG BỘ", " Đại hội ", "nhiệm kỳ", " café", "lần thứ 5", " việc"]);
    assert_eq!(written, Written::Tcvn3);
    assert_eq!(fonts, [".VnTimeH", ".VnTime", "VNI-Times"]);
    for font in ["", ".", ".v", "VNI", "\u{1EC7}", "Vntime", ",,", "'"] {
        assert_eq!(convert(&[run("né", font)], None).texts, ["né"], "{font}");
    }
}

#[test]
fn what_somebody_says_holds_for_all_lines_that_are_not_unicode() {
    let text = "Đại hội\nViÖt Nam\ncafé";
    let as_wanted = |written| convert(&[run(text, "")], Some(written)).texts.concat();
    assert_eq!(as_wanted(Written::Unicode), text);
    assert_eq!(as_wanted(Written::Tcvn3), "Đại hội\nViệt Nam\ncafộ");
    assert_eq!(as_wanted(Written::Viscii), "Đại hội\nViỷt Nam\ncafé");
    let capitals = convert(&[run("®¶ng", ".VnTimeH")], Some(Written::Tcvn3));
    assert_eq!(capitals.texts, ["ĐẢNG"]);
}

const UNICODE: &[&str] = &[
    "Đắk Lắk",
    "Buôn Đôn, Krông Pắc",
    "Thông cáo báo chí",
    "Hà Nam: «Cà phê», 30 °C, ± 2 %, ½ giá",
    "Tòa án xét xử",
    "Vie\u{323}\u{302}t Nam tie\u{302}\u{301}n le\u{302}n",
    "L'été dernier, à la mairie, le maire a déjà été très occupé ; où êtes-vous ? Noël, né à Orléans",
    "Le café «Chez René» était fermé. Ça va être la fête, hôtel de tôt",
    "tôt",
    "Über die Straße läuft ein Mädchen, früh am Abend grüßt es höflich die Größten",
    "São Paulo não é a capital do Brasil; João e Conceição já estão lá, às três",
    "El niño pequeño soñó con mañanas de España, ¿qué pasó después?",
    "Þórður Guðmundsson býr á Íslandi og á hús í Reykjavík",
    "Göteborg är en stad på västkusten, Malmö och Åre också",
    "Canon® © 2020, 5 m², 10 µm, naïve façade, infor\u{AD}mation",
    "A plot of 5 m² beside one of 10 m², ± 2 m², °C and ½ of it — all in — all",
    "l'auto col·lecció «il·lusió»",
    "It's what they're doing (a+b)*2, isn't it? Who knows. We'll see. I'd say so.",
    "Toi khong biet. Co ai hoi gi khong? Di dau day.",
    "Tiếng của «ViÖt»",
    "Москва, Київ, 北京, ภาษาไทย",
    "",
];

#[test]
fn a_text_in_unicode_is_never_converted() {
    for text in UNICODE {
        assert_eq!(found(text), ((*text).to_owned(), Written::Unicode), "{text}");
    }
    let clean = include_str!("../../proof/clean.txt");
    for line in clean.lines().chain(sample().text.lines()) {
        assert_eq!(found(line).1, Written::Unicode, "{line}");
        let decomposed: String = line.nfd().collect();
        assert_eq!(found(&decomposed).1, Written::Unicode, "{line}");
    }
}

#[test]
fn what_may_yet_be_an_old_encoding_is_told() {
    for text in ["ViÖt", "Vieät", "café", "Nguyªn"] {
        assert!(is_doubtful(text), "{text}");
    }
    for text in ["Đại hội, café", "Thông cáo báo chí", "report", "«Hà Nam»", ""] {
        assert!(!is_doubtful(text), "{text}");
    }
}

/// Syllables of clean text whose letters Latin-1 has, too.
fn shared_syllables() -> Vec<&'static str> {
    let words = include_str!("../../proof/clean.txt").split(|c: char| !c.is_alphabetic());
    words.filter(|word| !word.is_ascii() && !is_unicode(word)).collect()
}

proptest! {
    #[test]
    fn a_text_with_a_letter_that_only_unicode_has_is_left_alone(
        before in "\\PC{0,60}",
        letter in "[ăđĩũơưĂĐƠƯạ-ỹ\u{300}\u{301}\u{309}\u{323}]",
        behind in "[ -ÿ“”‡»™]{0,60}",
    ) {
        let text = format!("{before}{letter}{behind}");
        prop_assert_eq!(found(&text), (text, Written::Unicode));
    }

    #[test]
    fn words_that_latin_1_can_write_are_left_alone(
        words in proptest::collection::vec(proptest::sample::select(shared_syllables()), 1..30),
        between in "[ ,.\u{A0}«»-]{1,2}",
    ) {
        let text = words.join(&between);
        prop_assert_eq!(found(&text), (text, Written::Unicode));
    }

    #[test]
    fn no_text_brings_it_down(
        text in "[\u{0}-ÿ“”‡»™Š\u{301}ệ]{0,80}",
        font in "\\PC{0,12}|[.]Vn[a-zH]{0,4}|VNI-[a-z]{0,4}",
    ) {
        let runs = [run(&text, &font), run(&text, "")];
        for written in ALL.map(Some).into_iter().chain([None, Some(Written::Unicode)]) {
            let Conversion { texts, fonts, .. } = convert(&runs, written);
            prop_assert_eq!(texts.len(), 2);
            prop_assert!(fonts.len() <= NAMED);
            // Whatever was read, the plain letters of a text are in it.
            if written != Some(Written::Viqr) && !font.starts_with(".V") {
                let plain = |text: &str| text.chars().filter(char::is_ascii_digit).count();
                prop_assert_eq!(plain(&texts[0]), plain(&text));
            }
        }
    }
}
