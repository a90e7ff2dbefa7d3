use proptest::prelude::*;

use super::*;

fn full() -> Metadata {
    let text = str::to_owned;
    Metadata {
        headline: text("Tổng Bí thư làm việc tại Thái Nguyên"),
        caption: text(
            "Đồng chí Phạm Minh Chính, Trưởng Ban Tổ chức Trung ương phát biểu & kết luận <buổi làm việc>",
        ),
        creators: vec![text("Thanh Mai"), text("Thanh Hiếu")],
        credit: text("Cổng TTĐT"),
        source: text("thainguyen.gov.vn"),
        copyright: text("© 2020 Cổng TTĐT tỉnh Thái Nguyên"),
        usage_terms: text("Chỉ dùng kèm bài"),
        created: text("2020-05-23T08:15:00+07:00"),
        sublocation: text("Hội trường Tỉnh ủy"),
        city: text("Thái Nguyên"),
        province: text("Thái Nguyên"),
        country: text("Việt Nam"),
        country_code: text("VNM"),
        people: vec![text("Phạm Minh Chính")],
        keywords: vec![text("đại hội"), text("văn kiện")],
        instructions: text("Không cắt mép phải"),
        alt: text("Một người đứng phát biểu trước hội trường"),
        extended_description: text("Hội trường có ba hàng ghế; trên bục là hoa và micrô."),
        digital_source_type: text("http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"),
        rating: 4,
    }
}

fn jpeg() -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels: Vec<u8> = (0..16 * 16 * 3_u32).map(|at| u8::try_from(at % 251).unwrap()).collect();
    jpeg_encoder::Encoder::new(&mut bytes, 90)
        .encode(&pixels, 16, 16, jpeg_encoder::ColorType::Rgb)
        .unwrap();
    bytes
}

#[test]
fn what_is_written_comes_back_to_the_letter() {
    let written = write(&jpeg(), &full(), None).unwrap();
    let found = read(&written);
    assert_eq!(found.metadata, full());
    assert!(!found.guessed);
    assert_eq!(found.carries, Carries::default());
    assert_eq!(write(&jpeg(), &full(), None).unwrap(), written, "the same bytes each time");
}

#[test]
fn a_tiff_says_what_stands_beside_its_picture() {
    let camera = crate::testing::card::Camera::default();
    let picture = image::RgbImage::new(8, 6);
    let words = read(&camera.tiff(&picture, &[])).metadata;
    assert_eq!(words.caption, "Chợ phiên vùng cao", "EXIF");
    assert_eq!(words.created, "2026-09-12T08:15:00");
    let packet = (700, 1, xmp::packet(&full(), None).into_bytes());
    let resources = (34_377, 7, iim::resources(&full()));
    let found = read(&camera.tiff(&picture, &[packet.clone(), resources.clone()]));
    assert_eq!(found.metadata, full(), "XMP before EXIF");
    assert_eq!(found.carries, Carries::default());
    let found = read(&camera.tiff(&picture, &[resources]));
    assert_eq!(found.metadata.headline, full().headline, "image resources");
    // The datasets alone, as old tools wrote them.
    let datasets = b"\x1C\x02\x69\0\x0bTh\xB8i Nguy\xAAn".to_vec();
    let found = read(&camera.tiff(&picture, &[(33_723, 7, datasets)]));
    assert_eq!((found.metadata.headline.as_str(), found.guessed), ("Thái Nguyên", true));
    let mut place =
        camera.tiff(&picture, &[(0x8825, 4, vec![0, 0, 0, 0]), (0xA431, 2, vec![65, 0])]);
    let at = place.windows(2).position(|tag| tag == [0x88, 0x25]).unwrap() + 8;
    let gps = u32::try_from(place.len()).unwrap();
    place[at..at + 4].copy_from_slice(&gps.to_be_bytes());
    place.extend([0, 1, 0, 2, 0, 5, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0]);
    let carries = read(&place).carries;
    assert!(carries.position && carries.device, "{carries:?}");
}

