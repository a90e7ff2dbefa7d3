//! Pictures of a document, with what stands around them.

use super::Reader;
use crate::exchange::import::docx::Link;
use crate::exchange::import::draft::{LeftOut, Line, Picture, PictureUse, Piece};
use crate::exchange::import::xml::{Element, Ns};
use crate::photo;

impl Reader<'_, '_> {
    pub(super) fn open_drawing(&mut self, element: &Element<'_>) {
        let Some(drawing) = &mut self.drawing else { return };
        match (element.ns, element.name.as_str()) {
            (Ns::Wp, "docPr") => {
                let alt = ["descr", "title"].iter().find_map(|name| element.get(Ns::None, name));
                drawing.alt = alt.unwrap_or_default();
            }
            (Ns::A, "blip") => {
                drawing.pictures.extend(element.get(Ns::R, "embed"));
                drawing.linked |= element.get(Ns::R, "link").is_some();
            }
            (Ns::A, "graphicData") => {
                let uri = element.get(Ns::None, "uri").unwrap_or_default();
                drawing.is_object |= uri.ends_with("/chart") || uri.ends_with("/diagram");
            }
            (Ns::V, "shape") if drawing.alt.is_empty() => {
                drawing.alt = element.get(Ns::None, "alt").unwrap_or_default();
            }
            (Ns::V, "imagedata") => {
                drawing.pictures.extend(element.get(Ns::R, "id"));
                drawing.linked |= element.get(Ns::R, "href").is_some();
            }
            _ => {}
        }
    }

    pub(super) fn end_drawing(&mut self) {
        let Some(drawing) = self.drawing.take() else { return };
        if drawing.pictures.is_empty() {
            if drawing.linked {
                self.draft.left_out.push(LeftOut::LinkedPicture);
            } else if drawing.is_object {
                self.draft.left_out.push(LeftOut::Drawing);
            }
        }
        let tracked = self.tracked.last().copied().unwrap_or_default();
        for id in drawing.pictures {
            let picture = match self.links.get(&id) {
                Some(Link { external: true, .. }) => {
                    self.draft.left_out.push(LeftOut::LinkedPicture);
                    continue;
                }
                Some(link) => self.picture(&link.target),
                None => None,
            };
            if picture.is_none() {
                self.draft.left_out.push(LeftOut::Picture);
            }
            let used = PictureUse::new(picture, &drawing.alt, tracked);
            let mut line = Line { picture: Some(used), ..Line::default() };
            let is_in_table = self.put_in_table(&mut line);
            match &mut self.paragraph {
                Some(paragraph) if paragraph.line.has_text() => paragraph.after.push(line),
                Some(paragraph) => {
                    // The passage of a comment may be the picture.
                    line.pieces.append(&mut paragraph.line.pieces);
                    line.pieces.retain(|piece| matches!(piece, Piece::Edge(_)));
                    line.id = self.ids.pop();
                    self.ids.clear();
                    self.lines.push(line);
                }
                None => self.lines.push(line),
            }
            self.last_list = self.last_list.take().filter(|_| is_in_table);
        }
    }

    /// The picture of a part, unpacked once. One that cannot be had costs the picture and not the
    /// text.
    pub(super) fn picture(&mut self, part: &str) -> Option<usize> {
        if let Some(at) = self.pictures.get(part) {
            return Some(*at);
        }
        let bytes = self.archive.part(part, photo::FILE_LIMIT).ok().flatten()?;
        let name = part.rsplit('/').next().unwrap_or(part).to_owned();
        self.draft.pictures.push(Picture { name, bytes });
        let at = self.draft.pictures.len() - 1;
        self.pictures.insert(part.to_owned(), at);
        Some(at)
    }
}
