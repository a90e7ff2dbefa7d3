//! Sums, one thing with two figures, and i or y.

use super::*;

/// What SUM says of a text: how sure, of which number, what it is.
fn sums(text: &str) -> Vec<(Severity, String, String)> {
    let found = look(text).into_iter().filter(|finding| finding.rule == RuleId::Sum);
    found.map(|it| (it.severity, it.text, it.params["is"].clone())).collect()
}

#[test]
fn parts_that_add_up_are_confirmed() {
    for (text, whole) in [
        ("Có 616 đại biểu, trong đó có 254 đại biểu nữ và 362 đại biểu nam.", "616"),
        ("Xã có 616 hộ, gồm 254 hộ nghèo (41,2%), 162 hộ cận nghèo và 200 hộ khác.", "616"),
        ("Tổng vốn 12,5 tỷ đồng, trong đó ngân sách 7 tỷ đồng, dân góp 5,5 tỷ đồng.", "12,5"),
        ("Đoàn có 1.250 người, bao gồm 1.000 nam và 250 nữ.", "1.250"),
    ] {
        assert_eq!(sums(text), [(Severity::Right, whole.into(), whole.into())], "{text}");
    }
}

#[test]
fn all_parts_that_do_not_add_up_are_told_with_the_right_sum() {
    let wrong = "Có 616 đại biểu, gồm 254 đại biểu nữ và 352 đại biểu nam.";
    assert_eq!(sums(wrong), [(Severity::Warning, "616".into(), "606".into())]);
    assert_eq!(by(RuleId::Sum, wrong), [("616".into(), "606".into())]);
    let grouped = "Có 1.616 hộ dân, bao gồm 1.254 hộ dân cũ và 352 hộ dân mới.";
    assert_eq!(by(RuleId::Sum, grouped), [("1.616".into(), "1.606".into())]);
}

#[test]
fn a_part_larger_than_its_whole_is_told() {
    let wrong = "Có 616 đại biểu, trong đó có 645 đại biểu nữ.";
    assert_eq!(sums(wrong), [(Severity::Warning, "616".into(), "645".into())]);
    assert_eq!(by(RuleId::Sum, wrong), [("616".into(), String::new())], "nobody knows which");
}

#[test]
fn parts_that_overlap_or_count_something_else_or_are_not_all_are_left_alone() {
    for text in [
        "Có 50 cán bộ trẻ, trong đó có 30 cán bộ trẻ nữ và 40 cán bộ trẻ có trình độ đại học.",
        "Có 50 cán bộ, trong đó có 30 cán bộ nữ.",
        "Tỉnh có 27 đơn vị, gồm 120 xã và 30 phường.",
        "Năm 2020, trong đó có 30 ngày mưa và 40 ngày nắng.",
        "Dự án dài 12 km, gồm 3 cầu và 8 cống.",
        "Đội có 20 người, gồm 12 người từ ngày 3/5 và 9 người từ ngày 4/5.",
        "Lễ hội có 20 gian hàng. Trong đó có 12 gian hàng ẩm thực và 9 gian hàng sách.",
        "Chương trình gồm 3 phần, 12 tiết mục.",
        "Có 30 học sinh, trong đó 40% là nữ.",
        "Bộ sách gồm 5 tập, trong đó tập 1 có 300 trang, tập 2 có 400 trang.",
        "Thửa đất 12 ha, gồm 5,5 ha lúa (2 vụ) và phần còn lại.",
    ] {
        assert_eq!(sums(text), [], "{text}");
    }
}

#[test]
fn two_digits_that_changed_places_are_told_where_the_same_thing_is_counted() {
    let wrong = "Đại hội có 616 đại biểu chính thức.\nCả 616 đại biểu chính thức đã đến.\n\
                 Chiều nay, 661 đại biểu chính thức bỏ phiếu.";
    assert_eq!(by(RuleId::TwoFigures, wrong), [("661".into(), "616".into())]);
    for right in [
        "Có 616 đại biểu chính thức, tăng so với 661 đại biểu chính thức khóa trước.",
        "Xã A có 120 hộ nghèo.\nXã B có 121 hộ nghèo.",
        "Có 12 xã miền núi.\nCó 21 xã miền núi.",
        "Năm 2012 tỉnh này.\nNăm 2021 tỉnh này.",
        "Thu 1.234 tấn chè.\nThu 2.134 tấn gạo.",
        "Đạt 41,23 tấn thóc khô.\nĐạt 41,32 tấn thóc khô.",
    ] {
        assert_eq!(by(RuleId::TwoFigures, right), [], "{right}");
    }
}

fn by_style(iy: IyStyle, text: &str) -> Vec<(String, String)> {
    let knowledge = Knowledge { iy, ..Knowledge::default() };
    let document = article(&["Tin", text]);
    let found = proof(&document, &Fields::default(), &knowledge, &mut Cache::default());
    let found = found.into_iter().filter(|finding| finding.rule == RuleId::IyStyle);
    found.map(|it| (it.text, it.fixes[0].clone())).collect()
}

#[test]
fn i_and_y_are_written_as_the_house_has_them_and_nobody_minds_where_it_has_no_style() {
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    };
    let mixed = "Vì lí do kĩ thuật, thế kỷ này hi vọng có tỷ lệ cao, công ti hy sinh.";
    assert_eq!(by_style(IyStyle::Any, mixed), []);
    assert_eq!(
        by_style(IyStyle::Y, mixed),
        pairs(&[("lí", "lý"), ("kĩ", "kỹ"), ("hi", "hy"), ("ti", "ty")])
    );
    assert_eq!(by_style(IyStyle::I, mixed), pairs(&[("kỷ", "kỉ"), ("tỷ", "tỉ"), ("hy", "hi")]));
}

#[test]
fn i_stays_in_words_that_are_vietnamese_by_origin_and_names_stay_as_they_are() {
    for text in [
        "Bác sĩ tỉ mỉ, tỉ tê, lí nhí, kì cọ, hí hửng, lì xì, mì sợi, chi li, ti vi, bí tỉ.",
        "Ông Lí Thường Kiệt và bà Mĩ Tâm ở Hoa Kì.",
        "“Vì lí do kĩ thuật”, ông nói.",
    ] {
        assert_eq!(by_style(IyStyle::Y, text), [], "{text}");
    }
    for text in ["Ông Lý Thường Kiệt ở Mỹ, bà Hy; quý vị có ý kiến.", "Lý Bạch. Mỹ tuyên bố."]
    {
        assert_eq!(by_style(IyStyle::I, text), [], "{text}");
    }
}