#[test]
fn a_tiff_tells_where_it_was_taken_as_a_jpeg_does() {
    let camera = crate::testing::card::Camera::default();
    let picture = image::RgbImage::new(8, 6);
    let mut file = camera.tiff(&picture, &[(0x8825, 4, vec![0, 0, 0, 0])]);
    assert_eq!(position(&file), None, "a place that is none");
    let at = file.windows(4).position(|tag| tag == [0x88, 0x25, 0, 4]).unwrap() + 8;
    let (gps, whole) = (crate::testing::card::place(file.len()), file.len());
    file[at..at + 4].copy_from_slice(&u32::try_from(whole).unwrap().to_be_bytes());
    file.extend(&gps);
    let place = Position::new("21,35.600000N", "105,50.100000E");
    assert_eq!(position(&file), place);
    assert!(read(&file).carries.position);
    assert_eq!(position(&exif_jpeg(&crate::testing::card::structure_with_a_place())), place);
    // Three fractions there are not.
    file.truncate(file.len() - 8);
    assert_eq!(position(&file), None);
    assert!(read(&file).carries.position, "told of all the same");
    let packet = xmp::packet(&Metadata::default(), place.as_ref()).into_bytes();
    let file = camera.tiff(&picture, &[(700, 1, packet)]);
    assert_eq!(position(&file), place, "XMP beside the picture");
}

/// A JPEG with this EXIF.
fn exif_jpeg(structure: &[u8]) -> Vec<u8> {
    let mut made = jpeg();
    let exif = [b"Exif\0\0", structure].concat();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    made.splice(2..2, [&[0xFF, 0xE1][..], &length, &exif].concat());
    made
}

