//! Markdown, as CommonMark has it with tables.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::draft::{Draft, LeftOut, Style};
use super::flaw::refused;
use super::lines::Lines;
use crate::article::Mark;
use crate::failure::Result;

/// Largest text: the parser looks back, and no article has a hundredth of it.
const LIMIT: usize = 5 * 1024 * 1024;
/// Deepest nesting of quotes and lists.
const DEPTH: usize = 100;

pub(super) fn read(text: &str) -> Result<Draft> {
    if text.len() > LIMIT {
        return Err(refused("too much Markdown"));
    }
    let mut lines = Lines::default();
    let mut depth = 0_usize;
    let mut quotes = 0_u32;
    let mut in_head = false;
    let mut pictures: Vec<String> = Vec::new();
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut skipped = 0_u32;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(tag) => {
                depth += 1;
                if depth > DEPTH {
                    return Err(refused("elements nested too deep"));
                }
                match tag {
                    Tag::Heading { level, .. } => {
                        lines.end_line();
                        lines.style = if level as u8 == 1 { Style::Title } else { Style::Heading };
                    }
                    Tag::BlockQuote(_) => {
                        lines.end_line();
                        quotes += 1;
                        lines.style = Style::Quote;
                    }
                    Tag::List(start) => lines.begin_list(start.is_some()),
                    Tag::Table(_) => lines.begin_table(),
                    Tag::TableHead => {
                        lines.begin_row();
                        in_head = true;
                    }
                    Tag::TableRow => lines.begin_row(),
                    Tag::TableCell => lines.begin_cell(in_head),
                    Tag::Emphasis => lines.marks.push(Mark::Em),
                    Tag::Strong => lines.marks.push(Mark::Strong),
                    Tag::Link { dest_url, .. } => lines.link(&dest_url),
                    Tag::Image { .. } => pictures.push(String::new()),
                    Tag::MetadataBlock(_) | Tag::HtmlBlock => skipped += 1,
                    Tag::FootnoteDefinition(_) => lines.leave_out(LeftOut::Note),
                    _ => lines.end_line(),
                }
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                match tag {
                    TagEnd::Heading(_) => {
                        lines.end_line();
                        lines.style = if quotes > 0 { Style::Quote } else { Style::Normal };
                    }
                    TagEnd::BlockQuote(_) => {
                        lines.end_line();
                        quotes -= 1;
                        lines.style = if quotes > 0 { Style::Quote } else { Style::Normal };
                    }
                    TagEnd::List(_) => lines.end_list(),
                    TagEnd::Table => lines.end_table(),
                    TagEnd::TableHead => {
                        lines.end_row();
                        in_head = false;
                    }
                    TagEnd::TableRow => lines.end_row(),
                    TagEnd::TableCell => lines.end_cell(1),
                    TagEnd::Emphasis => drop_mark(&mut lines, |mark| *mark == Mark::Em),
                    TagEnd::Strong => drop_mark(&mut lines, |mark| *mark == Mark::Strong),
                    TagEnd::Link => {
                        drop_mark(&mut lines, |mark| matches!(mark, Mark::Link { .. }));
                    }
                    // The file of a picture lies elsewhere.
                    TagEnd::Image => {
                        let alt = pictures.pop().unwrap_or_default();
                        lines.picture(None, &alt);
                        lines.leave_out(LeftOut::LinkedPicture);
                    }
                    TagEnd::MetadataBlock(_) | TagEnd::HtmlBlock => skipped -= 1,
                    _ => lines.end_line(),
                }
            }
            Event::Text(text) | Event::Code(text) => match pictures.last_mut() {
                _ if skipped > 0 => {}
                Some(alt) => alt.push_str(&text),
                None => lines.text(&text),
            },
            Event::SoftBreak => lines.text(" "),
            Event::HardBreak => lines.end_line(),
            // What is no Markdown is not taken for markup either.
            Event::Html(_) | Event::InlineHtml(_) => {}
            Event::Rule => lines.end_line(),
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }
    Ok(lines.finish())
}

fn drop_mark(lines: &mut Lines, is: impl Fn(&Mark) -> bool) {
    if let Some(at) = lines.marks.iter().rposition(is) {
        lines.marks.remove(at);
    }
}
