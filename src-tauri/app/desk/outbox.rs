//! Destinations, and deliveries on their way there: what would be sent, putting it into the outbox, and
//! working the outbox off behind the window.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use banthao_core::Result;
use banthao_core::article::ArticleId;
use banthao_core::delivery::{
    Answer, Connector, Delivery, Destination, Job, Pace, Parcel, Ran, Status,
};
use banthao_core::moment::Moment;
use banthao_core::store::{
    DeliveryRow, ExportPlan, KeptDestination, PlannedDelivery, Store, TestedDestination,
    TypedPassword, device_name,
};
use banthao_core::time::Timestamp;
use banthao_delivery::{Patience, connect, connect_with, run_outbox};
use tauri::{AppHandle, Emitter, Manager};
use tauri_plugin_dialog::DialogExt;
use tokio::sync::Notify;

use super::{Desk, DeskChanged, local, lock, moment};
use crate::{WINDOW, file_manager};

/// How often the outbox is looked into where nothing in it waits for a time: another program may
/// have put something there.
const EVERY: Duration = Duration::from_secs(60);

/// How soon where another program is just working on it, or the store could not be had.
const SOON: Duration = Duration::from_secs(5);

/// Deliveries at their end that a list shows.
const ENDED: u32 = 50;

/// The worker of the outbox.
#[derive(Default)]
pub(super) struct Worker {
    /// There is something to do.
    asked: Notify,
    passwords: Passwords,
}

/// Works the outbox off from now on, as long as the program runs. What is in it somebody has put
/// there: nothing else goes over the network.
pub(crate) fn deliver(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            let desk = app.state::<Desk>();
            let pause = desk.work_outbox_off().await.unwrap_or(SOON);
            let _ = tokio::time::timeout(pause, desk.outbox.asked.notified()).await;
        }
    });
}

impl Desk {
    /// Keeps a destination, with its password where one was typed.
    ///
    /// # Errors
    /// As [`Store::save_destination`] and [`banthao_keys::keep_password`].
    pub(crate) async fn save_destination(
        &self,
        destination: Destination,
        password: Option<String>,
    ) -> Result<KeptDestination> {
        let password = password.filter(|it| !it.is_empty());
        let is_new = destination.id.is_empty();
        let typed = self.typed_password(password.as_deref(), &destination.id).await?;
        // Refused before the password is touched, where it is refused at all.
        let destination = self
            .run(move |store, moment| store.may_save_destination(destination, typed, &moment))
            .await?;
        let (id, passwords) = (destination.id.clone(), self.outbox.passwords.clone());
        // The password first: an address that is new never goes with one that was given to another.
        let in_keyring = match password {
            None if destination.wants_password() => None,
            None => {
                self.forget_password(&id).await?;
                None
            }
            Some(password) => {
                let id = id.clone();
                Some(self.aside(move || passwords.keep(&id, password)).await?)
            }
        };
        let saved =
            self.run(move |store, moment| store.save_destination(destination, &moment)).await;
        if saved.is_err() && is_new {
            self.forget_password(&id).await?;
        }
        self.outbox.asked.notify_one();
        Ok(KeptDestination { destination: saved?, in_keyring })
    }

    /// What is known of the password of the destination of this id.
    async fn typed_password(&self, typed: Option<&str>, id: &str) -> Result<TypedPassword> {
        if typed.is_some() {
            return Ok(TypedPassword::Comes);
        }
        let (passwords, id) = (self.outbox.passwords.clone(), id.to_owned());
        self.aside(move || {
            Ok(match passwords.of(&id) {
                Ok(None) => TypedPassword::NoneIsKept,
                Ok(Some(_)) | Err(_) => TypedPassword::MayBeKept,
            })
        })
        .await
    }

    async fn forget_password(&self, id: &str) -> Result<()> {
        let (passwords, id) = (self.outbox.passwords.clone(), id.to_owned());
        self.aside(move || {
            passwords.forget(&id);
            Ok(())
        })
        .await
    }

