//! What the targets share: files to begin with.

use std::path::Path;

use banthao_core::article::{Block, BlockId, Document, Fields, Photo, PhotoAttrs, Text};
use banthao_core::compare::Content;
use banthao_core::discuss::Place;
use banthao_core::failure::{Code, Failure};
use banthao_core::person::Role;
use banthao_core::review::Action;
use banthao_core::store::Say;
use banthao_core::testing::hostile;
use banthao_core::testing::laptop::Laptop;

/// A filed report with a photo and a conversation, as its author's laptop hands it off.
pub fn sample() -> Vec<u8> {
    let mut mai = Laptop::new(1, "Mai", Role::Reporter);
    let text = |id: &str, text: &str| Block::paragraph(BlockId(id.into()), text);
    let id = mai.article(Content {
        document: Document {
            headline: Text::runs("Đồng Hỷ họp bàn văn kiện"),
            lead: Text::runs("Sáng 23/5, hội nghị khai mạc."),
            blocks: vec![text("p1", "Có 254 đại biểu."), text("p2", "Các ý kiến tập trung.")],
        },
        fields: Fields::default(),
    });
    let hash = mai.photo(90);
    mai.edit(&id, |content| {
        let attrs =
            PhotoAttrs { id: BlockId("f1".into()), photo: Some(hash), ..PhotoAttrs::default() };
        content.document.blocks.push(Block::Photo(Photo { attrs, content: Vec::new() }));
    });
    let seq = mai.open_article(&id).seq;
    let place = Place::within(Some(BlockId("p2".into())), 0, 4, 10);
    let (text, mentions) = ("Ý kiến nào?".to_owned(), Vec::new());
    let say = Say::Open { seq, place, text, mentions, suggestion: None };
    let moment = mai.moment();
    mai.store.discuss(&id, say, &moment).expect("a comment");
    mai.act(&id, Action::File);
    mai.hand_off(&id, None)
}

/// Whether a refusal is one that a screen tells: anything else is a fault of the reader.
pub fn is_told(refused: &Failure) -> bool {
    matches!(
        refused.code,
        Code::NotAHandOff
            | Code::HandOffDamaged
            | Code::HandOffRefused
            | Code::HandOffUnsigned
            | Code::HandOffNewer
            | Code::HandOffIncomplete
            | Code::PeerChanged
            | Code::TooLarge
    )
}

/// Names a folder; a target of photos then writes the files that it begins with there, and ends.
const SEEDS: &str = "BANTHAO_FUZZ_SEEDS";

/// Writes the seeds of a door where that is asked for.
pub fn write_seeds(door: &str) {
    let Some(folder) = std::env::var_os(SEEDS) else { return };
    for (n, seed) in (hostile::door(door).seeds)().iter().enumerate() {
        std::fs::write(Path::new(&folder).join(format!("seed-{n}")), seed).expect("a folder");
    }
    std::process::exit(0);
}
