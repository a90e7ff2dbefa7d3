//! `banthao`: the newsroom's core without a window.
//!
//! Exit codes: 0 done; 1 something is missing, wrong or damaged (`check`: a gap, an error or a
//! warning; `doctor`, `history`, `names import` with broken rows; `deliver`, `outbox run`, `take-down`:
//! not there yet); 2 the command line is wrong; 3 refused by a rule (not approved, embargoed, not allowed, a key that is not the one
//! known); 4 failed.

mod check;
mod delivery;
mod export;
mod handoff;
mod import;
mod names;
mod output;
mod past;
mod pdf;
mod photos;
mod royalties;
mod rules;
mod search;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::SystemTime;

use banthao_core::article::ArticleId;
use banthao_core::language::legacy::Written;
use banthao_core::moment::Moment;
use banthao_core::person::Role;
use banthao_core::review::{Action, ReturnTarget};
use banthao_core::store::{
    HandOffOrder, Language, ListQuery, PhotoQuery, RightsFilter, SetUp, Store, View,
    default_folder, device_name, kit_file, read_kit,
};
use banthao_core::{Code, Failure, Result};
use clap::{Parser, Subcommand, ValueEnum};
use export::FileFormat;
use output::Output;
use serde_json::json;
use words::Words;

/// Bản Thảo on the command line: import, check, review, hand off, export, doctor.
#[derive(Parser)]
#[command(name = "banthao", version)]
struct Arguments {
    /// Folder of the store; the desk's own by default (or BANTHAO_STORE).
    #[arg(long, global = true)]
    store: Option<PathBuf>,
    /// Answer in JSON.
    #[arg(long, global = true)]
    json: bool,
    /// Language of the answers; by default that of the desk.
    #[arg(long, global = true)]
    lang: Option<Tongue>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, ValueEnum)]
enum Tongue {
    Vi,
    En,
}

