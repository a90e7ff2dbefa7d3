//! Files as cameras write them, made up: JPEGs with a thumbnail and a larger preview inside, and
//! RAW files that are no more than their directories and pictures.

use image::RgbImage;
use image::imageops::{FilterType, resize};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

/// What a made-up camera writes beside the picture.
#[derive(Debug, Clone)]
pub struct Camera {
    /// EXIF orientation, 1 to 8.
    pub orientation: u8,
    /// `2026:09:12 08:15:00`.
    pub taken: String,
    /// Longest side of the thumbnail in EXIF; 0 for none.
    pub thumbnail: u32,
    /// Longest side of a preview behind the photo, named by a Multi-Picture index; 0 for none.
    pub preview: u32,
    /// Of the photo, 1 to 100.
    pub quality: u8,
}

impl Default for Camera {
    fn default() -> Self {
        Self {
            orientation: 1,
            taken: "2026:09:12 08:15:00".to_owned(),
            thumbnail: 160,
            preview: 0,
            quality: 90,
        }
    }
}

impl Camera {
    /// A JPEG as this camera writes it.
    ///
    /// # Panics
    /// On sides beyond 65,535 pixels and on thumbnails beyond 60 KB.
    pub fn jpeg(&self, picture: &RgbImage) -> Vec<u8> {
        let exif = self.exif(picture);
        let bare = jpeg(picture, self.quality, |_| {});
        let mut made = vec![0xFF, 0xD8];
        segment(&mut made, 0xE1, b"Exif\0\0", &exif);
        if self.preview > 0 {
            let preview = jpeg(&smaller(picture, self.preview), 85, |_| {});
            // Places in the index count from its own beginning.
            let index_at = made.len() + 4 + 4;
            let index = |at: u32| {
                let mut entries = vec![0; 16];
                entries[..4].copy_from_slice(&0x0003_0000_u32.to_be_bytes());
                let class: u32 = if self.preview <= 640 { 0x01_0001 } else { 0x01_0002 };
                entries.extend(class.to_be_bytes());
                entries.extend(long(preview.len()).to_be_bytes());
                entries.extend(at.to_be_bytes());
                entries.extend([0; 4]);
                directories(
                    true,
                    &[vec![
                        (0xB000, 7, b"0100".to_vec()),
                        (0xB001, 4, 2_u32.to_be_bytes().to_vec()),
                        (0xB002, 7, entries),
                    ]],
                )
            };
            let whole = made.len() + 8 + index(0).len() + bare.len() - 2;
            segment(&mut made, 0xE2, b"MPF\0", &index(long(whole - index_at)));
            made.extend(&bare[2..]);
            made.extend(preview);
        } else {
            made.extend(&bare[2..]);
        }
        made
    }

    /// A RAW file in the manner of Canon: the whole picture as a JPEG in the first directory, the
    /// thumbnail in the second, and sensor data that look like a JPEG and are none to show.
    ///
    /// # Panics
    /// As [`Camera::jpeg`].
    pub fn raw(&self, picture: &RgbImage) -> Vec<u8> {
        let large = jpeg(picture, self.quality, |_| {});
        let thumbnail = jpeg(&smaller(picture, self.thumbnail.max(16)), 85, |_| {});
        let sensor =
            [&[0xFF, 0xD8, 0xFF, 0xC3, 0, 11, 14, 0x20, 0, 0x30, 0][..], &[0; 40]].concat();
        let make = |places: [u32; 4]| {
            let [camera, large_at, thumbnail_at, sensor_at] = places;
            let number = |number: u32| number.to_le_bytes().to_vec();
            let first = vec![
                (0x0103, 3, vec![6, 0]),
                (0x010E, 2, "Chợ phiên vùng cao\0".as_bytes().to_vec()),
                (0x0111, 4, number(large_at)),
                (0x0112, 3, vec![self.orientation, 0]),
                (0x0117, 4, number(long(large.len()))),
                (0x8769, 4, number(camera)),
            ];
            let second =
                vec![(0x0201, 4, number(thumbnail_at)), (0x0202, 4, number(long(thumbnail.len())))];
            let third = vec![
                (0x0103, 3, vec![6, 0]),
                (0x0111, 4, number(sensor_at)),
                (0x0117, 4, number(long(sensor.len()))),
            ];
            directories(false, &[first, second, third])
        };
        let directories_length = make([0; 4]).len();
        let exif = {
            // A directory alone, with the place it stands at counted in.
            let at = long(directories_length);
            let taken = [self.taken.as_bytes(), &[0]].concat();
            let mut bytes = 1_u16.to_le_bytes().to_vec();
            bytes.extend(0x9003_u16.to_le_bytes());
            bytes.extend(2_u16.to_le_bytes());
            bytes.extend(long(taken.len()).to_le_bytes());
            bytes.extend((at + 18).to_le_bytes());
            bytes.extend([0; 4]);
            bytes.extend(taken);
            bytes
        };
        let camera_at = long(directories_length);
        let thumbnail_at = camera_at + long(exif.len());
        let large_at = thumbnail_at + long(thumbnail.len());
        let sensor_at = large_at + long(large.len());
        let mut made = make([camera_at, large_at, thumbnail_at, sensor_at]);
        for part in [exif, thumbnail, large, sensor] {
            made.extend(part);
        }
        made
    }

