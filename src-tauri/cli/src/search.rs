//! `banthao search`: what the search of the window finds, on the command line.

use std::process::ExitCode;

use banthao_core::Result;
use banthao_core::search::{Index, SearchOrder};
use banthao_core::store::{Search, SearchFilters, SearchQuery, Store};
use clap::Args;

use crate::output::Output;

/// Articles read into the index at once.
const HANDFUL: u32 = 500;

#[derive(Args)]
pub(crate) struct Asked {
    /// Words to find: with accents where they are typed, without where they are not; "in
    /// quotation marks" they stand together.
    words: Vec<String>,
    /// The nearest first, and not the newest.
    #[arg(long)]
    nearest: bool,
    /// Only articles with this name in their byline.
    #[arg(long)]
    author: Vec<String>,
    /// Only articles of this section.
    #[arg(long)]
    section: Vec<String>,
    /// Only what waits for me.
    #[arg(long)]
    mine: bool,
    #[arg(long, default_value_t = 20)]
    limit: u32,
    /// Make the index anew first.
    #[arg(long)]
    rebuild: bool,
}

pub(crate) fn search(store: &Store, order: Asked, output: &Output) -> Result<ExitCode> {
    let mut index = if order.rebuild {
        Index::make_anew(store.folder())?
    } else {
        Index::open(store.folder())?
    };
    while store.index_some(&mut index, HANDFUL)?.left > 0 {}
    if order.rebuild {
        index.tidy()?;
    }
    let filters = SearchFilters {
        authors: order.author,
        sections: order.section,
        my_turn: order.mine,
        ..SearchFilters::default()
    };
    let search = Search {
        text: order.words.join(" "),
        filters,
        order: if order.nearest { SearchOrder::Nearest } else { SearchOrder::Newest },
    };
    let page = store.search(&index, &SearchQuery { search, offset: 0, limit: order.limit })?;
    output.search(&page, store.settings()?.zone);
    Ok(if page.total == 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
