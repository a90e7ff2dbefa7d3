//! Files of word processors, made by hand: as Word writes them, with all that stands around the
//! text there.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A Word document in the making; empty parts are left out.
#[derive(Debug, Clone, Default)]
pub struct Docx {
    /// What stands in `w:body`.
    pub body: String,
    /// What stands in `w:styles`, beside those that are always there.
    pub styles: String,
    pub numbering: String,
    pub comments: String,
    pub extended: String,
    /// Relationships beside those of the parts above.
    pub links: String,
    pub media: Vec<(String, Vec<u8>)>,
}

const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"
 xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"
 xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml""#;

const STYLES: &str = r#"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Caption1"><w:name w:val="caption"/><w:basedOn w:val="Normal"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Trchdn"><w:name w:val="Quote"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="character" w:styleId="Manh"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>"#;

impl Docx {
    pub fn of(body: &str) -> Self {
        Self { body: body.to_owned(), ..Self::default() }
    }

    pub fn document(&self) -> String {
        format!("{HEAD}<w:document {NAMESPACES}><w:body>{}</w:body></w:document>", self.body)
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.with_document(self.document().as_bytes())
    }

    /// With any bytes for its main part.
    pub fn with_document(&self, document: &[u8]) -> Vec<u8> {
        const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let relationships = |inside: &str| {
            format!(
                "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inside}</Relationships>"
            )
        };
        let link = |id: &str, kind: &str, target: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
        };
        let mut links = link("rS", "styles", "styles.xml");
        let part = |name: &str, inside: &str| {
            format!("{HEAD}<w:{name} {NAMESPACES}>{inside}</w:{name}>").into_bytes()
        };
        let mut parts = vec![
            ("[Content_Types].xml".to_owned(), b"<Types/>".to_vec()),
            (
                "_rels/.rels".to_owned(),
                relationships(&link("r1", "officeDocument", "word/document.xml")).into_bytes(),
            ),
            ("word/styles.xml".to_owned(), part("styles", &format!("{STYLES}{}", self.styles))),
        ];
        if !self.numbering.is_empty() {
            links += &link("rN", "numbering", "/word/numbering.xml");
            parts.push(("word/numbering.xml".to_owned(), part("numbering", &self.numbering)));
        }
        if !self.comments.is_empty() {
            links += &link("rC", "comments", "comments.xml");
            parts.push(("word/comments.xml".to_owned(), part("comments", &self.comments)));
        }
        if !self.extended.is_empty() {
            links += "<Relationship Id=\"rE\" Type=\"http://schemas.microsoft.com/office/2011/relationships/commentsExtended\" Target=\"commentsExtended.xml\"/>";
            let extended =
                format!("{HEAD}<w15:commentsEx {NAMESPACES}>{}</w15:commentsEx>", self.extended);
            parts.push(("word/commentsExtended.xml".to_owned(), extended.into_bytes()));
        }
        for (at, (name, bytes)) in self.media.iter().enumerate() {
            links += &link(&format!("rP{}", at + 1), "image", &format!("media/{name}"));
            parts.push((format!("word/media/{name}"), bytes.clone()));
        }
        links += &self.links;
        parts.push(("word/_rels/document.xml.rels".to_owned(), relationships(&links).into_bytes()));
        parts.push(("word/document.xml".to_owned(), document.to_vec()));
        let parts: Vec<(&str, &[u8])> =
            parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        zipped(&parts)
    }
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// An OpenDocument text with any bytes for its content.
pub fn odt(content: &[u8], more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("mimetype", b"application/vnd.oasis.opendocument.text".as_slice()),
        ("content.xml", content),
    ];
    parts.extend(more);
    zipped(&parts)
}

/// The content of an OpenDocument text: automatic styles and what stands in `office:text`.
pub fn odt_content(styles: &str, text: &str) -> String {
    format!(
        r#"{HEAD}<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0">
<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{text}</office:text></office:body></office:document-content>"#
    )
}

/// An archive of parts, not packed.
pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(*name, options).expect("a part of an archive");
        zip.write_all(bytes).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

/// A paragraph of plain text.
pub fn p(text: &str) -> String {
    format!("<w:p w:rsidR=\"00A77427\"><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// A paragraph in a style.
pub fn styled(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A drawing of the picture with this number, from 1.
pub fn drawing(number: usize, alt: &str) -> String {
    format!(
        "<w:drawing><wp:inline><wp:docPr id=\"{number}\" name=\"Picture {number}\" descr=\"{alt}\"/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:blipFill><a:blip r:embed=\"rP{number}\"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
}

/// A document of `pages` pages as a long report has them: some 400 syllables each, with changes
/// and comments.
pub fn long_docx(pages: usize, dice: &mut super::Dice) -> Docx {
    let mut body = styled("Title", "Báo cáo kinh tế - xã hội sáu tháng đầu năm");
    let mut comments = String::new();
    let mut number = 0;
    for page in 0..pages {
        body += &styled("Heading2", &dice.sentence(6));
        for nth in 0..5 {
            number += 1;
            let (a, b, c) = (dice.sentence(40), dice.sentence(5), dice.sentence(35));
            body += &format!(
                "<w:p w:rsidR=\"00A7{number:04X}\"><w:pPr><w:jc w:val=\"both\"/></w:pPr><w:bookmarkStart w:id=\"{number}\" w:name=\"_Toc{number}\"/><w:bookmarkEnd w:id=\"{number}\"/>"
            );
            for word in a.split(' ') {
                body += &format!(
                    "<w:r w:rsidRPr=\"00B21A\"><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\"/><w:sz w:val=\"28\"/></w:rPr><w:t xml:space=\"preserve\">{word} </w:t></w:r><w:proofErr w:type=\"spellEnd\"/>"
                );
            }
            if nth == 0 {
                body += &format!(
                    "<w:commentRangeStart w:id=\"{page}\"/><w:ins w:id=\"{number}\" w:author=\"Hà\" w:date=\"2026-05-23T08:00:00Z\"><w:r><w:t>{b}</w:t></w:r></w:ins><w:commentRangeEnd w:id=\"{page}\"/><w:r><w:commentReference w:id=\"{page}\"/></w:r>"
                );
                comments +=
                    &comment(&page.to_string(), "Hà", &format!("{page:08X}"), "Xem lại số.");
            }
            body += &format!("<w:r><w:t xml:space=\"preserve\"> {c}</w:t></w:r></w:p>");
        }
    }
    Docx { body, comments, ..Docx::default() }
}

/// A comment of one paragraph.
pub fn comment(id: &str, author: &str, paragraph: &str, text: &str) -> String {
    format!(
        "<w:comment w:id=\"{id}\" w:author=\"{author}\" w:date=\"2026-05-23T08:15:00Z\" w:initials=\"x\"><w:p w14:paraId=\"{paragraph}\"><w:r><w:annotationRef/></w:r><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>"
    )
}
