//! Delivering on the command line.

mod passwords;
mod told;

use std::collections::BTreeSet;
use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use banthao_core::article::ArticleId;
use banthao_core::delivery::{
    Answer, Connector, Delivery, DeliveryId, Destination, DestinationKind, Elements, HtmlProfile,
    Job, LeadForm, LeadPhoto, Mapped, Pace, PostAs, ProxyChoice, Ran, Secret, Status, SubheadForm,
    Trouble,
};
use banthao_core::moment::Moment;
use banthao_core::store::{ExportForm, Store, TypedPassword};
use banthao_core::time::{Timestamp, ZoneMinutes};
use banthao_core::{Failure, Result};
use banthao_delivery::{Patience, connect_with, run_outbox};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use self::passwords::Passwords;
pub(crate) use self::told::trouble;
use crate::moment;
use crate::output::Output;

/// The password of the one destination that a command is about, for scripts; otherwise a person is
/// asked.
const PASSWORD: &str = "BANTHAO_DESTINATION_PASSWORD";
/// Longest line that is read as a password.
const PASSWORD_BYTES: u64 = 4_096;

#[derive(Subcommand)]
pub(crate) enum Destinations {
    /// List them.
    List,
    /// Add one, or change the one of this name. Its password (WordPress: an application password;
    /// Ghost: the Admin API key of an integration; a webhook: the secret to sign with, or nothing) is
    /// read from the standard input (or BANTHAO_DESTINATION_PASSWORD) and kept in the system's keyring.
    /// Where there is none it is asked for each time, or taken from that variable.
    Add(Box<Add>),
    /// Try address, user and password, and say what the user may do there.
    Test { name: String },
    /// Remove one and its password. Nothing that was delivered there changes.
    Remove { name: String },
}

#[derive(Args)]
pub(crate) struct Add {
    name: String,
    #[arg(long, default_value = "wordpress")]
    kind: Kind,
    /// `https://…`; `sftp://host[:port]/path`; of a folder its path.
    #[arg(long)]
    address: String,
    /// By which name the other side knows us, where it wants one.
    #[arg(long, default_value = "")]
    user: String,
    /// Webhook: where pictures are sent to, one by one; otherwise they stand in the article.
    #[arg(long, default_value = "", value_name = "ADDRESS")]
    pictures_to: String,
    /// Liferay: number of the site.
    #[arg(long, default_value = "")]
    site: String,
    /// Liferay: number (7.4) or key (6.2) of the structure of web content.
    #[arg(long, default_value = "")]
    structure: String,
    /// Liferay 6.2: key of its template.
    #[arg(long, default_value = "")]
    template: String,
    /// Liferay: name of the field of the structure that takes the text.
    #[arg(long, default_value = "")]
    content_field: String,
    /// Liferay 6.2: number of the folder of web content.
    #[arg(long, default_value = "")]
    folder: String,
    /// Liferay: number of the folder for pictures.
    #[arg(long, default_value = "")]
    picture_folder: String,
    /// Liferay 7.4: user and password are those of an OAuth 2 client.
    #[arg(long)]
    oauth: bool,
    /// Folders: one zip file for each article, instead of a folder.
    #[arg(long)]
    zip: bool,
    /// SFTP: the whole path of a private key, whose password is then the one that is read.
    #[arg(long)]
    key_file: Option<PathBuf>,
    /// SFTP: by which the server is known, `ssh-ed25519 AAAA…`. `destination test` shows the one that it
    /// has; whoever runs the server can say whether that is right.
    #[arg(long, default_value = "", value_name = "KEY")]
    host_key: String,
    /// The export target whose pictures are sent; one picture for the web where none is named.
    #[arg(long, default_value = "")]
    target: String,
    /// The state in which articles arrive.
    #[arg(long, default_value = "draft")]
    post_as: Arriving,
    /// How the text begins there: with the lead, in bold, as any paragraph, or without it.
    #[arg(long, default_value = "usual")]
    lead: Lead,
    /// Where the photo stands that stands for the article.
    #[arg(long, default_value = "usual")]
    lead_photo: Photo,
    /// What subheads are there.
    #[arg(long, default_value = "h2")]
    subheads: Subheads,
    /// Paragraphs and divisions alone, without figures and asides.
    #[arg(long)]
    plain_elements: bool,
    /// No line of the source under the text.
    #[arg(long)]
    no_source: bool,
    /// No names under the text.
    #[arg(long)]
    no_names: bool,
    /// A section and its category there; may stand several times.
    #[arg(long = "section", value_name = "SECTION=CATEGORY", value_parser = mapped)]
    sections: Vec<Mapped>,
    /// A pen name and its user (or co-author) there; may stand several times.
    #[arg(long = "author", value_name = "NAME=USER", value_parser = mapped)]
    authors: Vec<Mapped>,
    /// `system`, `none`, or `http://host:port`.
    #[arg(long, default_value = "system")]
    proxy: String,
    /// Certificates to trust instead of the system's (PEM).
    #[arg(long)]
    ca: Option<PathBuf>,
    /// Leave the password that is kept as it is.
    #[arg(long)]
    keep_password: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    #[value(name = "wordpress")]
    WordPress,
    /// A program of somebody's own, in the shape in which Superdesk pushes.
    Webhook,
    /// A folder of this computer or of a share, that another program watches.
    Folder,
    /// A folder on a server, over WebDAV.
    #[value(name = "webdav")]
    WebDav,
    /// A folder on a server, over SFTP by the system's ssh.
    Sftp,
    Ghost,
    /// 7.4 or DXP, by headless delivery.
    Liferay74,
    /// 6.2 to 7.3, by JSON web services.
    Liferay62,
}

