//! The newsroom's letterhead: what stands around an article on paper, the same for every article.

use serde::{Deserialize, Serialize};

use crate::failure::{Failure, Result};
use crate::language::normal;
use crate::photo::is_hash;

/// Most characters of one line.
const LINE_LIMIT: usize = 200;
/// Of the footer, which may have three lines.
const FOOTER_LIMIT: usize = 400;

/// Lines without formatting; an empty one is left out. Nothing at all is no letterhead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Letterhead {
    /// Name of the office or paper.
    pub office: String,
    /// Below it: what it belongs to, its motto, its address on the web.
    pub second_line: String,
    /// Where letters are written: `Thái Nguyên`; the day follows. Without it no day is given.
    pub place: String,
    /// At the foot of every page: address, telephone, licence.
    pub footer: String,
    /// BLAKE3 of the picture's file, which lies among the originals; `null` for none.
    pub logo: Option<String>,
}

impl Letterhead {
    /// Whether there is nothing to print.
    pub fn is_blank(&self) -> bool {
        self.logo.is_none()
            && [&self.office, &self.second_line, &self.place].iter().all(|line| line.is_empty())
    }

    /// Brings every field to NFC and to one line, and refuses what no screen can have sent.
    ///
    /// # Errors
    /// `BadInput` for a line over the limit and a logo that is not named by a hash.
    pub fn accept(self) -> Result<Self> {
        let line = |text: &str, limit: usize| {
            let text = normal::one_line(text);
            if text.chars().count() > limit {
                return Err(Failure::bad_input("a line of the letterhead is too long"));
            }
            Ok(text)
        };
        if self.logo.as_ref().is_some_and(|hash| !is_hash(hash)) {
            return Err(Failure::bad_input("a logo is named by its hash"));
        }
        Ok(Self {
            office: line(&self.office, LINE_LIMIT)?,
            second_line: line(&self.second_line, LINE_LIMIT)?,
            place: line(&self.place, LINE_LIMIT)?,
            footer: line(&self.footer, FOOTER_LIMIT)?,
            logo: self.logo,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_brought_to_one_line_of_composed_letters() {
        let office = "  BA\u{301}O\n THÁI\tNGUYÊN ".to_owned();
        let accepted = Letterhead { office, ..Letterhead::default() }.accept().unwrap();
        assert_eq!(accepted.office, "BÁO THÁI NGUYÊN");
        assert!(!accepted.is_blank());
    }

    #[test]
    fn what_no_screen_sends_is_refused() {
        let long = Letterhead { place: "ồ".repeat(LINE_LIMIT + 1), ..Letterhead::default() };
        assert!(long.accept().is_err(), "a line has a limit");
        let logo = Some("../../etc/passwd".to_owned());
        assert!(Letterhead { logo, ..Letterhead::default() }.accept().is_err());
    }

    #[test]
    fn a_footer_alone_is_no_head() {
        let footer = "Số 1, đường Cách Mạng Tháng Tám".to_owned();
        assert!(Letterhead { footer, ..Letterhead::default() }.is_blank());
    }
}