    /// Takes the password that somebody was asked for, and tries what has waited for it.
    ///
    /// # Errors
    /// `NotFound`; as [`banthao_keys::keep_password`].
    pub(crate) async fn give_password(&self, to: String, password: String) -> Result<bool> {
        let destination = self.run(move |store, _| store.destination(&to)).await?;
        let (passwords, id) = (self.outbox.passwords.clone(), destination.id.clone());
        let in_keyring = self.aside(move || passwords.keep(&id, password)).await?;
        self.run(move |store, moment| {
            let typed = TypedPassword::Comes;
            let with = store.may_save_destination(destination.clone(), typed, &moment)?;
            if with != destination {
                store.save_destination(with, &moment)?;
            }
            store.retry_after_password(&destination.id)
        })
        .await?;
        self.outbox.asked.notify_one();
        tell(&self.app);
        Ok(in_keyring)
    }

    pub(crate) async fn remove_destination(&self, name: String) -> Result<()> {
        let gone = self.run(move |store, _| store.remove_destination(&name)).await?;
        self.forget_password(&gone.id).await
    }

    /// Asks a destination, saved or not, who we are there. Without a password the one that is kept
    /// goes to where it has always gone, and nowhere else.
    ///
    /// # Errors
    /// As [`Self::save_destination`]; what the other side says is no failure.
    pub(crate) async fn test_destination(
        &self,
        destination: Destination,
        password: Option<String>,
    ) -> Result<TestedDestination> {
        let password = password.filter(|it| !it.is_empty());
        let is_new = destination.id.is_empty();
        let typed = self.typed_password(password.as_deref(), &destination.id).await?;
        let destination = self
            .run(move |store, moment| store.may_save_destination(destination, typed, &moment))
            .await?;
        let passwords = self.outbox.passwords.clone();
        let tested = self
            .aside(move || {
                let side = match password {
                    Some(typed) => connect(&destination, Some(&typed), Patience::default()),
                    None if is_new => connect(&destination, None, Patience::default()),
                    None => side(&passwords, &destination)?,
                };
                Ok(side.and_then(|mut side| side.test()))
            })
            .await?;
        Ok(match tested {
            Ok(tested) => TestedDestination { tested: Some(tested), trouble: None },
            Err(trouble) => TestedDestination { tested: None, trouble: Some(trouble) },
        })
    }

    /// Asks for a folder to deliver to; its path, or `None` where the person thought better of it.
    pub(crate) async fn choose_destination_folder(&self) -> Result<Option<String>> {
        let dialog = self.app.dialog().file().set_title(self.words().choose_folder);
        let path = self.aside(move || dialog.blocking_pick_folder().map(local).transpose()).await?;
        Ok(path.map(|path| path.display().to_string()))
    }

    /// Asks for a file of certificates; its path, or `None` where the person thought better of it.
    pub(crate) async fn choose_certificates(&self) -> Result<Option<String>> {
        let words = self.words();
        let dialog = self
            .app
            .dialog()
            .file()
            .set_title(words.choose_certificates)
            .add_filter(words.certificates, &["pem", "crt", "cer"])
            .add_filter(words.all_files, &["*"]);
        let path = self.aside(move || dialog.blocking_pick_file().map(local).transpose()).await?;
        Ok(path.map(|path| path.display().to_string()))
    }