    /// A TIFF without compression, with what `more` says of it: tag, kind, value.
    ///
    /// # Panics
    /// On more than four gigabytes.
    pub fn tiff(&self, picture: &RgbImage, more: &[(u16, u16, Vec<u8>)]) -> Vec<u8> {
        let short = |number: u16| number.to_be_bytes().to_vec();
        let four = |number: u32| number.to_be_bytes().to_vec();
        let make = |at: u32| {
            let mut entries = vec![
                (0x0100, 4, four(picture.width())),
                (0x0101, 4, four(picture.height())),
                (0x0102, 3, [0, 8].repeat(3)),
                (0x0103, 3, short(1)),
                (0x0106, 3, short(2)),
                (0x010E, 2, "Chợ phiên vùng cao\0".as_bytes().to_vec()),
                (0x0111, 4, four(at)),
                (0x0112, 3, vec![0, self.orientation]),
                (0x0115, 3, short(3)),
                (0x0116, 4, four(picture.height())),
                (0x0117, 4, four(long(picture.as_raw().len()))),
                // What belongs into the EXIF directory; readers of files in the wild find it here.
                (0x9003, 2, [self.taken.as_bytes(), &[0]].concat()),
            ];
            for (tag, kind, value) in more {
                entries.retain(|entry| entry.0 != *tag);
                entries.push((*tag, *kind, value.clone()));
            }
            entries.sort_by_key(|entry| entry.0);
            directories(true, &[entries])
        };
        let mut made = make(long(make(0).len()));
        made.extend(picture.as_raw());
        made
    }