#[derive(Clone, Copy, ValueEnum)]
enum Lead {
    Usual,
    Bold,
    Plain,
    Out,
}

#[derive(Clone, Copy, ValueEnum)]
enum Photo {
    Usual,
    /// In the text as well.
    InText,
    /// Shown above the text by the site, and so not in it.
    Above,
}

#[derive(Clone, Copy, ValueEnum)]
enum Subheads {
    H2,
    H3,
    Bold,
}

#[derive(Clone, Copy, ValueEnum)]
enum Arriving {
    Draft,
    Pending,
    Publish,
    Private,
}

#[derive(Args)]
pub(crate) struct Deliver {
    id: String,
    /// Name of the destination.
    #[arg(long)]
    to: String,
    /// Only say what would be sent, what would be dropped, and what would change there.
    #[arg(long)]
    dry_run: bool,
    /// Also where somebody has changed it there since.
    #[arg(long)]
    overwrite: bool,
    /// Publish at this time of the newsroom, `2026-12-01T06:00`; embargoes are asked for that time.
    #[arg(long)]
    at: Option<String>,
    /// Deliver past the gates, with a reason (editors and secretaries).
    #[arg(long)]
    override_reason: Option<String>,
    /// Only put it into the outbox.
    #[arg(long)]
    queue: bool,
    #[command(flatten)]
    haste: Haste,
}

#[derive(Args)]
pub(crate) struct TakeDown {
    id: String,
    /// Name of the destination.
    #[arg(long)]
    from: String,
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    haste: Haste,
}

#[derive(Subcommand)]
pub(crate) enum Outbox {
    /// Go on with everything that is on its way.
    Run {
        #[command(flatten)]
        haste: Haste,
    },
    /// Show one delivery with its steps.
    Show { id: String },
    /// Try one at once that waits, or waits for somebody.
    Retry {
        id: String,
        #[command(flatten)]
        haste: Haste,
    },
    /// End one as it stands. What it left there can be taken down with `take-down`, or, where nothing
    /// was published, taken away with `outbox clear`.
    Cancel { id: String },
    /// Take away what one that was cancelled has left there: pictures, an empty draft, half a package.
    Clear {
        id: String,
        #[command(flatten)]
        haste: Haste,
    },
}

#[derive(Args, Clone, Copy)]
pub(crate) struct Haste {
    /// Stay and try again for so many seconds where the other side cannot be reached.
    #[arg(long, default_value_t = 0, value_name = "SECONDS")]
    wait: u64,
    /// For tests: milliseconds before a lost answer is looked up, and before a second try.
    #[arg(long, hide = true)]
    pace: Option<i64>,
}

impl Haste {
    fn pace(self) -> Pace {
        let usual = Pace::default();
        self.pace.map_or(usual, |ms| Pace {
            settle: ms,
            first_retry: ms,
            longest_retry: 4 * ms,
            ..usual
        })
    }
}