    /// Asks the destination what a delivery would do there. Checks the gates as an export does.
    ///
    /// # Errors
    /// As [`Store::plan_export_at`]; what the other side says is no failure.
    pub(crate) async fn plan_delivery(
        &self,
        id: ArticleId,
        to: String,
        publish_at: Option<Timestamp>,
        override_reason: Option<String>,
    ) -> Result<PlannedDelivery> {
        let packed = self.pack(id, to, publish_at, override_reason).await?;
        let Packed { plan, destination, parcel } = packed;
        let (parcel, there, job) = self
            .run(move |store, moment| {
                let job = store.pretended_delivery(&plan, &destination, &parcel, moment.now)?;
                Ok((parcel, destination, job))
            })
            .await?;
        let passwords = self.outbox.passwords.clone();
        let planned = self
            .aside(move || {
                let job = Job { delivery: &job, parcel: &parcel };
                Ok(side(&passwords, &there)?.and_then(|mut side| side.plan(&job)))
            })
            .await?;
        Ok(match planned {
            Ok(plan) => PlannedDelivery { plan: Some(plan), trouble: None },
            Err(trouble) => PlannedDelivery { plan: None, trouble: Some(trouble) },
        })
    }

    /// Puts an article into the outbox. Checks the gates as an export does.
    ///
    /// # Errors
    /// As [`Store::plan_export_at`] and [`Store::queue_delivery`].
    pub(crate) async fn queue_delivery(
        &self,
        id: ArticleId,
        to: String,
        publish_at: Option<Timestamp>,
        overwrite: bool,
        override_reason: Option<String>,
    ) -> Result<DeliveryRow> {
        let packed = self.pack(id, to, publish_at, override_reason).await?;
        let Packed { plan, destination, parcel } = packed;
        self.queued(move |store, moment| {
            store.queue_delivery(&plan, &destination, &parcel, overwrite, &moment)
        })
        .await
    }

    pub(crate) async fn queue_take_down(
        &self,
        id: ArticleId,
        from: String,
        reason: String,
    ) -> Result<DeliveryRow> {
        self.queued(move |store, moment| {
            let destination = store.destination(&from)?;
            store.queue_take_down(&id, &destination, &reason, &moment)
        })
        .await
    }

    pub(crate) async fn deliveries(&self, of: Option<ArticleId>) -> Result<Vec<DeliveryRow>> {
        self.run(move |store, _| store.delivery_rows(ENDED, of.as_ref())).await
    }

    pub(crate) async fn retry_delivery(&self, id: String) -> Result<DeliveryRow> {
        self.queued(move |store, _| store.retry_delivery(&id)).await
    }

    /// Ends a delivery as it stands.
    ///
    /// # Errors
    /// As [`Store::cancel_delivery`].
    pub(crate) async fn cancel_delivery(&self, id: String) -> Result<DeliveryRow> {
        self.queued(move |store, moment| store.cancel_delivery(&id, &moment)).await
    }

    /// Takes away what a delivery that was given up has left there.
    ///
    /// # Errors
    /// As [`Store::queue_clear`].
    pub(crate) async fn clear_delivery(&self, id: String) -> Result<DeliveryRow> {
        self.queued(move |store, moment| store.queue_clear(&id, &moment)).await
    }

    /// Opens what a delivery has left there, as people see it, in the browser of this system. The
    /// page names a delivery and no address.
    ///
    /// # Errors
    /// `NotFound` where it has no address; `FileProblem` where nothing opens it.
    pub(crate) async fn visit_delivery(&self, id: String) -> Result<()> {
        let row = self
            .run(move |store, _| {
                let delivery = store.delivery(&id)?;
                store.delivery_row(delivery)
            })
            .await?;
        let checked = row.checked.map(|it| it.link).unwrap_or_default();
        let link = match row.delivery.post() {
            Some(post) if checked.is_empty() => post.link.clone(),
            _ => checked,
        };
        file_manager::visit(&link).await
    }

    /// The plan of an export with everything that goes out, made without the store in hand.
    async fn pack(
        &self,
        id: ArticleId,
        to: String,
        publish_at: Option<Timestamp>,
        override_reason: Option<String>,
    ) -> Result<Packed> {
        let (plan, destination) = self
            .run(move |store, moment| {
                let destination = store.destination(&to)?;
                let out = publish_at.unwrap_or(moment.now);
                let target = destination.target.clone();
                let plan = store.plan_export_at(&id, &target, override_reason, out, &moment)?;
                Ok((plan, destination))
            })
            .await?;
        let files = self.photo_files()?;
        self.aside(move || {
            let parcel = plan.parcel(&destination, &files, publish_at)?;
            Ok(Packed { plan, destination, parcel })
        })
        .await
    }

