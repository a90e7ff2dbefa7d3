//! Sentences that a page had broken: copied from the web, a link or a bold word often stands on
//! a line of its own.

use super::signs::{ends_clause, is_list_item, is_web_address, words};
use super::{dates, label, words as tables};

/// Joins each line to the one above that it continues. Joining again changes nothing.
pub(super) fn join(lines: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(lines.len());
    let mut articles_lines = 0;
    for line in lines {
        match joined.last_mut() {
            Some(above) if continues(above, &line, articles_lines == 1) => {
                if !starts_with_closing(&line) && !ends_with_opening(above) {
                    above.push(' ');
                }
                above.push_str(&line);
            }
            Some(_) | None => {
                articles_lines += usize::from(!tables::is_page_junk(&line));
                joined.push(line);
            }
        }
    }
    joined
}

fn continues(above: &str, line: &str, above_is_first: bool) -> bool {
    if is_closed(above) {
        return false;
    }
    if tables::leaves_open(above) {
        // A headline may end in such a word after all, and the lead does not belong to it.
        return !(above_is_first && !starts_in_lower_case(line) && words(line) >= 25);
    }
    if tables::is_page_junk(line) || is_closed(line) || is_list_item(line) {
        return false;
    }
    starts_with_closing(line)
        || ends_with_opening(above)
        || above.ends_with(',')
        || starts_in_lower_case(line)
            && !ends_clause(above)
            && !line.split(' ').next().is_some_and(is_web_address)
}

/// Lines that are whole whatever stands around them.
fn is_closed(line: &str) -> bool {
    tables::is_page_junk(line) || dates::date_line(line).is_some() || label::has_prefix(line)
}

fn starts_in_lower_case(line: &str) -> bool {
    line.starts_with(char::is_lowercase)
}

fn starts_with_closing(line: &str) -> bool {
    // ".vn" is no end of a sentence.
    line.starts_with([',', ':', ';', '!', '?', ')', ']', '”', '»', '%', '…'])
        || line.starts_with('.') && !line.trim_start_matches('.').starts_with(char::is_alphanumeric)
}

fn ends_with_opening(line: &str) -> bool {
    line.ends_with(['(', '[', '“', '«'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], expected: &[&str]) {
        let joined = join(lines.iter().map(|line| (*line).to_owned()).collect());
        assert_eq!(joined, expected);
        assert_eq!(join(joined.clone()), joined, "joining again changes nothing");
    }

    #[test]
    fn links_and_bold_words_go_back_into_their_sentence() {
        check(
            &[
                "Theo",
                "VnExpress.net",
                ", đợt rét kéo dài",
                "đến hết tuần.",
                "Người dân cần giữ ấm.",
            ],
            &["Theo VnExpress.net, đợt rét kéo dài đến hết tuần.", "Người dân cần giữ ấm."],
        );
        check(&["Đạt 41,23", "%", "so với kế hoạch."], &["Đạt 41,23% so với kế hoạch."]);
        check(&["Ông nói (", "cười", ") như vậy."], &["Ông nói (cười) như vậy."]);
        check(
            &["Đồng chí Phạm Minh Chính,", "Ủy viên Bộ Chính trị."],
            &["Đồng chí Phạm Minh Chính, Ủy viên Bộ Chính trị."],
        );
        check(&["đăng trên", "Facebook", "tối 5/6."], &["đăng trên Facebook tối 5/6."]);
    }

    #[test]
    fn what_stands_alone_stays_alone() {
        for lines in [
            &["Hỗ trợ hộ nghèo xây dựng nhà ở", "Năm 2020, tỉnh đã hỗ trợ."][..],
            &["Một câu.", "câu thứ hai viết thường."],
            &["Gồm các nội dung:", "phát triển kinh tế;", "xây dựng Đảng."],
            &["Các việc", "- một việc;", "a) hai việc;"],
            &["Truy cập nội dung luôn", "bản in", "Tin đầu trang"],
            &["Kết thúc buổi làm việc", "thainguyen.gov.vn"],
            &["Nguồn: thainguyen.gov.vn", "thanh mai"],
            &["Quang cảnh hội nghị", "ảnh: Thanh Mai"],
            &["Thứ Bảy, 23/5/2020", "tin trong ngày"],
            &["Facebook", "và Google"],
        ] {
            check(lines, lines);
        }
    }

    #[test]
    fn a_long_lead_is_not_drawn_into_a_headline_that_ends_open() {
        let lead = "Đó là nội dung ".repeat(7) + "được nêu.";
        check(
            &["Sinh hoạt chi bộ: nói và làm theo", &lead],
            &["Sinh hoạt chi bộ: nói và làm theo", &lead],
        );
        check(
            &["Trang chủ", "Bàn giải pháp cho", &lead],
            &["Trang chủ", "Bàn giải pháp cho", &lead],
        );
    }
}