#[test]
fn stars_are_those_of_xmp_and_else_those_of_the_camera() {
    // EXIF of one entry: five stars.
    let camera = exif_jpeg(b"MM\0\x2a\0\0\0\x08\0\x01\x47\x46\0\x03\0\0\0\x01\0\x05\0\0\0\0\0\0");
    assert_eq!(read(&camera).metadata.rating, 5);
    for (said, expected) in [
        ("3", 3),
        ("3.0", 3),
        ("0", 0),
        ("-1", 0),
        (" 2 ", 2),
        ("99", 5),
        ("nhiều", 5),
        ("NaN", 5),
        ("", 5),
    ] {
        let rated = |packet: String| {
            let packet = [b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat();
            let length = u16::try_from(packet.len() + 2).unwrap().to_be_bytes();
            let mut file = camera.clone();
            file.splice(2..2, [&[0xFF, 0xE1][..], &length, &packet].concat());
            read(&file).metadata.rating
        };
        let name = "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"";
        let element = packet_with(&format!("<xmp:Rating {name}>{said}</xmp:Rating>"));
        assert_eq!(rated(element), expected, "{said:?}");
        let short = packet_with("").replace(
            "photoshop:Headline=",
            &format!("{name} xmp:Rating=\"{said}\" photoshop:Headline="),
        );
        assert_eq!(rated(short), expected, "{said:?} in its short form");
    }
    let none = Metadata { rating: 0, ..full() };
    assert!(!xmp::packet(&none, None).contains("Rating"), "no stars are not spoken of");
}

#[test]
fn words_without_stars_are_kept_as_they_were_before_there_were_any() {
    let none = Metadata { rating: 0, ..full() };
    let written = serde_json::to_string(&none).unwrap();
    assert!(!written.contains("rating"));
    assert_eq!(serde_json::from_str::<Metadata>(&written).unwrap(), none);
    assert!(serde_json::to_string(&full()).unwrap().ends_with(",\"rating\":4}"));
    assert!(!Metadata { rating: 6, ..full() }.is_tidy());
}

#[test]
fn the_pixels_are_not_touched() {
    let pixels = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().into_rgb8();
    assert_eq!(pixels(&write(&jpeg(), &full(), None).unwrap()), pixels(&jpeg()));
}

#[test]
fn a_photo_that_says_nothing_and_what_is_no_photo_say_nothing() {
    for bytes in [&jpeg()[..], b"", b"\xFF\xD8", b"<svg/>", b"RIFF", b"\x89PNG\r\n\x1a\n"] {
        assert_eq!(read(bytes), Found::default());
    }
    assert!(write(b"no picture", &full(), None).is_err());
}

#[test]
fn iim_alone_is_enough_for_what_it_has_room_for() {
    let resources = iim::resources(&full());
    let iim = iim::read(&resources);
    assert_eq!(iim.metadata.caption, full().caption);
    assert_eq!(iim.metadata.creators, full().creators);
    assert_eq!(iim.metadata.created, full().created);
    assert_eq!(iim.metadata.keywords, full().keywords);
    assert_eq!(iim.digest, Some(iim.actual_digest));
}

#[test]
fn iim_that_an_old_tool_has_changed_since_is_believed_before_xmp() {
    let mut written = write(&jpeg(), &full(), None).unwrap();
    // The letters of the caption as they stand in IIM, which comes after XMP.
    let word = "phát".as_bytes();
    let at = written.windows(word.len()).rposition(|window| window == word).unwrap();
    written[at..at + word.len()].copy_from_slice("nói..".as_bytes().get(..word.len()).unwrap());
    assert!(read(&written).metadata.caption.contains("nói."));
    assert_eq!(read(&written).metadata.people, full().people, "XMP says what IIM cannot");
}

#[test]
fn iim_in_an_old_encoding_is_guessed_and_said_to_be() {
    let read = |caption: &[u8]| {
        let mut resources = b"8BIM\x04\x04\0\0".to_vec();
        let mut datasets = vec![0x1C, 2, 120];
        datasets.extend(u16::try_from(caption.len()).unwrap().to_be_bytes());
        datasets.extend(caption);
        resources.extend(u32::try_from(datasets.len()).unwrap().to_be_bytes());
        resources.extend(datasets);
        let iim = iim::read(&resources);
        assert!(iim.guessed);
        nfc(&iim.metadata.caption)
    };
    let (caption, _, _) = encoding_rs::WINDOWS_1258.encode("Hop bào tai Hà Noi");
    assert_eq!(read(&caption), "Hop bào tai Hà Noi");
    assert_eq!(read(b"H\xE0 N\xF4i"), "Hà Nôi", "Latin-1");
    assert_eq!(read(b"Th\xB8i Nguy\xAAn"), "Thái Nguyên", "TCVN3");
}

#[test]
fn what_xml_has_no_form_for_is_no_text() {
    let packet = packet_with("<dc:title/>").replace("Tin &amp; ảnh", "Tin\u{FFFF} ảnh\u{FFFE}");
    let words = outgoing::Words { xmp: packet, resources: Vec::new() };
    let found = read(&outgoing::kept(&jpeg(), &words).unwrap().unwrap()).metadata;
    assert_eq!(found.headline, "Tin ảnh");
    assert_eq!(
        read(&write(&jpeg(), &found, None).unwrap()).metadata,
        found,
        "and comes back as it went"
    );
}

#[test]
fn what_gives_somebody_away_is_named() {
    let packet = packet_with(
        "<exif:GPSLatitude>21,35.6N</exif:GPSLatitude><aux:SerialNumber>123</aux:SerialNumber>",
    );
    let words = outgoing::Words { xmp: packet, resources: Vec::new() };
    let found = read(&outgoing::kept(&jpeg(), &words).unwrap().unwrap());
    assert!(found.carries.position && found.carries.device);
}

#[test]
fn short_forms_languages_and_nested_parts_are_read_as_they_are_meant() {
    let packet = packet_with(
        r#"<dc:description><rdf:Alt><rdf:li xml:lang="en">A meeting</rdf:li>
             <rdf:li xml:lang="vi">Một cuộc họp &#8211; &quot;đầu năm&quot;</rdf:li></rdf:Alt></dc:description>
           <Iptc4xmpExt:DigitalSourceType rdf:resource="http://cv.iptc.org/x"/>
           <xmpMM:History xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"><rdf:Seq><rdf:li rdf:parseType="Resource">
             <photoshop:City>không phải</photoshop:City></rdf:li></rdf:Seq></xmpMM:History>"#,
    );
    let read = xmp::read(packet.as_bytes()).metadata;
    assert_eq!(read.headline, "Tin & ảnh", "an attribute is a property");
    assert_eq!(read.caption, "Một cuộc họp – \"đầu năm\"");
    assert_eq!(read.digital_source_type, "http://cv.iptc.org/x");
    assert_eq!(read.city, "", "a part of something else is not a property of the photo");
}

#[test]
fn a_photo_with_ten_thousand_segments_is_read_in_bounds() {
    let mut bytes = vec![0xFF, 0xD8];
    for _ in 0..10_000 {
        bytes.extend(b"\xFF\xED\x02\x10Photoshop 3.0\0");
        bytes.extend([0; 512]);
    }
    bytes.extend(&jpeg()[2..]);
    assert_eq!(read(&bytes).metadata, Metadata::default());
}

fn packet_with(properties: &str) -> String {
    format!(
        r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
           <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
             xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
             xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/"
             xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
             photoshop:Headline="Tin &amp; ảnh">{properties}</rdf:Description></rdf:RDF></x:xmpmeta>"#
    )
}

/// Text that XML and IIM have to take care with, among Vietnamese.
fn words() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            Just("Nguyễn"),
            Just("việc"),
            Just("&amp;"),
            Just("<b>"),
            Just("]]>"),
            Just("\""),
            Just("đ"),
            Just("\u{1F4F7}"),
            Just("'"),
            Just(";"),
            Just("\n"),
            Just("\u{301}"),
        ],
        0..40,
    )
    .prop_map(|words| nfc(words.join(" ").trim()))
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_again(caption in words(), credit in words(), alt in words()) {
        let metadata = tidy(Metadata { caption, credit, alt, ..Metadata::default() });
        let written = write(&jpeg(), &metadata, None).unwrap();
        prop_assert_eq!(read(&written).metadata, metadata);
    }

    #[test]
    fn damaged_metadata_harms_nothing(
        changes in proptest::collection::vec((0_usize..2_000, any::<u8>()), 1..40),
        length in 0_usize..3_000,
    ) {
        let mut bytes = write(&jpeg(), &full(), None).unwrap();
        for (at, byte) in changes {
            if let Some(there) = bytes.get_mut(at) {
                *there = byte;
            }
        }
        bytes.truncate(length);
        read_all(&bytes);
    }
}