    /// Changes something in the outbox, and has it worked off.
    async fn queued(
        &self,
        work: impl FnOnce(&mut Store, Moment) -> Result<Delivery> + Send + 'static,
    ) -> Result<DeliveryRow> {
        let row = self
            .run(move |store, moment| {
                let delivery = work(store, moment)?;
                store.delivery_row(delivery)
            })
            .await?;
        self.outbox.asked.notify_one();
        tell(&self.app);
        Ok(row)
    }

    /// Takes everything in the outbox as far as it goes now; how long until there is more to do.
    async fn work_outbox_off(&self) -> Result<Duration> {
        let waits = self.run(|store, _| store.open_deliveries()).await?;
        if !waits.iter().any(|it| it.status == Status::Open) {
            return Ok(EVERY);
        }
        let (app, folder) = (self.app.clone(), self.folder.clone());
        let passwords = self.outbox.passwords.clone();
        self.aside(move || {
            // A store of its own: a request takes as long as it takes, and nobody who writes waits
            // for it.
            let mut store = Store::open(&folder, &device_name())?;
            let mut password = |it: &Destination| passwords.of(&it.id);
            let mut kept = |_: &Delivery| tell(&app);
            let outcomes = run_outbox(
                &mut store,
                None,
                &mut password,
                &mut moment,
                &mut kept,
                &Pace::default(),
                Patience::default(),
            )?;
            let articles = store.take_changes();
            if !articles.is_empty() {
                let _ = app.emit_to(WINDOW, "desk-changed", DeskChanged { articles });
            }
            let now = moment()?.now.0;
            let pauses = outcomes.iter().filter_map(|it| match it.ran {
                None => Some(SOON),
                Some(Ran::Waits(at)) => {
                    Some(Duration::from_millis(u64::try_from(at.0 - now).unwrap_or(0)))
                }
                Some(Ran::Rests) => None,
            });
            Ok(pauses.min().unwrap_or(EVERY).min(EVERY))
        })
        .await
    }
}

/// An article on the point of going out.
struct Packed {
    plan: ExportPlan,
    destination: Destination,
    parcel: Parcel,
}

fn tell(app: &AppHandle) {
    let _ = app.emit_to(WINDOW, "outbox-changed", ());
}

/// The other side, with the password that is kept for it.
fn side(passwords: &Passwords, destination: &Destination) -> Result<Answer<Box<dyn Connector>>> {
    let mut kept = |it: &Destination| passwords.of(&it.id);
    connect_with(destination, &mut kept, Patience::default())
}

/// The passwords of destinations, by their ids: in the keyring, or, where it takes none, here for as
/// long as this program runs.
#[derive(Clone, Default)]
struct Passwords(Arc<Mutex<BTreeMap<String, String>>>);

impl Passwords {
    /// # Errors
    /// As [`banthao_keys::password`].
    fn of(&self, id: &str) -> Result<Option<String>> {
        let typed = lock(&self.0).get(id).cloned();
        if typed.is_some() { Ok(typed) } else { banthao_keys::password(id) }
    }

    /// Whether the keyring has it.
    ///
    /// # Errors
    /// As [`banthao_keys::keep_password`].
    fn keep(&self, id: &str, password: String) -> Result<bool> {
        let in_keyring = banthao_keys::keep_password(id, &password)?;
        if in_keyring {
            lock(&self.0).remove(id);
        } else {
            lock(&self.0).insert(id.to_owned(), password);
        }
        Ok(in_keyring)
    }

    fn forget(&self, id: &str) {
        lock(&self.0).remove(id);
        banthao_keys::forget_password(id);
    }
}
