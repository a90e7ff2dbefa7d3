//! The sample: a report to play with on the first day, in the form in which texts arrive.
//!
//! The commune, its river and its people are invented; the pictures are drawn.

/// A raw text with the two photos for its captions.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// As copied from a portal, skip link included; [`super::recognise::recognise`] reads it.
    pub text: &'static str,
    /// In the order of the captions.
    pub photos: [SamplePhoto; 2],
}

#[derive(Debug, Clone, Copy)]
pub struct SamplePhoto {
    pub file_name: &'static str,
    /// A JPEG.
    pub bytes: &'static [u8],
    pub credit: &'static str,
    pub alt: &'static str,
}

pub fn sample() -> Sample {
    Sample {
        text: include_str!("../../sample/report.txt"),
        photos: [
            SamplePhoto {
                file_name: "de-bao-song-van.jpg",
                bytes: include_bytes!("../../sample/de-bao-song-van.jpg"),
                credit: CREDIT,
                alt: "Tranh vẽ: năm người mặc áo mưa đứng trên mặt đê giữa sông và ruộng lúa, \
                      phía xa là dãy núi trong sương.",
            },
            SamplePhoto {
                file_name: "buoi-lam-viec.jpg",
                bytes: include_bytes!("../../sample/buoi-lam-viec.jpg"),
                credit: CREDIT,
                alt: "Tranh vẽ: các đại biểu ngồi quanh bàn họp, một người đứng bên màn hình \
                      có bản đồ tuyến đê ven sông.",
            },
        ],
    }
}

const CREDIT: &str = "Tranh minh họa: Bản Thảo";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{BlockId, text_of};
    use crate::exchange::recognise::{Label, LabelledLine, compose, recognise};
    use crate::language::normal::nfc;

    #[test]
    fn the_sample_is_recognised_completely() {
        use Label::{Byline, Caption, Headline, Junk, Lead, Paragraph, Source};
        let lines = recognise(sample().text, "UTF-8").unwrap().lines;
        let labels: Vec<Label> = lines.iter().map(|line| line.label).collect();
        assert_eq!(
            labels,
            [
                Junk, Headline, Lead, Paragraph, Caption, Paragraph, Paragraph, Paragraph, Caption,
                Paragraph, Paragraph, Source, Byline
            ]
        );
    }

    #[test]
    fn the_sample_becomes_an_article_that_waits_for_both_photos() {
        let lines: Vec<LabelledLine> =
            recognise(sample().text, "UTF-8").unwrap().lines.into_iter().map(Into::into).collect();
        let mut id = 0;
        let mut new_id = || {
            id += 1;
            BlockId(format!("b{id}"))
        };
        let (document, fields) = compose(&lines, &[], &mut new_id).unwrap();

        assert_eq!(
            document.headline_text(),
            "Thượng Vạn kiểm tra tuyến đê bao sông Vạn trước mùa mưa lũ"
        );
        assert_eq!(fields.source, "Cổng thông tin điện tử xã Thượng Vạn");
        assert_eq!(fields.byline_line(), "Minh Thư - Quang Huy");
        let captions: Vec<String> =
            document.photos().map(|photo| text_of(&photo.content)).collect();
        assert_eq!(
            captions,
            [
                "Đoàn công tác kiểm tra đoạn đê bao vừa được gia cố tại thôn Bến Gỗ",
                "Các đại biểu thảo luận phương án phòng, chống lũ tại buổi làm việc",
            ]
        );
        assert_eq!(document.blocks.len(), 8, "six paragraphs and two photos");
    }

    #[test]
    fn the_sample_is_in_normal_form_and_its_photos_are_small_jpegs() {
        let sample = sample();
        let text = sample.text.replace(['\r', '\n'], " ");
        assert_eq!(nfc(&text), text);
        for photo in sample.photos {
            let picture = image::load_from_memory(photo.bytes).unwrap();
            assert_eq!((picture.width(), picture.height()), (1600, 1067), "{}", photo.file_name);
            assert!(photo.bytes.len() <= 150_000, "{} weighs too much", photo.file_name);
            assert!(!photo.alt.contains("  "), "one space between the words of an alt text");
        }
    }
}