    /// A RAW file in the manner of Canon's newer cameras (CR3): boxes with words in two TIFF
    /// structures, a thumbnail, a preview, and the whole picture as a film of one frame.
    ///
    /// # Panics
    /// As [`Camera::jpeg`].
    pub fn cr3(&self, picture: &RgbImage) -> Vec<u8> {
        let large = jpeg(picture, self.quality, |_| {});
        let small = |side: u32| jpeg(&smaller(picture, side), 85, |_| {});
        let words = directories(
            false,
            &[vec![
                (0x010E, 2, "Chợ phiên vùng cao\0".as_bytes().to_vec()),
                (0x0112, 3, vec![self.orientation, 0]),
            ]],
        );
        let taken = [self.taken.as_bytes(), &[0]].concat();
        let camera = directories(false, &[vec![(0x9003, 2, taken)]]);
        let jpeg_box = |name: &[u8; 4], side: u32| {
            let jpeg = small(side);
            let head = [&[0; 8][..], &long(jpeg.len()).to_be_bytes(), &[0, 1, 0, 0]].concat();
            boxed(name, &[&head, &jpeg])
        };
        let canon = boxed(
            b"uuid",
            &[
                b"\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48",
                &boxed(b"CMT1", &[&words]),
                &boxed(b"CMT2", &[&camera]),
                &jpeg_box(b"THMB", self.thumbnail.max(16)),
            ],
        );
        let track = |at: u32| {
            let size = [&[0; 4][..], &long(large.len()).to_be_bytes(), &[0, 0, 0, 1]].concat();
            let place = [&[0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0][..], &at.to_be_bytes()].concat();
            let table = boxed(b"stbl", &[&boxed(b"stsz", &[&size]), &boxed(b"co64", &[&place])]);
            boxed(b"trak", &[&boxed(b"mdia", &[&boxed(b"minf", &[&table])])])
        };
        let preview = boxed(
            b"uuid",
            &[
                b"\xea\xf4\x2b\x5e\x1c\x98\x4b\x88\xb9\xfb\xb7\xdc\x40\x6e\x4d\x16",
                &[0; 8],
                &jpeg_box(b"PRVW", self.preview.max(32)),
            ],
        );
        let make = |at: u32| {
            let mut made = boxed(b"ftyp", &[b"crx \0\0\0\x01crx isom"]);
            made.extend(boxed(b"moov", &[&canon, &track(at)]));
            made.extend(&preview);
            // The sensor data come behind the picture.
            made.extend(boxed(b"mdat", &[&large, &[0; 40]]));
            made
        };
        let at = make(0).len() - 40 - large.len();
        make(long(at))
    }

    /// A photo of a telephone (HEIC): a picture that nothing here decodes, and EXIF with a
    /// thumbnail, as some write it.
    ///
    /// # Panics
    /// As [`Camera::jpeg`].
    pub fn heic(&self, picture: &RgbImage) -> Vec<u8> {
        let exif = [&[0, 0, 0, 6][..], b"Exif\0\0", &self.exif(picture)].concat();
        let info =
            |id: u8, kind: &[u8; 4]| boxed(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], kind, &[0]]);
        let infos = [&[0, 0, 0, 0, 0, 2][..], &info(1, b"hvc1"), &info(2, b"Exif")].concat();
        let size =
            [&[0; 4][..], &picture.width().to_be_bytes(), &picture.height().to_be_bytes()].concat();
        let properties = boxed(b"iprp", &[&boxed(b"ipco", &[&boxed(b"ispe", &[&size])])]);
        let make = |at: u32| {
            let mut places = vec![0, 0, 0, 0, 0x44, 0, 0, 2];
            for (id, at, length) in [(1, at + long(exif.len()), 40), (2, at, long(exif.len()))] {
                places.extend([0, id, 0, 0, 0, 1]);
                places.extend(at.to_be_bytes());
                places.extend(u32::to_be_bytes(length));
            }
            let mut made = boxed(b"ftyp", &[b"heic\0\0\0\0mif1heic"]);
            let parts = [&[0; 4][..], &boxed(b"iinf", &[&infos]), &properties];
            made.extend(boxed(b"meta", &[&parts.concat(), &boxed(b"iloc", &[&places])]));
            made.extend(boxed(b"mdat", &[&exif, &[7; 40]]));
            made
        };
        let at = make(0).len() - 40 - exif.len();
        make(long(at))
    }

    fn exif(&self, picture: &RgbImage) -> Vec<u8> {
        let taken = [self.taken.as_bytes(), &[0]].concat();
        let thumbnail = if self.thumbnail > 0 {
            jpeg(&smaller(picture, self.thumbnail), 85, |_| {})
        } else {
            Vec::new()
        };
        let make = |at: u32| {
            let mut second = Vec::new();
            if !thumbnail.is_empty() {
                second.push((0x0201, 4, at.to_be_bytes().to_vec()));
                second.push((0x0202, 4, long(thumbnail.len()).to_be_bytes().to_vec()));
            }
            // What belongs into the EXIF directory; readers of files in the wild find it here, too.
            second.push((0x9003, 2, taken.clone()));
            directories(true, &[vec![(0x0112, 3, vec![0, self.orientation])], second])
        };
        let mut made = make(long(make(0).len()));
        made.extend(thumbnail);
        made
    }
}

