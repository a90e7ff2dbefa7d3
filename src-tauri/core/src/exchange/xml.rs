//! XML as it leaves the desk: every element that is opened is closed, and text is only ever text.

/// A document in the making.
pub(super) struct Xml {
    out: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// Begins with the declaration.
    pub(super) fn new() -> Self {
        let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
        Self { out: declaration.to_owned(), open: Vec::new() }
    }

    /// Closes what is open.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out.push('\n');
        self.out
    }

    /// Opens an element; attributes are written in this order.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push('>');
        self.open.push(name);
    }

    /// Closes the element opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Closes elements until `depth` are open.
    pub(super) fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            self.close();
        }
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push_str("/>");
    }

    /// An element with text and nothing else.
    pub(super) fn leaf(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close();
    }

    /// Text of an element.
    pub(super) fn text(&mut self, text: &str) {
        escape(text, &mut self.out);
    }

    /// A line end between elements, where it means nothing.
    pub(super) fn line(&mut self) {
        self.out.push('\n');
    }

    /// A whole document, without its declaration, in this place.
    pub(super) fn nest(&mut self, document: &Self) {
        let body = document.out.split_once("?>\n").map_or(&*document.out, |(_, body)| body);
        self.out.push_str(body);
        for name in document.open.iter().rev() {
            self.out.push_str(&format!("</{name}>"));
        }
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            escape(value, &mut self.out);
            self.out.push('"');
        }
    }
}

/// Control characters become spaces, and what XML cannot hold at all the sign for something that
/// could not be read.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        let mut xml = Xml::new();
        xml.open("a", &[("b", "\"/><x y=\"\n")]);
        xml.text("</a>\u{0}\u{FFFF}&amp;");
        xml.leaf("c", &[], "ậ");
        let body = xml.finish();
        assert_eq!(
            body.lines().nth(1).unwrap(),
            "<a b=\"&quot;/&gt;&lt;x y=&quot; \">&lt;/a&gt; \u{FFFD}&amp;amp;<c>ậ</c></a>"
        );
    }
}
