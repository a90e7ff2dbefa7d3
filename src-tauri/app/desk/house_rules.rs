//! The house's own rules: tried on what the desk has, and in files to other desks and back.

use std::sync::atomic::Ordering;

use banthao_core::Result;
use banthao_core::proof::{HouseRule, Trial, Trying, read_rules, rules_file};
use banthao_core::store::TakenRules;
use tauri_plugin_dialog::DialogExt;

use super::{Desk, local, with_ending};

const ENDING: &str = "json";
/// So many of the newest articles a rule is tried on.
const TRIED: u32 = 500;
/// So many are read at once: in between, whoever writes is let at the store.
const AT_ONCE: u32 = 20;

impl Desk {
    /// Tries a rule, kept or not, on the newest articles. `None` where a newer trial has begun.
    ///
    /// # Errors
    /// `BadInput` where the rule is none; those of a read.
    pub(crate) async fn try_house_rule(&self, rule: HouseRule) -> Result<Option<Trial>> {
        let mine = self.trials.fetch_add(1, Ordering::Relaxed) + 1;
        let mut trying = self.aside(move || Trying::new(rule)).await?;
        for offset in (0..TRIED).step_by(AT_ONCE as usize) {
            if self.trials.load(Ordering::Relaxed) != mine {
                return Ok(None);
            }
            let (back, articles, occasion) = self
                .run(move |store, moment| {
                    let articles = store.articles_to_try(offset, AT_ONCE)?;
                    let occasion = store.trial_occasion(&trying, &articles, &moment)?;
                    Ok((trying, articles, occasion))
                })
                .await?;
            trying = back;
            let is_last = articles.len() < AT_ONCE as usize;
            trying = self
                .aside(move || {
                    trying.take(&articles, &occasion);
                    Ok(trying)
                })
                .await?;
            if is_last {
                break;
            }
        }
        Ok(Some(trying.done()))
    }

    /// Asks for the file of another desk and takes its rules over, as drafts. `None` where the
    /// person thought better of it.
    ///
    /// # Errors
    /// `TooLarge`, `BadInput`, with which nothing has changed; those of reading and of a write.
    pub(crate) async fn import_house_rules(&self) -> Result<Option<TakenRules>> {
        let words = self.words();
        let dialog = self
            .app
            .dialog()
            .file()
            .set_title(words.choose_rules)
            .add_filter(words.rules, &[ENDING])
            .add_filter(words.all_files, &["*"]);
        let shared = self
            .aside(move || {
                let Some(chosen) = dialog.blocking_pick_file() else { return Ok(None) };
                read_rules(&rules_file(&local(chosen)?)?).map(Some)
            })
            .await?;
        let Some(shared) = shared else { return Ok(None) };
        self.run(move |store, moment| store.take_house_rules(shared, &moment)).await.map(Some)
    }

    /// Asks where to and writes the rules of this desk for another one; the path, or `None` where
    /// nothing was chosen.
    ///
    /// # Errors
    /// Those of reading the store and writing the file.
    pub(crate) async fn export_house_rules(&self) -> Result<Option<String>> {
        let shared = self.run(|store, _| store.shared_rules()).await?;
        let words = self.words();
        let dialog = self
            .app
            .dialog()
            .file()
            .set_title(words.save_rules)
            .set_file_name(words.rules_file)
            .add_filter(words.rules, &[ENDING]);
        self.aside(move || {
            let Some(chosen) = dialog.blocking_save_file() else { return Ok(None) };
            let path = with_ending(local(chosen)?, &[ENDING]);
            shared.write(&path)?;
            Ok(Some(path.display().to_string()))
        })
        .await
    }
}