/// A GPS directory that lies `at` so many bytes from the beginning of its structure: 21° 35' 36" N,
/// 105° 50' 6" E.
pub(crate) fn place(at: usize) -> Vec<u8> {
    let behind = at + 2 + 4 * 12 + 4;
    let mut made = vec![0, 4];
    let entries: [(u8, u8, u8, Vec<u8>); 4] = [
        (1, 2, 2, b"N\0\0\0".to_vec()),
        (2, 5, 3, long(behind).to_be_bytes().to_vec()),
        (3, 2, 2, b"E\0\0\0".to_vec()),
        (4, 5, 3, long(behind + 24).to_be_bytes().to_vec()),
    ];
    for (tag, kind, count, slot) in entries {
        made.extend([0, tag, 0, kind, 0, 0, 0, count]);
        made.extend(slot);
    }
    made.extend([0; 4]);
    for number in [21_u32, 35, 36, 105, 50, 6] {
        made.extend(number.to_be_bytes());
        made.extend(1_u32.to_be_bytes());
    }
    made
}

/// A structure that tells nothing but that place.
pub(crate) fn structure_with_a_place() -> Vec<u8> {
    const FIRST: [u8; 26] = *b"MM\0\x2a\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0";
    [&FIRST[..], &place(FIRST.len())].concat()
}

/// A JPEG of these pixels, colours at half the resolution as cameras have them.
pub(crate) fn jpeg(
    picture: &RgbImage,
    quality: u8,
    set: impl FnOnce(&mut Encoder<&mut Vec<u8>>),
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    set(&mut encoder);
    let side = |side: u32| u16::try_from(side).expect("a JPEG has sides of 65,535 at most");
    let (width, height) = (side(picture.width()), side(picture.height()));
    encoder.encode(picture, width, height, ColorType::Rgb).expect("memory takes all");
    bytes
}

fn smaller(picture: &RgbImage, side: u32) -> RgbImage {
    let longest = picture.width().max(picture.height());
    let scaled = |is: u32| (is * side / longest).max(1);
    resize(picture, scaled(picture.width()), scaled(picture.height()), FilterType::Triangle)
}

fn segment(made: &mut Vec<u8>, marker: u8, name: &[u8], body: &[u8]) {
    let length = u16::try_from(2 + name.len() + body.len()).expect("a segment holds 65,533 bytes");
    made.extend([0xFF, marker]);
    made.extend(length.to_be_bytes());
    made.extend(name);
    made.extend(body);
}

fn boxed(name: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    [&long(8 + body.len()).to_be_bytes()[..], name, &body].concat()
}

type Entry = (u16, u16, Vec<u8>);

/// A TIFF structure of directories that follow one another.
fn directories(big_endian: bool, all: &[Vec<Entry>]) -> Vec<u8> {
    let short = |number: u16| {
        if big_endian { number.to_be_bytes() } else { number.to_le_bytes() }
    };
    let four = |number: u32| {
        if big_endian { number.to_be_bytes() } else { number.to_le_bytes() }
    };
    let mut made = if big_endian { b"MM".to_vec() } else { b"II".to_vec() };
    made.extend(short(42));
    made.extend(four(8));
    for (place, entries) in all.iter().enumerate() {
        let behind = made.len() + 2 + 12 * entries.len() + 4;
        let mut values: Vec<u8> = Vec::new();
        made.extend(short(u16::try_from(entries.len()).expect("a handful")));
        for (tag, kind, value) in entries {
            let size = match kind {
                3 => 2,
                4 => 4,
                _ => 1,
            };
            made.extend(short(*tag));
            made.extend(short(*kind));
            made.extend(four(long(value.len() / size)));
            if value.len() <= 4 {
                let mut slot = value.clone();
                slot.resize(4, 0);
                made.extend(slot);
            } else {
                made.extend(four(long(behind + values.len())));
                values.extend(value);
                values.resize(values.len().next_multiple_of(2), 0);
            }
        }
        let next = if place + 1 < all.len() { long(behind + values.len()) } else { 0 };
        made.extend(four(next));
        made.extend(values);
    }
    made
}

fn long(number: usize) -> u32 {
    u32::try_from(number).expect("a test file is small")
}