#[derive(Subcommand)]
enum Command {
    /// First start: say who uses this desk. Puts the sample report in.
    Setup {
        #[arg(long)]
        name: String,
        #[arg(long, default_value = "")]
        pen_name: String,
        #[arg(long, default_value = "editor")]
        role: DeskRole,
    },
    /// Make an article from a file: Word (.docx, .doc), OpenDocument (.odt), rich text (.rtf), a
    /// web page, Markdown or text. What was written in an old encoding is converted; tracked
    /// changes and comments become changes and comments of the article.
    Import {
        file: PathBuf,
        /// How it was written, where that is not found out by itself.
        #[arg(long)]
        encoding: Option<Encoding>,
        /// Make a new article even of a file that was made of one of this desk and comes back.
        #[arg(long)]
        new: bool,
        /// Take in the articles of years past: of a folder of files, or of what WordPress exports
        /// (.xml). What is here is passed over, so a run that broke off goes on where it was.
        #[arg(long, conflicts_with_all = ["encoding", "new"])]
        archive: bool,
    },
    /// Put photos in, in order, where the article has captions without one.
    Illustrate {
        id: String,
        #[arg(required = true)]
        photos: Vec<PathBuf>,
    },
    /// List articles, newest first.
    List {
        /// Words to find, with or without accents.
        #[arg(default_value = "")]
        filter: String,
        #[arg(long, default_value = "all")]
        view: ListView,
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Search all articles: headlines, texts, captions, bylines, sources, notes, comments. Ends with 1
    /// where nothing is found.
    Search(search::Asked),
    /// Show one article as plain text.
    Show { id: String },
    /// Say what is missing in an article or a text file, and what stands out in its words and
    /// figures. Ends with 1 where something is missing, wrong or doubtful.
    Check {
        article_or_file: String,
        /// Answer in SARIF 2.1.0, as other programs read it.
        #[arg(long)]
        sarif: bool,
    },
    /// Move an article along: file, claim, approve, return …
    Review {
        id: String,
        action: ReviewAction,
        /// Why; needed for return, hold, spike and reopen.
        #[arg(long, default_value = "")]
        reason: String,
        /// Why the step is passed with what the proofreader still finds; only who may waive a
        /// check may do that, and the reason is kept.
        #[arg(long)]
        waive: Option<String>,
    },
    /// Export an approved article as a bundle, or in one format.
    Export {
        #[arg(required_unless_present = "list")]
        id: Option<String>,
        /// Instead of one article all that a list has; what is not exported is said, with the reason,
        /// and the rest goes on. Ends with 1 where there is such.
        #[arg(long, value_name = "VIEW", conflicts_with_all = ["id", "pdf"], requires = "to")]
        list: Option<ListView>,
        /// The folder to put the bundle in. With `--format` the file to write, or a folder for it,
        /// where no other file is written over; without either the file goes to the output.
        #[arg(long, required_unless_present_any = ["format", "pdf"])]
        to: Option<PathBuf>,
        /// One zip file instead of a folder.
        #[arg(long)]
        zip: bool,
        /// One file in this format instead of a bundle.
        #[arg(long, conflicts_with = "zip")]
        format: Option<FileFormat>,
        /// Where it goes: a target of the settings, which says what pictures go along. Without
        /// it one picture of each photo does, whatever was chosen last in the window.
        #[arg(long, default_value = "", hide_default_value = true)]
        target: String,
        /// Not a bundle but one PDF file, on the newsroom's letterhead.
        #[arg(long, value_name = "FILE", conflicts_with_all = ["to", "zip", "format", "target"])]
        pdf: Option<PathBuf>,
        /// Export past a gate; editors and secretaries only, the reason is kept.
        #[arg(long)]
        override_reason: Option<String>,
    },
    /// Write an article as PDF for paper, approved or not; where it is not, every page says so.
    Print {
        id: String,
        /// The file to write.
        #[arg(long)]
        to: PathBuf,
        /// One of its revisions (see `history`) instead of the text as it stands.
        #[arg(long)]
        revision: Option<String>,
    },
    /// Tell the newsroom's letterhead, or change it.
    Letterhead {
        #[command(flatten)]
        changes: pdf::Changes,
    },
    /// Write the approval sheet of an article as one HTML file, to print or to mail.
    Sheet {
        id: String,
        /// The file to write.
        #[arg(long)]
        to: PathBuf,
    },
    /// Make a hand-off file of an article, for a colleague on another device.
    HandOff {
        id: String,
        /// For whom: a name or an id; otherwise for whoever opens it.
        #[arg(long)]
        to: Option<String>,
        /// Encrypt it to the receiver's known devices.
        #[arg(long, requires = "to")]
        sealed: bool,
        /// Also send what the receiver is known to have.
        #[arg(long)]
        whole: bool,
        /// A word to the receiver.
        #[arg(long, default_value = "")]
        note: String,
        /// The file, or the folder to put it in.
        #[arg(long)]
        out: PathBuf,
    },
    /// Open a hand-off file: what is new in it is taken in, what both sides wrote is merged.
    Open {
        file: PathBuf,
        /// The changed key of a known device that was found right: the key, or its fingerprint.
        #[arg(long)]
        accept_key: Option<String>,
    },
    /// Colleagues' devices, their fingerprints, and how far they are trusted.
    Peers,
    /// This device: its name, its fingerprint, where its key is kept.
    Device,
    /// What was done with an article, by whom and when, and whether that record is whole.
    History { id: String },
    /// List photos, newest first.
    Photos {
        /// Words to find in captions, names, places, file names …, with or without accents.
        #[arg(long, default_value = "")]
        search: String,
        /// Only those that no article uses.
        #[arg(long)]
        unused: bool,
        #[arg(long)]
        rights: Option<RightsState>,
        /// Only those with at least so many stars, 1 to 5.
        #[arg(long, default_value_t = 0)]
        stars: u8,
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Show what is known of a photo, or say something else of it.
    Photo {
        /// Its hash, or the beginning of it.
        hash: String,
        /// A field and its new value, `caption=…`; names in a list are separated by `;`. Beside
        /// the fields of the answer: `rights`, `rightsUntil`, `rightsNote`. Variables such as
        /// `{city}` and `{date:dd/MM/yyyy}` are filled.
        #[arg(long = "set", value_name = "FIELD=VALUE")]
        set: Vec<String>,
    },
    /// Tell of the templates and code replacements for photos; take over those in the file of
    /// another desk before, or write all of them into such a file.
    PhotoKit {
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// What the articles of a month come to, by the newsroom's table of royalties.
    Royalties(royalties::Royalties),
    /// The house's own rules for the proofreader.
    Rules {
        #[command(subcommand)]
        rules: rules::Rules,
    },
    /// The directory of people with their titles, organisations and places.
    Names {
        #[command(subcommand)]
        what: names::Names,
    },
    /// Where articles are delivered to.
    Destination {
        #[command(subcommand)]
        what: delivery::Destinations,
    },
    /// Deliver an approved article, or the newest approved text of one that is there.
    Deliver(delivery::Deliver),
    /// What is on its way, and what came of it.
    Outbox {
        #[command(subcommand)]
        what: Option<delivery::Outbox>,
    },
    /// Take an article down where it was delivered to.
    TakeDown(delivery::TakeDown),
    /// Check the whole store: database, texts, revisions, log, photos.
    Doctor {
        /// First make the lists of photos anew; texts and logs are never touched.
        #[arg(long)]
        repair: bool,
    },
    /// Fill a store with made-up articles, for measuring.
    #[command(hide = true)]
    BenchData {
        articles: u32,
        #[arg(long, default_value_t = 500)]
        syllables: u32,
        /// Conversations about each article.
        #[arg(long, default_value_t = 0)]
        comments: u32,
        /// Photos beside them, which share a few originals.
        #[arg(long, default_value_t = 0)]
        photos: u32,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Encoding {
    /// Nothing is converted.
    AsIs,
    /// TCVN3 (ABC), the fonts `.VnTime` and its like.
    Tcvn3,
    /// VNI for Windows, the fonts `VNI-Times` and its like.
    Vni,
    Viscii,
    #[value(name = "windows-1258")]
    Windows1258,
    /// UTF-8 that was read as windows-1252.
    Mojibake,
    Viqr,
}

#[derive(Clone, Copy, ValueEnum)]
enum RightsState {
    Unknown,
    Valid,
    Expired,
}

#[derive(Clone, Copy, ValueEnum)]
enum DeskRole {
    Reporter,
    Editor,
    Secretary,
}

#[derive(Clone, Copy, ValueEnum)]
enum ListView {
    MyDrafts,
    WaitingForMe,
    Returned,
    Approved,
    All,
    DueToday,
    NotExported,
    LiveDiffers,
    OnHold,
    MineThisMonth,
}

#[derive(Clone, Copy, ValueEnum)]
enum ReviewAction {
    File,
    Claim,
    Release,
    PassOn,
    Approve,
    Return,
    Withdraw,
    Hold,
    Resume,
    Spike,
    Restore,
    Reopen,
}

fn main() -> ExitCode {
    if banthao_apart::answered() || banthao_delivery::answer_for_ssh() {
        return ExitCode::SUCCESS;
    }
    let arguments = Arguments::parse();
    let folder = arguments.store.clone().unwrap_or_else(default_folder);
    let opened = Store::open(&folder, &device_name());
    let language = match (arguments.lang, &opened) {
        (Some(Tongue::Vi), _) => Language::Vi,
        (Some(Tongue::En), _) => Language::En,
        (None, Ok(store)) => store.settings().map_or(Language::Vi, |settings| settings.language),
        (None, Err(_)) => Language::Vi,
    };
    let output = Output::new(arguments.json, Words::of(language));
    match opened.and_then(|mut store| run(&mut store, arguments.command, language, &output)) {
        Ok(code) => code,
        Err(failure) => {
            output.failure(&failure);
            ExitCode::from(match failure.code {
                Code::NotAllowed
                | Code::NotApproved
                | Code::ChangedSinceApproval
                | Code::Embargoed
                | Code::RightsExpired
                | Code::RightsUnknown
                | Code::FindingsOpen
                | Code::PeerChanged
                | Code::PeerBlocked => 3,
                _ => 4,
            })
        }
    }
}

fn run(
    store: &mut Store,
    command: Command,
    language: Language,
    output: &Output,
) -> Result<ExitCode> {
    match command {
        Command::Setup { name, pen_name, role } => {
            let answers = SetUp { language, name, pen_name, role: role.into() };
            let first = store.set_up(answers, &moment()?)?;
            output.done(
                &json!({ "me": first.me, "sample": first.sample }),
                &[output.words.set_up, &first.sample.0],
            );
        }
        Command::Import { file, archive: true, .. } => past::import(store, &file, output)?,
        Command::Import { file, encoding, new, archive: false } => {
            import::import(store, &file, encoding.map(Into::into), new, output)?;
        }
        Command::Illustrate { id, photos } => illustrate(store, ArticleId(id), &photos, output)?,
        Command::Search(order) => return search::search(store, order, output),
        Command::List { filter, view, limit } => {
            let query = ListQuery { view: view.into(), filter, offset: 0, limit };
            let page = store.list(&query, moment()?.now)?;
            let zone = store.settings()?.zone;
            output.list(&page, zone);
        }
        Command::Show { id } => {
            let article = store.open_article(&ArticleId(id))?;
            output.article(&article);
        }
        Command::Check { article_or_file, sarif } => {
            let checked = check::check(store, &article_or_file, &moment()?)?;
            output.checked(&checked, &article_or_file, sarif);
            if !checked.is_clean() {
                return Ok(ExitCode::from(1));
            }
        }
        Command::Review { id, action, reason, waive } => {
            let (id, action) = (ArticleId(id), action.with(reason));
            // What was approved just now is known to the proofreader, as it is in the window.
            while store.learn_some()? {}
            let standing = store.move_article(&id, action, waive, &moment()?)?;
            output.standing(&standing);
        }
        Command::Export { id, pdf: Some(file), override_reason, .. } => {
            let id = id.unwrap_or_default();
            pdf::export(store, &ArticleId(id), &file, override_reason, &moment()?, output)?;
        }
        Command::Print { id, to, revision } => {
            let plan = store.plan_print(&ArticleId(id), revision.as_deref(), &moment()?)?;
            output.pdf(output.words.printed, &plan.write(&store.photo_files(), &to)?);
        }
        Command::Letterhead { changes } => pdf::letterhead(store, changes, &moment()?, output)?,
        Command::Export { id, list, to, zip, format, target, pdf: None, override_reason } => {
            let order =
                export::Order { to: to.as_deref(), zip, format, target, reason: override_reason };
            return match (list, id) {
                (Some(view), _) => export::export_all(store, view.into(), &order, output),
                (None, id) => {
                    export::export(store, ArticleId(id.unwrap_or_default()), &order, output)
                }
            };
        }
        Command::Sheet { id, to } => {
            let plan = store.plan_sheet(&ArticleId(id), &moment()?)?;
            plan.write(&store.photo_files(), &to)?;
            let path = to.display().to_string();
            output.done(&json!({ "path": path }), &[output.words.sheet, &path]);
        }
        Command::HandOff { id, to, sealed, whole, note, out } => {
            let to = to.map(|to| handoff::person_called(store, &to)).transpose()?;
            let order = HandOffOrder { to, whole, sealed, note };
            let out = handoff::named(out);
            let report = handoff::hand_off(store, &ArticleId(id), &order, &out, &moment()?)?;
            output.hand_off(&report);
        }
        Command::Open { file, accept_key } => {
            let opened = handoff::open(store, &file, accept_key.as_deref(), &moment()?)?;
            output.opened(&opened);
        }
        Command::Peers => output.peers(&store.peers()?),
        Command::Device => {
            handoff::identity(store, &moment()?)?;
            let device = store.this_device()?;
            output.device(&device.ok_or_else(|| Failure::internal("the key was just had"))?);
        }
        Command::History { id } => {
            let id = ArticleId(id);
            let fault = store.check_log(&id)?;
            output.history(&store.history(&id)?, fault.as_ref(), store.settings()?.zone);
            if fault.is_some() {
                return Ok(ExitCode::from(1));
            }
        }
        Command::Photos { search, unused, rights, stars, limit } => {
            let rights = rights.map(|state| match state {
                RightsState::Unknown => RightsFilter::Unknown,
                RightsState::Valid => RightsFilter::Valid,
                RightsState::Expired => RightsFilter::Expired,
            });
            let query =
                PhotoQuery { search, unused, rights, stars, limit, ..PhotoQuery::default() };
            output.photos(&store.list_photos(&query, &moment()?)?);
        }
        Command::Photo { hash, set } => {
            let hash = photos::named(store, &hash)?;
            if !set.is_empty() {
                store.edit_photos(
                    std::slice::from_ref(&hash),
                    &photos::changes(store, &hash, &set)?,
                    &moment()?,
                )?;
            }
            let details = store.photo_details(&hash)?;
            let told = details.info.carries.credentials;
            let credentials = if told { store.photo_files().credentials(&hash)? } else { None };
            output.photo(&details, credentials.as_ref(), store.settings()?.zone);
        }
        Command::PhotoKit { from, out } => {
            if let Some(from) = from {
                store.take_photo_kit(read_kit(&kit_file(&from)?)?)?;
            }
            let kit = store.photo_kit()?;
            if let Some(out) = out {
                kit.write_shared(&out)?;
            }
            let (templates, codes) = (kit.templates.len(), kit.codes.len());
            let words = output.words;
            let lines = [
                format!("{}: {templates}", words.photo_templates),
                format!("{}: {codes}", words.codes),
            ];
            output.done(&kit, &lines.each_ref().map(String::as_str));
        }
        Command::Royalties(asked) => royalties::royalties(store, &asked, language, output)?,
        Command::Rules { rules } => return rules::run(store, rules, &moment()?, output),
        Command::Names { what } => return names::run(store, what, language, output),
        Command::Destination { what } => {
            return delivery::destinations(store, what, &moment()?, output);
        }
        Command::Deliver(order) => return delivery::deliver(store, order, output),
        Command::Outbox { what } => return delivery::outbox(store, what, output),
        Command::TakeDown(order) => return delivery::take_down(store, &order, output),
        Command::Doctor { repair } => {
            if repair {
                store.rebuild_photo_lists()?;
                store.rebuild_article_lists()?;
            }
            let diagnosis = store.diagnose()?;
            output.diagnosis(&diagnosis);
            if !diagnosis.problems.is_empty() {
                return Ok(ExitCode::from(1));
            }
        }
        Command::BenchData { articles, syllables, comments, photos } => {
            let made = store.fill_with_made_up(articles, syllables, &moment()?)?;
            store.discuss_made_up(comments, &moment()?)?;
            store.fill_with_made_up_photos(photos, &moment()?)?;
            output.done(&json!({ "articles": made }), &[&made.to_string()]);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn illustrate(store: &mut Store, id: ArticleId, paths: &[PathBuf], output: &Output) -> Result<()> {
    let mut hashes = Vec::new();
    for path in paths {
        let bytes = std::fs::read(path).map_err(|error| Failure::io(path, &error))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let added = store.photo_files().add(&bytes, &name, moment()?.now)?;
        hashes.push(store.register_photo(added)?.hash);
    }
    let article = store.open_article(&id)?;
    let mut document = article.document;
    let placed = document
        .photos_mut()
        .filter(|photo| photo.attrs.photo.is_none())
        .zip(&hashes)
        .map(|(photo, hash)| photo.attrs.photo = Some(hash.clone()))
        .count();
    let mut ids = moment()?.ids();
    for hash in hashes.iter().skip(placed) {
        let mut block = banthao_core::article::Block::photo_missing(ids.block(), "");
        if let banthao_core::article::Block::Photo(photo) = &mut block {
            photo.attrs.photo = Some(hash.clone());
        }
        document.blocks.push(block);
    }
    let save =
        banthao_core::store::Save { id, base_seq: article.seq, document, fields: article.fields };
    let saved = store.save_article(save, &moment()?)?;
    output.standing(&saved.standing);
    Ok(())
}

impl From<Encoding> for Written {
    fn from(encoding: Encoding) -> Self {
        match encoding {
            Encoding::AsIs => Self::Unicode,
            Encoding::Tcvn3 => Self::Tcvn3,
            Encoding::Vni => Self::Vni,
            Encoding::Viscii => Self::Viscii,
            Encoding::Windows1258 => Self::Windows1258,
            Encoding::Mojibake => Self::Mojibake,
            Encoding::Viqr => Self::Viqr,
        }
    }
}

impl From<DeskRole> for Role {
    fn from(role: DeskRole) -> Self {
        match role {
            DeskRole::Reporter => Self::Reporter,
            DeskRole::Editor => Self::Editor,
            DeskRole::Secretary => Self::Secretary,
        }
    }
}

impl From<ListView> for View {
    fn from(view: ListView) -> Self {
        match view {
            ListView::MyDrafts => Self::MyDrafts,
            ListView::WaitingForMe => Self::WaitingForMe,
            ListView::Returned => Self::Returned,
            ListView::Approved => Self::Approved,
            ListView::All => Self::All,
            ListView::DueToday => Self::DueToday,
            ListView::NotExported => Self::NotExported,
            ListView::LiveDiffers => Self::LiveDiffers,
            ListView::OnHold => Self::OnHold,
            ListView::MineThisMonth => Self::MineThisMonth,
        }
    }
}

impl ReviewAction {
    fn with(self, reason: String) -> Action {
        match self {
            Self::File => Action::File,
            Self::Claim => Action::Claim,
            Self::Release => Action::Release,
            Self::PassOn => Action::PassOn,
            Self::Approve => Action::Approve,
            Self::Return => {
                Action::Return { to: ReturnTarget::Author, reason, passages: Vec::new() }
            }
            Self::Withdraw => Action::Withdraw,
            Self::Hold => Action::Hold { reason },
            Self::Resume => Action::Resume,
            Self::Spike => Action::Spike { reason },
            Self::Restore => Action::Restore,
            Self::Reopen => Action::Reopen { reason },
        }
    }
}

/// This moment, with fresh randomness.
pub(crate) fn moment() -> Result<Moment> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(Failure::internal)?;
    Ok(Moment::at(SystemTime::now(), seed))
}
