//! Made-up articles for measuring: the same seed gives the same desk.

use super::Store;
use crate::article::{ArticleId, Block, Byline, BylineRole, Document, Fields, Text};
use crate::failure::Result;
use crate::moment::{Ids, Moment};
use crate::time::Timestamp;

/// Syllables that local reports are made of.
const WORDS: &[&str] = &[
    "hội",
    "nghị",
    "văn",
    "kiện",
    "đại",
    "biểu",
    "tỉnh",
    "ủy",
    "xã",
    "phường",
    "công",
    "tác",
    "xây",
    "dựng",
    "phát",
    "triển",
    "kinh",
    "tế",
    "nông",
    "thôn",
    "mới",
    "đường",
    "trường",
    "học",
    "giáo",
    "viên",
    "nhân",
    "dân",
    "bảo",
    "vệ",
    "môi",
    "trường",
    "rừng",
    "sông",
    "cầu",
    "chè",
    "sản",
    "xuất",
    "doanh",
    "nghiệp",
    "chuyển",
    "đổi",
    "số",
    "dịch",
    "vụ",
    "hành",
    "chính",
    "cải",
    "cách",
    "an",
    "toàn",
    "giao",
    "thông",
    "y",
    "tế",
    "bệnh",
    "viện",
    "khám",
    "chữa",
    "người",
    "cao",
    "tuổi",
    "thanh",
    "niên",
    "phụ",
    "nữ",
    "cựu",
    "chiến",
    "binh",
    "lễ",
    "hội",
    "mùa",
    "xuân",
    "thu",
    "đông",
    "hạ",
    "lúa",
    "ngô",
    "khoai",
    "vườn",
    "đồi",
    "thác",
    "hồ",
    "thủy",
    "lợi",
    "điện",
    "nước",
    "sạch",
    "quỹ",
    "đất",
    "nhà",
    "ở",
    "chợ",
    "làng",
    "nghề",
    "gốm",
    "dệt",
];

impl Store {
    /// Puts `articles` made-up drafts of about `syllables` in, a minute apart.
    ///
    /// # Errors
    /// Those of a write.
    pub fn fill_with_made_up(
        &mut self,
        articles: u32,
        syllables: u32,
        moment: &Moment,
    ) -> Result<u32> {
        let me = self.me()?;
        let device = self.device.clone();
        let mut ids = moment.ids();
        for batch_start in (0..articles).step_by(500) {
            self.write(|transaction| {
                for n in batch_start..articles.min(batch_start + 500) {
                    let (document, fields) = made_up(syllables, n, &me.pen_name, &mut ids);
                    let at = Moment {
                        now: Timestamp(moment.now.0 - i64::from(n) * 60_000),
                        seed: moment.seed,
                    };
                    let id: ArticleId = ids.article();
                    super::articles::insert(transaction, &id, document, fields, &me, &device, &at)?;
                }
                Ok(())
            })?;
        }
        Ok(articles)
    }
}

fn made_up(syllables: u32, n: u32, pen_name: &str, ids: &mut Ids) -> (Document, Fields) {
    let mut sentence = |length: u32| -> String {
        let mut text = String::new();
        for (at, letter) in ids.letters(length as usize * 2).as_bytes().chunks(2).enumerate() {
            let index = usize::from(letter[0]) * 31 + usize::from(letter[1]);
            let word = WORDS[index % WORDS.len()];
            if at == 0 {
                let mut letters = word.chars();
                text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                text.push_str(letters.as_str());
            } else {
                text.push(' ');
                text.push_str(word);
            }
        }
        text
    };
    let headline = format!("{} {n}", sentence(10));
    let lead = format!("{}.", sentence(30));
    let paragraphs = syllables.saturating_sub(40).div_ceil(80).max(1);
    let texts: Vec<String> = (0..paragraphs).map(|_| format!("{}.", sentence(80))).collect();
    let blocks = texts.iter().map(|text| Block::paragraph(ids.block(), text)).collect();
    let byline =
        Byline { contributor: None, pen_name: pen_name.to_owned(), role: BylineRole::Text };
    (
        Document { headline: Text::runs(&headline), lead: Text::runs(&lead), blocks },
        Fields { bylines: vec![byline], ..Fields::default() },
    )
}