pub(crate) fn destinations(
    store: &mut Store,
    what: Destinations,
    moment: &Moment,
    output: &Output,
) -> Result<ExitCode> {
    match what {
        Destinations::List => {
            let all = store.destinations()?;
            let lines: Vec<String> =
                all.iter().map(|it| format!("{}  {}  {}", it.name, it.address, it.user)).collect();
            output.done(&all, &lines.iter().map(String::as_str).collect::<Vec<_>>());
        }
        Destinations::Add(add) => {
            let keep = add.keep_password;
            let before = store.destination(&add.name).ok();
            let id = before.map(|it| it.id).unwrap_or_default();
            let wanted = destination_of(*add, id)?;
            let secret = wanted.kind.secret();
            let password = match secret {
                Secret::Required | Secret::Optional if !keep => Some(read_password()?),
                Secret::Required | Secret::Optional | Secret::Never => None,
            };
            let without = password.as_deref() == Some("") && secret == Secret::Optional;
            let typed = match (keep, without) {
                (true, _) => TypedPassword::MayBeKept,
                (false, true) => TypedPassword::NoneIsKept,
                (false, false) => TypedPassword::Comes,
            };
            let wanted = store.may_save_destination(wanted, typed, moment)?;
            let wanted = Destination { has_password: wanted.has_password && !without, ..wanted };
            // The password first: an address that is new never goes with one that was given to another.
            let in_keyring = match &password {
                Some(_) if without => {
                    banthao_keys::forget_password(&wanted.id);
                    None
                }
                Some(password) => Some(banthao_keys::keep_password(&wanted.id, password)?),
                None => None,
            };
            let saved = store.save_destination(wanted, moment)?;
            let words = output.words;
            let place = match in_keyring {
                Some(true) => words.pick(
                    "Mật khẩu nằm trong kho của hệ thống.",
                    "The system's keyring has the password.",
                ),
                Some(false) => words.pick(
                    "Không có kho mật khẩu để giữ: mỗi lần gửi sẽ hỏi mật khẩu.",
                    "No keyring keeps the password: it is asked for each time.",
                ),
                None if keep => words.pick("Mật khẩu giữ nguyên.", "The password is as before."),
                None => words.pick("Không dùng mật khẩu.", "No password goes with it."),
            };
            let told = words.pick("Đã lưu nơi gửi:", "Destination saved:");
            output.done(
                &json!({ "destination": saved, "inKeyring": in_keyring }),
                &[told, &saved.name, place],
            );
        }
        Destinations::Test { name } => {
            let destination = store.destination(&name)?;
            let tested = side(&destination, output)?.and_then(|mut side| side.test());
            return Ok(match tested {
                Ok(site) => {
                    output.done(&site, &told::tested(output.words, &site));
                    ExitCode::SUCCESS
                }
                Err(trouble) => troubled(output, &trouble),
            });
        }
        Destinations::Remove { name } => {
            let gone = store.remove_destination(&name)?;
            banthao_keys::forget_password(&gone.id);
            let told = output.words.pick("Đã bỏ nơi gửi:", "Destination removed:");
            output.done(&json!({ "removed": gone.name }), &[told, &gone.name]);
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn deliver(store: &mut Store, order: Deliver, output: &Output) -> Result<ExitCode> {
    let destination = store.destination(&order.to)?;
    let now = moment()?;
    let publish_at = match &order.at {
        None => None,
        Some(text) => {
            let zone = store.settings()?.zone;
            let at = Timestamp::typed(text, zone).ok_or_else(|| Failure::bad_input("at"))?;
            Some(at).filter(|at| *at > now.now)
        }
    };
    let out = publish_at.unwrap_or(now.now);
    let id = ArticleId(order.id);
    let reason = order.override_reason;
    let plan = store.plan_export_at(&id, &destination.target, reason, out, &now)?;
    let parcel = plan.parcel(&destination, &store.photo_files(), publish_at)?;
    if order.dry_run {
        let job = store.pretended_delivery(&plan, &destination, &parcel, now.now)?;
        let planned = match side(&destination, output)? {
            Ok(mut side) => side.plan(&Job { delivery: &job, parcel: &parcel }),
            Err(trouble) => Err(trouble),
        };
        return Ok(match planned {
            Ok(planned) => {
                let lines = told::planned(output.words, &planned);
                output.done(&planned, &lines.iter().map(String::as_str).collect::<Vec<_>>());
                ExitCode::SUCCESS
            }
            Err(trouble) => troubled(output, &trouble),
        });
    }
    let delivery = store.queue_delivery(&plan, &destination, &parcel, order.overwrite, &now)?;
    if order.queue {
        return Ok(told_of(output, &delivery, store.settings()?.zone));
    }
    go(store, &delivery, order.haste, output)
}

pub(crate) fn take_down(store: &mut Store, order: &TakeDown, output: &Output) -> Result<ExitCode> {
    let destination = store.destination(&order.from)?;
    let id = ArticleId(order.id.clone());
    let delivery = store.queue_take_down(&id, &destination, &order.reason, &moment()?)?;
    go(store, &delivery, order.haste, output)
}

pub(crate) fn outbox(store: &mut Store, what: Option<Outbox>, output: &Output) -> Result<ExitCode> {
    match what {
        None => {
            let all = store.outbox(50)?;
            let zone = store.settings()?.zone;
            let line = |it: &Delivery| told::row(output.words, it, zone);
            let lines: Vec<String> = all.iter().map(line).collect();
            output.done(&all, &lines.iter().map(String::as_str).collect::<Vec<_>>());
        }
        Some(Outbox::Run { haste }) => {
            work_off(store, None, haste, output)?;
            let open = store.open_deliveries()?;
            let zone = store.settings()?.zone;
            let lines: Vec<String> =
                open.iter().map(|it| told::row(output.words, it, zone)).collect();
            output.done(&open, &lines.iter().map(String::as_str).collect::<Vec<_>>());
            return Ok(if open.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) });
        }
        Some(Outbox::Show { id }) => {
            let delivery = store.delivery(&id)?;
            let zone = store.settings()?.zone;
            let lines = told::steps(output.words, &delivery, zone);
            output.done(&delivery, &lines.iter().map(String::as_str).collect::<Vec<_>>());
        }
        Some(Outbox::Retry { id, haste }) => {
            let delivery = store.retry_delivery(&id)?;
            return go(store, &delivery, haste, output);
        }
        Some(Outbox::Clear { id, haste }) => {
            let delivery = store.queue_clear(&id, &moment()?)?;
            return go(store, &delivery, haste, output);
        }
        Some(Outbox::Cancel { id }) => {
            let delivery = store.cancel_delivery(&id, &moment()?)?;
            told_of(output, &delivery, store.settings()?.zone);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Takes one delivery as far as it goes, and tells of it.
fn go(store: &mut Store, delivery: &Delivery, haste: Haste, output: &Output) -> Result<ExitCode> {
    work_off(store, Some(&delivery.id), haste, output)?;
    Ok(told_of(output, &store.delivery(&delivery.id.0)?, store.settings()?.zone))
}

fn told_of(output: &Output, delivery: &Delivery, zone: ZoneMinutes) -> ExitCode {
    let lines = told::delivery(output.words, delivery, zone);
    output.done(delivery, &lines.iter().map(String::as_str).collect::<Vec<_>>());
    if delivery.status == Status::Done { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

fn troubled(output: &Output, trouble: &Trouble) -> ExitCode {
    output.done(&json!({ "trouble": trouble }), &[&told::trouble(output.words, trouble)]);
    ExitCode::from(1)
}

fn work_off(
    store: &mut Store,
    only: Option<&DeliveryId>,
    haste: Haste,
    output: &Output,
) -> Result<()> {
    let until = Instant::now() + Duration::from_secs(haste.wait);
    let only = only.map(|it| it.0.as_str());
    let open = store.open_deliveries()?.into_iter();
    let places: BTreeSet<String> = open
        .filter(|it| only.is_none_or(|only| it.id.0 == only))
        .map(|it| it.destination)
        .collect();
    let mut passwords = Passwords::new(places.len() == 1, output);
    let mut password = |destination: &Destination| passwords.of(destination);
    loop {
        let patience = Patience::default();
        let pace = haste.pace();
        let outcomes =
            run_outbox(store, only, &mut password, &mut moment, &mut |_| {}, &pace, patience)?;
        let next = outcomes.iter().filter_map(|it| match it.ran {
            Some(Ran::Waits(at)) => Some(at.0),
            Some(Ran::Rests) | None => None,
        });
        let Some(next) = next.min() else { return Ok(()) };
        let wait = u64::try_from(next.saturating_sub(moment()?.now.0)).unwrap_or(0);
        let wait = Duration::from_millis(wait.max(20));
        if Instant::now() + wait > until {
            return Ok(());
        }
        std::thread::sleep(wait);
    }
}

/// The other side, with the password that is kept for it.
fn side(destination: &Destination, output: &Output) -> Result<Answer<Box<dyn Connector>>> {
    let mut passwords = Passwords::new(true, output);
    connect_with(destination, &mut |it| passwords.of(it), Patience::default())
}

fn destination_of(add: Add, id: String) -> Result<Destination> {
    let form = if add.zip { ExportForm::Zip } else { ExportForm::Folder };
    let address = match add.kind {
        Kind::WordPress
        | Kind::Webhook
        | Kind::WebDav
        | Kind::Sftp
        | Kind::Ghost
        | Kind::Liferay74
        | Kind::Liferay62 => add.address,
        Kind::Folder => {
            let whole = std::path::absolute(&add.address);
            let whole = whole.map_err(|_| Failure::bad_input("destinationFolder"))?;
            whole.display().to_string()
        }
    };
    Ok(Destination {
        id,
        name: add.name,
        kind: match add.kind {
            Kind::WordPress => DestinationKind::WordPress,
            Kind::Webhook => DestinationKind::Webhook { pictures_to: add.pictures_to },
            Kind::Folder => DestinationKind::Folder { form },
            Kind::WebDav => DestinationKind::WebDav { form },
            Kind::Sftp => DestinationKind::Sftp {
                form,
                key_file: add.key_file.map(|path| path.display().to_string()).unwrap_or_default(),
                host_key: add.host_key,
            },
            Kind::Ghost => DestinationKind::Ghost,
            Kind::Liferay74 => DestinationKind::Liferay74 {
                site: add.site,
                structure: add.structure,
                content_field: add.content_field,
                folder: add.picture_folder,
                oauth: add.oauth,
            },
            Kind::Liferay62 => DestinationKind::Liferay62 {
                group: add.site,
                folder: add.folder,
                pictures: add.picture_folder,
                structure: add.structure,
                template: add.template,
                content_field: add.content_field,
            },
        },
        address,
        user: add.user,
        target: add.target,
        post_as: match add.post_as {
            Arriving::Draft => PostAs::Draft,
            Arriving::Pending => PostAs::Pending,
            Arriving::Publish => PostAs::Publish,
            Arriving::Private => PostAs::Private,
        },
        html: HtmlProfile {
            lead: match add.lead {
                Lead::Usual => LeadForm::Usual,
                Lead::Bold => LeadForm::Strong,
                Lead::Plain => LeadForm::Plain,
                Lead::Out => LeadForm::Out,
            },
            lead_photo: match add.lead_photo {
                Photo::Usual => LeadPhoto::Usual,
                Photo::InText => LeadPhoto::InText,
                Photo::Above => LeadPhoto::Above,
            },
            subheads: match add.subheads {
                Subheads::H2 => SubheadForm::H2,
                Subheads::H3 => SubheadForm::H3,
                Subheads::Bold => SubheadForm::Strong,
            },
            elements: if add.plain_elements { Elements::Plain } else { Elements::Today },
            source: !add.no_source,
            names: !add.no_names,
        },
        sections: add.sections,
        authors: add.authors,
        proxy: match add.proxy.as_str() {
            "system" => ProxyChoice::System,
            "none" => ProxyChoice::None,
            _ => ProxyChoice::Manual { address: add.proxy },
        },
        ca_file: add.ca.map(|path| path.display().to_string()).unwrap_or_default(),
        has_password: true,
    })
}

fn mapped(text: &str) -> std::result::Result<Mapped, String> {
    let (here, there) = text.split_once('=').ok_or("A=B")?;
    Ok(Mapped { here: here.trim().to_owned(), there: there.trim().to_owned() })
}

fn read_password() -> Result<String> {
    if let Ok(password) = std::env::var(PASSWORD) {
        return Ok(password);
    }
    let mut typed = String::new();
    let read = std::io::stdin().take(PASSWORD_BYTES).read_to_string(&mut typed);
    read.map_err(|_| Failure::bad_input("destinationPassword"))?;
    Ok(typed.lines().next().unwrap_or_default().trim().to_owned())
}
