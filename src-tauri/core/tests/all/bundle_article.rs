//! One article with every kind of block, and its pictures, for the tests of the bundle.

use std::collections::BTreeMap;

use banthao_core::article::{ArticleId, Document, Fields};
use banthao_core::exchange::bundle::{Bundle, Edition, bundle};
use banthao_core::exchange::target::Target;
use banthao_core::photo::metadata::{Carries, Metadata};
use banthao_core::photo::{PhotoInfo, inspect};
use banthao_core::time::{Timestamp, ZoneMinutes};
use jpeg_encoder::{ColorType, Encoder};
use serde_json::{Value, json};

#[derive(Debug)]
pub(crate) struct Article {
    pub(crate) id: ArticleId,
    pub(crate) document: Document,
    pub(crate) fields: Fields,
    pub(crate) photos: BTreeMap<String, (PhotoInfo, Vec<u8>)>,
    pub(crate) target: Target,
}

pub(crate) const REVISION: &str =
    "5f1d7a84db00d2fce00b31a7fc73224d5f1d7a84db00d2fce00b31a7fc73224d";

/// Twice the same answer would be luck; a picture by arithmetic is the same everywhere.
pub(crate) fn picture(width: u16, height: u16) -> Vec<u8> {
    let (w, h) = (usize::from(width), usize::from(height));
    let pixels: Vec<u8> = (0..w * h)
        .flat_map(|at| {
            let (x, y) = (at % w, at / w);
            [(x * 255 / w) as u8, (y * 255 / h) as u8, ((x / 16 + y / 16) % 2 * 90) as u8]
        })
        .collect();
    let mut bytes = Vec::new();
    Encoder::new(&mut bytes, 92).encode(&pixels, width, height, ColorType::Rgb).unwrap();
    bytes
}

pub(crate) fn photo(width: u16, height: u16) -> (String, (PhotoInfo, Vec<u8>)) {
    photo_of(picture(width, height))
}

pub(crate) fn photo_of(bytes: Vec<u8>) -> (String, (PhotoInfo, Vec<u8>)) {
    let seen = inspect(&bytes, "a.jpg").unwrap();
    let hash = blake3::hash(&bytes).to_hex().to_string();
    let info = PhotoInfo {
        hash: hash.clone(),
        file_name: "IMG_0417.JPG".into(),
        kind: seen.kind,
        bytes: bytes.len() as u64,
        width: seen.width,
        height: seen.height,
        added_at: Timestamp(1_590_220_000_000),
        metadata: Metadata::default(),
        carries: Carries::default(),
        guessed: false,
        desk: None,
    };
    (hash, (info, bytes))
}

/// Every text of the article comes from `words`, so that a test can put anything in its place;
/// with small pictures, for tests that do this often.
pub(crate) fn article_of(words: &mut dyn FnMut(&str) -> String) -> Article {
    article_with(words, photo(60, 40))
}

