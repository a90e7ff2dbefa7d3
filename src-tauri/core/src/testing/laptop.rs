//! A colleague's laptop: a store in a folder of its own with a device key, and a clock that goes
//! on by a minute a call.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use rusqlite::Connection;
use tempfile::TempDir;

use crate::article::ArticleId;
use crate::compare::Content;
use crate::failure::Result;
use crate::handoff::{HandOff, Identity, read, read_from};
use crate::moment::Moment;
use crate::person::{PersonId, Role};
use crate::review::Action;
use crate::store::{
    HandOffOrder, Language, OpenArticle, Opened, Save, Saved, SetUp, Standing, Store,
};
use crate::time::Timestamp;

pub struct Laptop {
    folder: TempDir,
    pub store: Store,
    pub identity: Identity,
    pub me: PersonId,
    number: u8,
    minutes: i64,
}

impl Laptop {
    /// A laptop after its first start. `number` makes its keys and ids its own.
    pub fn new(number: u8, name: &str, role: Role) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let store = Store::open(folder.path(), &format!("MAY-0{number}")).expect("a store");
        let identity = Identity::from_secret(&[number; 32]);
        let me = PersonId(String::new());
        let mut laptop = Self { folder, store, identity, me, number, minutes: 0 };
        let answers = SetUp {
            language: Language::Vi,
            name: name.to_owned(),
            pen_name: name.to_owned(),
            role,
        };
        let moment = laptop.moment();
        laptop.me = laptop.store.set_up(answers, &moment).expect("a first start").me.id;
        laptop.store.know_own_device(laptop.identity.device(), false).expect("a device");
        laptop
    }

    pub fn moment(&mut self) -> Moment {
        self.minutes += 1;
        let mut seed = [self.number; 32];
        seed[..8].copy_from_slice(&self.minutes.to_le_bytes());
        // Clocks of two laptops differ by seconds.
        let seconds = self.minutes * 60 + i64::from(self.number);
        Moment { now: Timestamp(1_790_000_000_000 + seconds * 1_000), seed }
    }

    /// Lets time pass.
    pub fn wait(&mut self, minutes: i64) {
        self.minutes += minutes;
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn article(&mut self, content: Content) -> ArticleId {
        let moment = self.moment();
        let Content { document, fields } = content;
        self.store.create_article_with(document, fields, &moment).expect("an article").id
    }

    pub fn open_article(&self, id: &ArticleId) -> OpenArticle {
        self.store.open_article(id).expect("an article")
    }

    pub fn content(&self, id: &ArticleId) -> Content {
        let OpenArticle { document, fields, .. } = self.open_article(id);
        Content { document, fields }
    }

    /// A photo that nobody else has, in the store; gives its hash.
    pub fn photo(&mut self, shade: u8) -> String {
        let pixels: Vec<u8> = (0..64 * 48 * 3_u32)
            .map(|at| shade.wrapping_add(u8::try_from(at % 97).unwrap_or(0)))
            .collect();
        let mut bytes = Vec::new();
        jpeg_encoder::Encoder::new(&mut bytes, 90)
            .encode(&pixels, 64, 48, jpeg_encoder::ColorType::Rgb)
            .expect("a picture");
        let now = self.moment().now;
        let added = self.store.photo_files().add(&bytes, &format!("anh-{shade}.jpg"), now);
        self.store.register_photo(added.expect("a photo")).expect("it is kept").hash
    }

    /// Changes the text and saves it.
    pub fn edit(&mut self, id: &ArticleId, change: impl FnOnce(&mut Content)) -> Saved {
        let article = self.open_article(id);
        let mut content = Content { document: article.document, fields: article.fields };
        change(&mut content);
        let Content { document, fields } = content;
        let save = Save { id: id.clone(), base_seq: article.seq, document, fields };
        let moment = self.moment();
        self.store.save_article(save, &moment).expect("a save")
    }

    pub fn act(&mut self, id: &ArticleId, action: Action) -> Standing {
        let moment = self.moment();
        self.store.move_article(id, action, None, &moment).expect("a move")
    }

    /// The bytes of a hand-off file; for whoever opens it, where `to` is `None`.
    pub fn hand_off(&mut self, id: &ArticleId, to: Option<&PersonId>) -> Vec<u8> {
        let order =
            HandOffOrder { to: to.cloned(), whole: false, sealed: false, note: String::new() };
        self.hand_off_by(id, &order)
    }

    pub fn hand_off_by(&mut self, id: &ArticleId, order: &HandOffOrder) -> Vec<u8> {
        let moment = self.moment();
        let plan = self.store.plan_hand_off(id, order, &moment).expect("a plan");
        let path = self.folder.path().join(plan.file_name());
        plan.write(&self.identity, &self.store.photo_files(), &path).expect("a file");
        let bytes = std::fs::read(&path).expect("the file");
        std::fs::remove_file(&path).expect("it can go");
        self.store.record_hand_off(&plan, &moment).expect("a log entry");
        bytes
    }

    /// Reads a file and opens it, as the window does.
    ///
    /// # Errors
    /// As the reader and [`Store::receive`].
    pub fn open(&mut self, bytes: &[u8]) -> Result<Opened> {
        let path = self.folder.path().join("received.banthao");
        std::fs::write(&path, bytes).expect("the file is carried over");
        let hand_off = read(&path, self.folder.path(), &self.identity);
        std::fs::remove_file(&path).expect("it can go");
        let moment = self.moment();
        self.store.receive(hand_off?, None, &moment)
    }

    /// Reads bytes that are not encrypted.
    ///
    /// # Errors
    /// As the reader.
    pub fn read(bytes: &[u8]) -> Result<HandOff<Cursor<Vec<u8>>>> {
        read_from(Cursor::new(bytes.to_vec()), false)
    }

    /// Everything in the store, row by row, and the names and sizes of the photo files.
    pub fn dump(&self) -> BTreeMap<String, Vec<String>> {
        let db = Connection::open(self.folder.path().join("desk.db")).expect("the database");
        let mut tables = db
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            .expect("its tables");
        let names: Vec<String> = tables
            .query_map([], |row| row.get(0))
            .and_then(|rows| rows.collect())
            .expect("their names");
        let mut dump: BTreeMap<String, Vec<String>> =
            names.into_iter().map(|name| (name.clone(), rows(&db, &name))).collect();
        let mut photos = Vec::new();
        for folder in files(&self.folder.path().join("photos")) {
            photos.extend(files(&folder).iter().map(|file| {
                let size = std::fs::metadata(file).map_or(0, |meta| meta.len());
                format!("{} {size}", file.display())
            }));
        }
        photos.sort();
        dump.insert("photo files".to_owned(), photos);
        dump
    }
}

fn rows(db: &Connection, table: &str) -> Vec<String> {
    let mut statement = db.prepare(&format!("SELECT * FROM {table}")).expect("a table");
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        (0..columns)
            .map(|column| row.get_ref(column).map(|value| format!("{value:?}")))
            .collect::<rusqlite::Result<Vec<_>>>()
            .map(|values| values.join(" | "))
    });
    let mut rows: Vec<String> = rows.and_then(|rows| rows.collect()).expect("rows can be read");
    rows.sort();
    rows
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}
