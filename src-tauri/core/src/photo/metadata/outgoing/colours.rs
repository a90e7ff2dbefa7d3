//! Colour profiles (ICC) that say what colours mean and nothing more. As they come, they may name
//! a screen, its serial number, a day, whoever measured it.

/// What describes colours, in the order in which it is written.
const TAGS: [&[u8; 4]; 18] = [
    b"wtpt", b"bkpt", b"chad", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC",
    b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"gamt", b"cicp",
];
const HEAD: usize = 128;
/// Most tags of a profile that is looked at.
const TAG_LIMIT: usize = 100;
/// Largest profile that is kept, in bytes; those of printing presses take two million.
const SIZE_LIMIT: usize = 4 << 20;
const NAME: &str = "Colours of the original";

/// The same colours without anything else; of what it has made itself, the same bytes. `None` for
/// what is no profile.
pub(super) fn plain(profile: &[u8]) -> Option<Vec<u8>> {
    let head = profile.get(..HEAD)?;
    if profile.len() > SIZE_LIMIT || &head[36..40] != b"acsp" {
        return None;
    }
    let number = |at: usize| {
        let bytes = profile.get(at..at.checked_add(4)?)?;
        Some(u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize)
    };
    let count = number(HEAD)?;
    if count > TAG_LIMIT {
        return None;
    }
    let body = |tag: &[u8; 4]| {
        let at = (0..count)
            .map(|entry| HEAD + 4 + entry * 12)
            .find(|at| profile.get(*at..*at + 4) == Some(tag))?;
        let from = number(at + 4)?;
        profile.get(from..from.checked_add(number(at + 8)?)?)
    };
    let (name, owner) = described(head[8]);
    let mut tags: Vec<(&[u8; 4], &[u8])> = vec![(b"desc", &name), (b"cprt", &owner)];
    tags.extend(TAGS.iter().filter_map(|tag| Some((*tag, body(tag)?))));

    let mut bodies: Vec<u8> = Vec::new();
    let mut list = u32::try_from(tags.len()).ok()?.to_be_bytes().to_vec();
    let start = HEAD + 4 + tags.len() * 12;
    let mut placed: Vec<(&[u8], usize)> = Vec::new();
    for (tag, body) in tags {
        // One curve often stands for all three colours.
        let known = placed.iter().find(|(known, _)| *known == body).map(|(_, at)| *at);
        let at = known.unwrap_or(start + bodies.len());
        if known.is_none() {
            placed.push((body, at));
            bodies.extend_from_slice(body);
            bodies.resize(bodies.len().next_multiple_of(4), 0);
        }
        list.extend_from_slice(tag);
        list.extend(u32::try_from(at).ok()?.to_be_bytes());
        list.extend(u32::try_from(body.len()).ok()?.to_be_bytes());
    }
    let size = u32::try_from(start + bodies.len()).ok()?;
    let mut made = vec![0; HEAD];
    made[..4].copy_from_slice(&size.to_be_bytes());
    // Version, class, and the two spaces that it leads between; no maker, model or day.
    made[8..24].copy_from_slice(&head[8..24]);
    made[24..30].copy_from_slice(&[0x07, 0xD0, 0, 1, 0, 1]);
    made[36..40].copy_from_slice(b"acsp");
    made[64..80].copy_from_slice(&head[64..80]);
    Some([made, list, bodies].concat())
}

/// Name and copyright, which every profile must have, in the form of this version of the format.
fn described(version: u8) -> (Vec<u8>, Vec<u8>) {
    let length = |length: usize| u32::try_from(length).unwrap_or(0).to_be_bytes();
    if version >= 4 {
        let text = |text: &str| {
            let mut made = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CenUS".to_vec();
            made.extend(length(text.len() * 2));
            made.extend(length(28));
            made.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
            made
        };
        return (text(NAME), text("None"));
    }
    let mut name = b"desc\0\0\0\0".to_vec();
    name.extend(length(NAME.len() + 1));
    name.extend_from_slice(NAME.as_bytes());
    // Its end, and the same in no other script.
    name.resize(name.len() + 1 + 8 + 3 + 67, 0);
    (name, b"text\0\0\0\0None\0".to_vec())
}