#[test]
fn a_picture_that_carries_more_than_its_pixels_is_not_let_out() {
    let plain = jpeg();
    for (marker, body) in [
        (0xE1, &b"Exif\0\0II*\0"[..]),
        (0xE2, b"MPF\0"),
        (0xE2, b"ICC_PROFILE\0"),
        (0xEB, b"JP c2pa"),
        (0xFE, b"taken by Mai"),
    ] {
        let mut spoiled = plain[..2].to_vec();
        spoiled.extend([0xFF, marker]);
        spoiled.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        spoiled.extend(body);
        spoiled.extend(&plain[2..]);
        assert!(write(&spoiled, &full(), None).is_err(), "{marker:x}");
    }
}

/// EXIF with a place: 21° 35' 36" N, 105° 50' 6" E.
fn exif_with_a_place() -> Vec<u8> {
    let rational = |value: u32| ::exif::Rational { num: value, denom: 1 };
    let field = |tag, value| ::exif::Field { tag, ifd_num: ::exif::In::PRIMARY, value };
    let ascii = |text: &str| ::exif::Value::Ascii(vec![text.as_bytes().to_vec()]);
    let angle = |d, m, s| ::exif::Value::Rational(vec![rational(d), rational(m), rational(s)]);
    let fields = [
        field(::exif::Tag::GPSLatitudeRef, ascii("N")),
        field(::exif::Tag::GPSLatitude, angle(21, 35, 36)),
        field(::exif::Tag::GPSLongitudeRef, ascii("E")),
        field(::exif::Tag::GPSLongitude, angle(105, 50, 6)),
        field(::exif::Tag::BodySerialNumber, ascii("4711")),
    ];
    let mut writer = ::exif::experimental::Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut made = std::io::Cursor::new(Vec::new());
    writer.write(&mut made, false).unwrap();
    made.into_inner()
}

#[test]
fn a_place_goes_along_only_where_it_is_given() {
    let mut original = jpeg();
    let exif = [b"Exif\0\0", &exif_with_a_place()[..]].concat();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    original.splice(2..2, [&[0xFF, 0xE1][..], &length, &exif].concat());
    let place = position(&original).expect("the file says where it was taken");
    assert_eq!(place, Position::new("21,35.600000N", "105,50.100000E").unwrap());
    assert!(read(&original).carries.position && read(&original).carries.device);

    let without = write_in_place(&original, &full(), None).unwrap().unwrap();
    assert_eq!(position(&without), None);
    assert_eq!(read(&without).carries, Carries::default());
    let with = write_in_place(&original, &full(), Some(&place)).unwrap().unwrap();
    assert_eq!(position(&with), Some(place));
    assert_eq!(read(&with).carries, Carries { position: true, ..Carries::default() });
    for made in [with, without] {
        assert_eq!(read(&made).metadata, full());
        assert!(!made.windows(4).any(|part| part == b"4711"));
    }
}

#[test]
fn what_is_no_place_is_none() {
    for (latitude, longitude) in [
        ("", ""),
        ("21,35.6N", ""),
        ("21,35.6E", "105,50.1E"),
        ("91,0.0N", "105,50.1E"),
        ("21,<b>N", "105,50.1E"),
        ("+1,2N", "1,2E"),
        ("21,35.60000000000000000000N", "105,50.1E"),
    ] {
        assert_eq!(Position::new(latitude, longitude), None, "{latitude} {longitude}");
    }
    assert!(Position::new("21,35,36N", "105,50,6W").is_some(), "seconds are minutes, too");
}