pub(crate) fn article_with(
    words: &mut dyn FnMut(&str) -> String,
    wide: (String, (PhotoInfo, Vec<u8>)),
) -> Article {
    let tall = photo(30, 40);
    let mut text = |plain: &str| json!([{"type": "text", "text": words(plain)}]);
    let document = json!({"type": "doc", "content": [
        {"type": "headline", "content": text("Thái Nguyên chuẩn bị đại hội")},
        {"type": "lead", "content": [
            {"type": "text", "text": "Chiều 23/5, "},
            {"type": "text", "text": "19/19 chỉ tiêu", "marks": [{"type": "strong"}]},
            {"type": "text", "text": " đã đạt."},
        ]},
        {"type": "paragraph", "attrs": {"id": "p1"}, "content": text("Đến nay 254/616 tổ chức cơ sở đảng (41,23%) đã tổ chức đại hội.")},
        {"type": "photo", "attrs": {"id": "f1", "photo": wide.0, "credit": "Thanh Hiếu", "alt": "Hội trường có hai dãy bàn"},
            "content": text("Các đại biểu tham dự buổi làm việc")},
        {"type": "subhead", "attrs": {"id": "h1"}, "content": text("Công tác nhân sự")},
        {"type": "quote", "attrs": {"id": "q1"}, "content": text("Chọn đúng người, bố trí đúng vị trí.")},
        {"type": "paragraph", "attrs": {"id": "p2"}, "content": [
            {"type": "text", "text": "Xem "},
            {"type": "text", "text": "văn ", "marks": [{"type": "link", "attrs": {"href": "https://thainguyen.gov.vn/?a=1&b=2"}}]},
            {"type": "text", "text": "kiện", "marks": [{"type": "link", "attrs": {"href": "https://thainguyen.gov.vn/?a=1&b=2"}}, {"type": "em"}]},
            {"type": "text", "text": ", 30 m"},
            {"type": "text", "text": "2", "marks": [{"type": "sup"}]},
            {"type": "text", "text": ", H"},
            {"type": "text", "text": "2", "marks": [{"type": "sub"}]},
            {"type": "text", "text": "O."},
        ]},
        {"type": "list", "attrs": {"id": "l1", "ordered": true}, "content": [
            {"type": "listItem", "content": text("Chuẩn bị văn kiện")},
            {"type": "listItem", "content": text("Chuẩn bị nhân sự")},
        ]},
        {"type": "list", "attrs": {"id": "l2", "ordered": false}, "content": [
            {"type": "listItem", "content": text("Đúng nguyên tắc")},
        ]},
        {"type": "table", "attrs": {"id": "t1"}, "content": [
            {"type": "tableRow", "content": [
                {"type": "tableCell", "attrs": {"header": true}, "content": text("Cấp")},
                {"type": "tableCell", "attrs": {"header": true}, "content": text("Đã đại hội")},
            ]},
            {"type": "tableRow", "content": [
                {"type": "tableCell", "attrs": {"header": true}, "content": text("Chi bộ")},
                {"type": "tableCell", "attrs": {"header": false}, "content": text("4.687/4.687")},
            ]},
        ]},
        {"type": "box", "attrs": {"id": "b1"}, "content": [
            {"type": "subhead", "attrs": {"id": "b2"}, "content": text("Nghị quyết số 18, 19")},
            {"type": "paragraph", "attrs": {"id": "b3"}, "content": text("Của Ban Chấp hành Trung ương khóa XII.")},
            {"type": "list", "attrs": {"id": "b4", "ordered": false}, "content": [
                {"type": "listItem", "content": text("Tinh gọn bộ máy")},
            ]},
        ]},
        {"type": "photoGroup", "attrs": {"id": "g1"}, "content": [
            {"type": "photo", "attrs": {"id": "f2", "photo": tall.0, "credit": words("TTXVN"), "alt": words("Chân dung")},
                "content": []},
            {"type": "photo", "attrs": {"id": "f3", "photo": wide.0, "credit": "", "alt": ""},
                "content": [{"type": "text", "text": "Vẫn hội trường ấy"}]},
        ]},
        {"type": "photo", "attrs": {"id": "f4", "photo": null, "credit": "", "alt": ""},
            "content": [{"type": "text", "text": "Đồng chí phát biểu kết luận"}]},
        {"type": "paragraph", "attrs": {"id": "p3"}},
    ]});
    let fields: Value = json!({
        "bylines": [
            {"contributor": null, "penName": words("Thanh Mai"), "role": "text"},
            {"contributor": null, "penName": "Thanh Hiếu", "role": "text"},
            {"contributor": null, "penName": "Thanh Hiếu", "role": "photo"},
            {"contributor": null, "penName": "Lan Anh", "role": "editedBy"},
        ],
        "source": words("thainguyen.gov.vn"),
        "section": words("Chính trị"),
        "tags": [words("đại hội"), words("Thái Nguyên")],
        "eventDate": "2020-05-23",
        "eventPlace": words("Thái Nguyên"),
        "slug": "thai-nguyen-chuan-bi-dai-hoi",
        "language": "vi",
        "embargo": 1_590_300_000_000_i64,
        "deadline": 1_590_250_000_000_i64,
        "priority": 3,
        "noteToReceiver": words("Xin giữ nguyên chức danh."),
        "internalNote": "MẬT: nguồn tin là ông X",
        "targetLength": 777_777,
        "royaltyClass": "NHUẬN-BÚT-B2",
    });
    Article {
        id: ArticleId("k7m2pq9x4aabbccd".into()),
        document: serde_json::from_value(document).unwrap(),
        fields: serde_json::from_value(fields).unwrap(),
        photos: BTreeMap::from([wide, tall]),
        target: Target::standard(),
    }
}

pub(crate) fn article() -> Article {
    article_with(&mut str::to_owned, photo(1800, 1200))
}

impl Article {
    pub(crate) fn edition(&self) -> Edition<'_> {
        Edition {
            article: &self.id,
            revision: REVISION,
            document: &self.document,
            fields: &self.fields,
            newsroom: "Báo Thái Nguyên",
            zone: ZoneMinutes::default(),
            approved: true,
            dated: Timestamp(1_590_244_200_000),
            created_at: Timestamp(1_590_221_000_000),
            version: 3,
            target: &self.target,
            photos: self.photos.clone(),
            review: None,
        }
    }

    pub(crate) fn bundle(&self) -> Bundle {
        bundle(&self.edition()).unwrap()
    }
}

pub(crate) fn text<'a>(bundle: &'a Bundle, path: &str) -> &'a str {
    std::str::from_utf8(&bundle.files[path]).unwrap()
}
