//! Who made the changes that are tracked in a file.

use std::collections::HashMap;

use super::draft::{Author, Draft, Piece, Tracked};
use crate::time::Timestamp;

/// Most authors that are told apart; the changes of all others count as those of the last.
const LIMIT: usize = 12;

#[derive(Default)]
pub(super) struct Authors {
    places: HashMap<String, u16>,
    all: Vec<Author>,
}

impl Authors {
    /// The place of an author, who changed something `at` some time.
    pub(super) fn place(&mut self, name: &str, at: Option<Timestamp>) -> u16 {
        let place = match self.places.get(name) {
            Some(place) => *place,
            None => {
                if self.all.len() < LIMIT {
                    self.all.push(Author { name: name.to_owned(), at: None });
                }
                let place = u16::try_from(self.all.len() - 1).unwrap_or(u16::MAX);
                if self.places.len() < 1_000 {
                    self.places.insert(name.to_owned(), place);
                }
                place
            }
        };
        let author = &mut self.all[usize::from(place)];
        author.at = author.at.max(at);
        place
    }

    /// Brings the authors into the order in which they finished, and the draft along.
    pub(super) fn put_in(self, draft: &mut Draft) {
        let mut order: Vec<usize> = (0..self.all.len()).collect();
        order.sort_by_key(|at| self.all[*at].at);
        let mut places = vec![0; order.len()];
        for (new, old) in (0..).zip(&order) {
            places[*old] = new;
        }
        let moved = |tracked: &mut Tracked| {
            for by in [&mut tracked.inserted, &mut tracked.deleted] {
                *by = by.map(|by| places[usize::from(by)]);
            }
        };
        for line in &mut draft.lines {
            moved(&mut line.end);
            moved(&mut line.row);
            if let Some(picture) = &mut line.picture {
                moved(&mut picture.tracked);
            }
            for piece in &mut line.pieces {
                if let Piece::Text(run) = piece {
                    moved(&mut run.tracked);
                }
            }
        }
        draft.authors = order.into_iter().map(|at| self.all[at].clone()).collect();
    }
}
