//! Searches over the articles of the desk: the index, kept up behind the window, and what is asked of it.
//!
//! The index has a connection to the store of its own: nobody who writes waits for a search.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use banthao_core::search::Index;
use banthao_core::store::{SearchChoices, SearchPage, SearchQuery, Store, device_name};
use banthao_core::{Code, Result};
use tauri::{AppHandle, Emitter, Manager};

use super::{Desk, lock};
use crate::WINDOW;

/// Articles read into the index at once: between two handfuls a search may come in.
const HANDFUL: u32 = 100;
/// How long a search waits for the index to catch up; what is left then is read behind it.
const PATIENCE: Duration = Duration::from_millis(150);
/// After the start, before the index is looked after: the page comes first.
const AFTER_START: Duration = Duration::from_secs(3);
/// Between two handfuls, so that the window has the machine too.
const BETWEEN: Duration = Duration::from_millis(5);
/// So often the window is told how far the index is.
const TELL_EVERY: Duration = Duration::from_millis(500);
/// An index that was made of more articles than these is put together in the end.
const WORTH_TIDYING: u32 = 5_000;

/// The index, once somebody has asked for it.
#[derive(Default)]
pub(super) struct Searching {
    open: Arc<Mutex<Option<Open>>>,
    /// Whether the index is being caught up behind the window.
    catching_up: AtomicBool,
}

struct Open {
    store: Store,
    index: Index,
}

impl Open {
    fn catch_up_a_little(&mut self) -> Result<()> {
        let until = Instant::now() + PATIENCE;
        while self.store.index_some(&mut self.index, HANDFUL)?.left > 0 && Instant::now() < until {}
        Ok(())
    }
}

/// Brings the index up to date some time after the start.
pub(crate) fn keep_index(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(AFTER_START).await;
        app.state::<Desk>().catch_up();
    });
}

impl Desk {
    /// # Errors
    /// As [`Store::search`].
    pub(crate) async fn search(&self, query: SearchQuery) -> Result<SearchPage> {
        let page = self
            .with_index(move |open| {
                open.catch_up_a_little()?;
                open.store.search(&open.index, &query)
            })
            .await?;
        if page.progress.left > 0 {
            self.catch_up();
        }
        Ok(page)
    }

    /// # Errors
    /// As [`Store::search_choices`].
    pub(crate) async fn search_choices(&self) -> Result<SearchChoices> {
        self.with_index(|open| {
            open.catch_up_a_little()?;
            Store::search_choices(&open.index)
        })
        .await
    }

    /// Works with the index on a worker thread. One that is damaged is made anew and asked again: all
    /// that it holds is in the store.
    async fn with_index<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Open) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (open, folder) = (Arc::clone(&self.searching.open), self.folder.clone());
        self.aside(move || {
            let mut open = lock(&open);
            let open = match &mut *open {
                Some(open) => open,
                none => none.insert(opened(&folder)?),
            };
            match work(open) {
                Err(failure) if failure.code == Code::StoreDamaged => {
                    anew(open)?;
                    work(open)
                }
                done => done,
            }
        })
        .await
    }

    /// Reads what has changed into the index behind the window, unless that is being done.
    fn catch_up(&self) {
        if self.searching.catching_up.swap(true, Ordering::AcqRel) {
            return;
        }
        let app = self.app.clone();
        tauri::async_runtime::spawn(async move {
            let desk = app.state::<Self>();
            let (mut read, mut told) = (0, Instant::now());
            loop {
                let some = |open: &mut Open| open.store.index_some(&mut open.index, HANDFUL);
                // What cannot be done now is told to whoever searches.
                let Ok(progress) = desk.with_index(some).await else { break };
                read += HANDFUL;
                if progress.left == 0 || told.elapsed() > TELL_EVERY {
                    told = Instant::now();
                    let _ = app.emit_to(WINDOW, "search-progress", progress);
                }
                if progress.left == 0 {
                    break;
                }
                tokio::time::sleep(BETWEEN).await;
            }
            if read > WORTH_TIDYING {
                let _ = desk.with_index(|open| open.index.tidy()).await;
            }
            desk.searching.catching_up.store(false, Ordering::Release);
        });
    }
}

fn opened(folder: &Path) -> Result<Open> {
    let store = Store::open(folder, &device_name())?;
    Ok(Open { store, index: Index::open(folder)? })
}

fn anew(open: &mut Open) -> Result<()> {
    open.index.start_anew(open.store.folder())
}
