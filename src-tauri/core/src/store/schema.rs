//! The tables, and how an older store becomes a current one.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::failure::{Code, Failure, Result};

/// Each entry takes the store one version on. Never changed once released: append.
const MIGRATIONS: &[&str] =
    &[V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13, V14, V15, V16, V17];

const V1: &str = "
-- This desk: settings, who uses it. Values are JSON.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    pen_name TEXT NOT NULL,
    role     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The working copy of each article, and what lists need of it.
CREATE TABLE article (
    id                 TEXT PRIMARY KEY,
    author             TEXT NOT NULL REFERENCES person (id),
    created_at         INTEGER NOT NULL,
    updated_at         INTEGER NOT NULL,
    seq                INTEGER NOT NULL,
    document           TEXT NOT NULL,
    fields             TEXT NOT NULL,
    editorial          TEXT NOT NULL,
    -- Hash of the newest revision on this desk, and its time.
    head               TEXT NOT NULL,
    head_at            INTEGER NOT NULL,
    -- The approved revision and the hash of what is published of it.
    approved           TEXT,
    approved_published TEXT,
    approved_by        TEXT,
    approved_at        INTEGER,
    -- BLAKE3 over seq, document, fields, editorial and the approval: integrity_check does not see a flipped bit
    -- in a text, this does.
    row_hash           TEXT NOT NULL,
    -- Derived from the above, for lists.
    headline           TEXT NOT NULL,
    summary            TEXT NOT NULL,
    byline             TEXT NOT NULL,
    embargo            INTEGER,
    photos             INTEGER NOT NULL,
    photos_missing     INTEGER NOT NULL,
    state              TEXT NOT NULL,
    holder             TEXT,
    step               INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX article_newest ON article (updated_at DESC, id);
CREATE INDEX article_by_state ON article (state, holder, author, step);

-- Folded text for the accent-blind filter; rebuilt from the article at every save.
CREATE TABLE article_text (
    article TEXT PRIMARY KEY REFERENCES article (id),
    folded  TEXT NOT NULL
) STRICT;

-- Blocks, headlines, leads and fields, stored once by their hash.
CREATE TABLE object (
    hash TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Immutable snapshots; `body` is the canonical form whose BLAKE3 is `hash`.
CREATE TABLE revision (
    n       INTEGER PRIMARY KEY,
    hash    TEXT NOT NULL UNIQUE,
    article TEXT NOT NULL REFERENCES article (id) DEFERRABLE INITIALLY DEFERRED,
    body    TEXT NOT NULL,
    -- Derived, for the list of revisions.
    headline  TEXT NOT NULL,
    syllables INTEGER NOT NULL
) STRICT;
CREATE INDEX revision_by_article ON revision (article, n);

-- Transitions, sign-offs and exports, chained by hash.
CREATE TABLE log (
    article TEXT NOT NULL REFERENCES article (id),
    n       INTEGER NOT NULL,
    body    TEXT NOT NULL,
    hash    TEXT NOT NULL,
    PRIMARY KEY (article, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE photo (
    hash      TEXT PRIMARY KEY,
    file_name TEXT NOT NULL,
    kind      TEXT NOT NULL,
    bytes     INTEGER NOT NULL,
    width     INTEGER NOT NULL,
    height    INTEGER NOT NULL,
    added_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

const V2: &str = "
-- The hashes of a revision's blocks in order, stored once by the hash of their canonical JSON:
-- in full, or as what differs from another list.
CREATE TABLE block_list (
    hash TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What the review view compares with: a revision, or a base that grew by accepting changes.
CREATE TABLE review_base (
    article  TEXT PRIMARY KEY REFERENCES article (id),
    revision TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Conversations: events that are only ever added; the state of a thread is read from them.
-- `body` is canonical JSON, `hash` its BLAKE3.
CREATE TABLE comment_event (
    id      TEXT PRIMARY KEY,
    article TEXT NOT NULL REFERENCES article (id),
    thread  TEXT NOT NULL,
    body    TEXT NOT NULL,
    hash    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX comment_event_by_article ON comment_event (article, thread);

-- Where each thread stands in the working copy; moves with the text. JSON.
CREATE TABLE thread_anchor (
    thread  TEXT PRIMARY KEY,
    article TEXT NOT NULL REFERENCES article (id),
    anchor  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_anchor_by_article ON thread_anchor (article);

-- The parallel checks of an article (photos, spelling, figures, names, legal, rights). JSON.
CREATE TABLE check_state (
    article TEXT NOT NULL REFERENCES article (id),
    kind    TEXT NOT NULL,
    body    TEXT NOT NULL,
    hash    TEXT NOT NULL,
    PRIMARY KEY (article, kind)
) STRICT, WITHOUT ROWID;

-- Open threads of an article, for the list.
ALTER TABLE article ADD COLUMN open_threads INTEGER NOT NULL DEFAULT 0;

-- Who has signed which step in the article's present round, and for which text. JSON.
CREATE TABLE sign_off (
    article TEXT NOT NULL REFERENCES article (id),
    step    TEXT NOT NULL,
    body    TEXT NOT NULL,
    hash    TEXT NOT NULL,
    PRIMARY KEY (article, step)
) STRICT, WITHOUT ROWID;

-- Sections for which a person's rights hold, as a JSON list; empty stands for all.
ALTER TABLE person ADD COLUMN sections TEXT NOT NULL DEFAULT '[]';

-- For lists, derived: the folded section, the deadline, since when it stands as it stands.
ALTER TABLE article ADD COLUMN section TEXT NOT NULL DEFAULT '';
ALTER TABLE article ADD COLUMN deadline INTEGER;
ALTER TABLE article ADD COLUMN state_since INTEGER;
-- Hash of the newest log entry: a log whose end has been cut off is seen by it.
ALTER TABLE article ADD COLUMN log_head TEXT;
UPDATE article SET
    section = folded(coalesce(json_extract(fields, '$.section'), '')),
    deadline = json_extract(fields, '$.deadline')
    WHERE json_valid(fields);
UPDATE article SET log_head =
    (SELECT hash FROM log WHERE log.article = article.id ORDER BY n DESC LIMIT 1);

-- Who else has an article, as last heard.
CREATE TABLE lease (
    article     TEXT NOT NULL REFERENCES article (id),
    person_name TEXT NOT NULL,
    device      TEXT NOT NULL,
    since       INTEGER NOT NULL,
    PRIMARY KEY (article, device)
) STRICT, WITHOUT ROWID;

-- Devices of colleagues, by their public key (hexadecimal); trusted on first use.
CREATE TABLE peer (
    key         TEXT PRIMARY KEY,
    person      TEXT NOT NULL,
    person_name TEXT NOT NULL,
    device      TEXT NOT NULL,
    -- To encrypt for them (an age recipient); empty where none is known.
    recipient   TEXT NOT NULL,
    first_seen  INTEGER NOT NULL,
    trust       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Entries of the log as other desks wrote them, each desk's own chain.
CREATE TABLE peer_log (
    article TEXT NOT NULL REFERENCES article (id),
    key     TEXT NOT NULL,
    n       INTEGER NOT NULL,
    body    TEXT NOT NULL,
    hash    TEXT NOT NULL,
    -- Of the desk whose it is, over the chain up to here; empty where it signed further on.
    signature TEXT NOT NULL,
    PRIMARY KEY (article, key, n)
) STRICT, WITHOUT ROWID;

-- What a device is known to have, as its last hand-off said: its newest revisions, and photos
-- that it lacks. JSON lists of hashes.
CREATE TABLE peer_has (
    article TEXT NOT NULL REFERENCES article (id),
    key     TEXT NOT NULL,
    at      INTEGER NOT NULL,
    heads   TEXT NOT NULL,
    lacks   TEXT NOT NULL,
    PRIMARY KEY (article, key)
) STRICT, WITHOUT ROWID;

-- Hand-off files that were opened or put aside here, by the hash of their manifest.
CREATE TABLE hand_off_seen (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

const V3: &str = "
-- What the file of a photo says of it, and what else it carries, as JSON. Empty for photos that
-- were added before anybody asked.
ALTER TABLE photo ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';
ALTER TABLE photo ADD COLUMN carries TEXT NOT NULL DEFAULT '{}';
";

const V4: &str = "
-- Whether some of its file's text was in an encoding that had to be guessed.
ALTER TABLE photo ADD COLUMN guessed INTEGER NOT NULL DEFAULT 0;
-- What the desk says of it, as JSON, made from the edits; empty where nobody has said anything.
ALTER TABLE photo ADD COLUMN desk TEXT NOT NULL DEFAULT '';
CREATE INDEX photo_newest ON photo (added_at, hash);

-- What was said of photos: edits that are only ever added. `body` is canonical JSON, `hash` its
-- BLAKE3.
CREATE TABLE photo_edit (
    id    TEXT PRIMARY KEY,
    photo TEXT NOT NULL REFERENCES photo (hash),
    batch TEXT NOT NULL,
    body  TEXT NOT NULL,
    hash  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX photo_edit_by_photo ON photo_edit (photo);
CREATE INDEX photo_edit_by_batch ON photo_edit (batch);

-- What lists and searches need of a photo, derived, in the order of the lists.
CREATE TABLE photo_listed (
    added_at INTEGER NOT NULL,
    photo    TEXT NOT NULL REFERENCES photo (hash),
    -- The day it was taken, 2020-05-23; empty where it is not known.
    taken    TEXT NOT NULL,
    creators TEXT NOT NULL,
    rights   TEXT NOT NULL,
    -- The last day on which it may be used.
    until    TEXT,
    folded   TEXT NOT NULL,
    PRIMARY KEY (added_at, photo)
) STRICT, WITHOUT ROWID;
CREATE INDEX photo_listed_by_creators ON photo_listed (creators);
INSERT INTO photo_listed
    SELECT added_at, hash, photo_taken(metadata), photo_creators(metadata), 'unknown', NULL,
        photo_folded(file_name, metadata)
    FROM photo;

-- Which photos the working copies use, derived at every save.
CREATE TABLE photo_use (
    article TEXT NOT NULL REFERENCES article (id),
    photo   TEXT NOT NULL,
    PRIMARY KEY (article, photo)
) STRICT, WITHOUT ROWID;
CREATE INDEX photo_use_by_photo ON photo_use (photo);
INSERT INTO photo_use
    SELECT DISTINCT article.id, node.value
    FROM article, json_tree(
        CASE WHEN json_valid(article.document) THEN article.document ELSE '{}' END) AS node
    WHERE node.key = 'photo' AND node.type = 'text';
";

const V5: &str = "
-- Findings of the proofreader that somebody leaves alone in one article, by their keys. They are of
-- this desk: no hand-off carries them, and nothing but what the proofreader shows depends on them.
CREATE TABLE proof_ignored (
    article TEXT NOT NULL REFERENCES article (id),
    key     TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (article, key)
) STRICT, WITHOUT ROWID;

-- The house list: texts that a rule leaves alone in all articles; an empty rule stands for all.
CREATE TABLE house_decision (
    rule    TEXT NOT NULL,
    text    TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (rule, text)
) STRICT, WITHOUT ROWID;
";

const V6: &str = "
-- What the newsroom has approved, as words that follow one another. Derived: a pair is the numbers
-- of two words (the first in the upper 32 bits), counted in the revisions that proof_learnt names.
-- The first two words stand for the edge of a phrase and for a number.
CREATE TABLE proof_word (
    id   INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO proof_word (id, text) VALUES (0, ''), (1, '#');
CREATE TABLE proof_pair (
    pair  INTEGER PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT;
CREATE TABLE proof_learnt (
    article  TEXT PRIMARY KEY,
    revision TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Articles whose approval has changed since they were learnt.
CREATE TABLE proof_queue (
    article TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO proof_queue SELECT id FROM article WHERE approved IS NOT NULL;
CREATE TRIGGER proof_approved AFTER UPDATE OF approved ON article
WHEN new.approved IS NOT old.approved BEGIN
    INSERT OR IGNORE INTO proof_queue VALUES (new.id);
END;
CREATE TRIGGER proof_arrived AFTER INSERT ON article WHEN new.approved IS NOT NULL BEGIN
    INSERT OR IGNORE INTO proof_queue VALUES (new.id);
END;

-- Counts up whenever the proofreader has learnt something: what was read before is read again.
CREATE TABLE proof_state (
    generation INTEGER NOT NULL
) STRICT;
INSERT INTO proof_state VALUES (0);
";

const V7: &str = "
-- Rules that the house has made for its proofreader, as JSON with its BLAKE3, who said so last, and
-- when. They are of this desk and go to others in a file of their own.
CREATE TABLE house_rule (
    id      TEXT PRIMARY KEY,
    body    TEXT NOT NULL,
    hash    TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the house makes of the rules that are built in: off, or how grave.
CREATE TABLE rule_overrule (
    rule     TEXT PRIMARY KEY,
    overrule TEXT NOT NULL,
    by_name  TEXT NOT NULL,
    at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

const V8: &str = "
-- What a person is, from one day to another.
CREATE TABLE name_title (
    entry     TEXT NOT NULL REFERENCES name_entry (id) ON DELETE CASCADE,
    n         INTEGER NOT NULL,
    title     TEXT NOT NULL,
    from_day  TEXT,
    to_day    TEXT,
    PRIMARY KEY (entry, n)
) STRICT, WITHOUT ROWID;

-- The directory of this desk: people, organisations, places. An entry with the id of one that comes
-- with the program holds in its place.
CREATE TABLE name_entry (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,
    name        TEXT NOT NULL,
    -- By which it stands once, whatever its capitals are.
    name_key    TEXT NOT NULL,
    -- JSON list.
    other_names TEXT NOT NULL,
    from_day    TEXT,
    to_day      TEXT,
    successor   TEXT NOT NULL,
    note        TEXT NOT NULL,
    source      TEXT NOT NULL,
    off         INTEGER NOT NULL,
    UNIQUE (kind, name_key)
) STRICT, WITHOUT ROWID;

-- Names in articles that nobody is to be asked about again: they are no people, or not wanted.
CREATE TABLE name_refused (
    name      TEXT PRIMARY KEY,
    no_person INTEGER NOT NULL,
    by_name   TEXT NOT NULL,
    at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Counts the changes of these tables: what was compiled of them is known to be old by it.
CREATE TABLE name_state (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    generation INTEGER NOT NULL
) STRICT;
INSERT INTO name_state VALUES (1, 0);
";

const V9: &str = "
-- Stars, 0 to 5, derived. Before this version nothing kept any.
ALTER TABLE photo_listed ADD COLUMN rating INTEGER NOT NULL DEFAULT 0;
";

const V10: &str = "
-- The bytes of the pictures of a delivery that is not at its end.
CREATE TABLE delivery_picture (
    delivery TEXT NOT NULL REFERENCES delivery (id),
    n        INTEGER NOT NULL,
    bytes    BLOB NOT NULL,
    PRIMARY KEY (delivery, n)
) STRICT, WITHOUT ROWID;

-- The steps of a delivery, each kept before its request is sent and after its answer has come.
CREATE TABLE delivery_step (
    delivery TEXT NOT NULL REFERENCES delivery (id),
    n        INTEGER NOT NULL,
    -- JSON.
    kind     TEXT NOT NULL,
    -- Waiting, sent (what came of it is not known), or done.
    state    TEXT NOT NULL,
    sent_at  INTEGER,
    -- BLAKE3 of the request.
    request  TEXT,
    -- What it left there, and what was answered, as JSON.
    remote   TEXT,
    receipt  TEXT,
    PRIMARY KEY (delivery, n)
) STRICT, WITHOUT ROWID;

-- What goes, or went, to other systems: the frozen parcel of an article on its way to one of them.
CREATE TABLE delivery (
    -- The order in which they were queued.
    n                INTEGER PRIMARY KEY,
    id               TEXT NOT NULL UNIQUE,
    destination      TEXT NOT NULL,
    destination_name TEXT NOT NULL,
    article          TEXT NOT NULL REFERENCES article (id),
    revision         TEXT NOT NULL,
    -- JSON.
    errand           TEXT NOT NULL,
    queued_at        INTEGER NOT NULL,
    by_name          TEXT NOT NULL,
    status           TEXT NOT NULL,
    attempts         INTEGER NOT NULL,
    next_at          INTEGER NOT NULL,
    -- Why the last try came to nothing, and where the article stood there before; JSON.
    trouble          TEXT,
    known            TEXT,
    known_live       TEXT,
    -- JSON with its BLAKE3.
    parcel           TEXT NOT NULL,
    parcel_hash      TEXT NOT NULL
) STRICT;
CREATE INDEX delivery_by_status ON delivery (status, n);
CREATE INDEX delivery_by_article ON delivery (article, destination, n);
";

const V11: &str = "
-- The order in which articles have changed, by the last change of each: what the index of searches
-- has not read yet stands behind the one that it has read last.
CREATE TABLE article_change (
    n       INTEGER PRIMARY KEY,
    article TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO article_change (article) SELECT id FROM article ORDER BY updated_at, id;
CREATE TRIGGER article_made AFTER INSERT ON article BEGIN
    INSERT OR REPLACE INTO article_change
        SELECT coalesce(max(n), 0) + 1, new.id FROM article_change;
END;
CREATE TRIGGER article_changed AFTER UPDATE ON article BEGIN
    INSERT OR REPLACE INTO article_change
        SELECT coalesce(max(n), 0) + 1, new.id FROM article_change;
END;
CREATE TRIGGER article_discussed AFTER INSERT ON comment_event BEGIN
    INSERT OR REPLACE INTO article_change
        SELECT coalesce(max(n), 0) + 1, new.article FROM article_change;
END;
CREATE TRIGGER article_logged AFTER INSERT ON log BEGIN
    INSERT OR REPLACE INTO article_change
        SELECT coalesce(max(n), 0) + 1, new.article FROM article_change;
END;
";

const V12: &str = r#"
-- Finds the articles that somebody was asked to write, without reading every log.
CREATE INDEX log_commissions ON log (article)
    WHERE instr(body, '"event":"commissioned"') > 0;
CREATE INDEX peer_log_commissions ON peer_log (article)
    WHERE instr(body, '"event":"commissioned"') > 0;

-- The right to commission, as the presets give it: a right that is not there is nobody's.
UPDATE meta SET value = json_set(value, '$.workflow.rights.commission',
        json('["editor","secretary"]'))
    WHERE name = 'settings' AND json_valid(value)
        AND json_type(value, '$.workflow.rights') = 'object'
        AND json_type(value, '$.workflow.rights.commission') IS NULL;
"#;

const V13: &str = "
-- What somebody has decided by hand about the royalties of an article. JSON with its BLAKE3.
CREATE TABLE royalty_adjustment (
    article TEXT PRIMARY KEY REFERENCES article (id),
    body    TEXT NOT NULL,
    hash    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Months of royalties as they were closed. JSON with its BLAKE3.
CREATE TABLE royalty_month (
    month TEXT PRIMARY KEY,
    body  TEXT NOT NULL,
    hash  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

const V14: &str = "
-- What lists need of an article, derived from its working copy, its logs and the outbox: a row without
-- the text, so that a list is read without it.
CREATE TABLE article_listed (
    article       TEXT PRIMARY KEY REFERENCES article (id),
    author        TEXT NOT NULL,
    state         TEXT NOT NULL,
    holder        TEXT,
    step          INTEGER,
    section       TEXT NOT NULL,
    updated_at    INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    deadline      INTEGER,
    embargo       INTEGER,
    photos        INTEGER NOT NULL,
    syllables     INTEGER NOT NULL,
    approved      TEXT,
    -- They compare as the texts do.
    headline_key  BLOB NOT NULL,
    section_key   BLOB NOT NULL,
    byline_given  BLOB NOT NULL,
    byline_family BLOB NOT NULL,
    -- Never, live, differs or down; the one revision that is out, and when something went out last.
    sent          TEXT NOT NULL DEFAULT 'never',
    sent_revision TEXT,
    sent_at       INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO article_listed
    SELECT id, author, state, holder, step, section, updated_at, created_at, deadline, embargo, photos,
        0, approved, x'', x'', x'', x'', 'never', NULL, NULL
    FROM article;
CREATE INDEX article_listed_newest ON article_listed (updated_at DESC, article);
CREATE INDEX article_listed_by_state
    ON article_listed (state, updated_at DESC, article, author, holder, step, section, deadline);
CREATE INDEX article_listed_by_author ON article_listed (author, created_at DESC, article, state);
CREATE INDEX article_listed_due ON article_listed (deadline, article)
    WHERE deadline IS NOT NULL AND state NOT IN ('approved', 'spiked');
CREATE INDEX article_listed_embargoed ON article_listed (embargo, article)
    WHERE embargo IS NOT NULL AND state <> 'spiked';
CREATE INDEX article_listed_unsent ON article_listed (updated_at DESC, article)
    WHERE state = 'approved' AND sent = 'never';
CREATE INDEX article_listed_differing ON article_listed (updated_at DESC, article)
    WHERE sent = 'differs' OR (sent = 'live' AND sent_revision IS NOT approved);

-- Of which rules the keys are; what is not of the program's own is made anew when the store is opened.
CREATE TABLE list_state (
    generation INTEGER NOT NULL
) STRICT;
INSERT INTO list_state VALUES (0);
";

const V15: &str = "
-- What the text of each article is found again by: made of it, and made anew where it has changed.
CREATE TABLE text_print (
    n          INTEGER PRIMARY KEY,
    article    TEXT NOT NULL UNIQUE REFERENCES article (id),
    -- When the article was saved that this was made of.
    updated_at INTEGER NOT NULL,
    -- One for all texts of the same syllables.
    whole      BLOB,
    -- Those of its rows in text_mark, 8 bytes each.
    marks      BLOB NOT NULL
) STRICT;
CREATE INDEX text_print_by_whole ON text_print (whole);
CREATE TABLE text_mark (
    mark INTEGER NOT NULL,
    n    INTEGER NOT NULL,
    PRIMARY KEY (mark, n)
) STRICT, WITHOUT ROWID;
";

const V16: &str = "
-- Lists read article_listed since version 14; what still read these does, too.
DROP INDEX IF EXISTS article_newest;
DROP INDEX IF EXISTS article_by_state;

-- What is not searched for is no change: where the log ends and how many conversations are open both
-- follow from rows that have triggers of their own.
DROP TRIGGER article_changed;
CREATE TRIGGER article_changed
AFTER UPDATE OF updated_at, document, fields, state, holder, step ON article BEGIN
    INSERT OR REPLACE INTO article_change
        SELECT coalesce(max(n), 0) + 1, new.id FROM article_change;
END;

-- The change up to which text_print has been made.
CREATE TABLE text_state (
    change INTEGER NOT NULL
) STRICT;
INSERT INTO text_state VALUES (0);
";

const V17: &str = "
-- Who was asked by name in an open conversation about an article and has said nothing in it since;
-- derived from the conversations.
CREATE TABLE article_asked (
    article TEXT NOT NULL REFERENCES article (id),
    person  TEXT NOT NULL,
    PRIMARY KEY (article, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_asked_by_person ON article_asked (person, article);
-- Whether that has been made of the conversations before this version.
ALTER TABLE list_state ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
";

fn version(db: &Connection) -> Result<usize> {
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    usize::try_from(version).map_err(|_| {
        Failure::new(Code::StoreDamaged, "user_version is negative").with("what", "user_version")
    })
}

/// Refuses a store that a newer program has written, before anything in it is touched.
pub(super) fn refuse_newer(db: &Connection) -> Result<()> {
    let found = version(db)?;
    if found > MIGRATIONS.len() {
        return Err(Failure::new(
            Code::StoreNewer,
            format!("the store has version {found}, this program knows {}", MIGRATIONS.len()),
        )
        .with("found", found)
        .with("supported", MIGRATIONS.len()));
    }
    Ok(())
}

/// Brings the store to the current version, one transaction a step, after a backup.
pub(super) fn migrate(db: &mut Connection, folder: &Path) -> Result<()> {
    let found = version(db)?;
    if found > 0 && found < MIGRATIONS.len() {
        back_up(db, &folder.join(backup_name()))?;
    }
    for (step, migration) in MIGRATIONS.iter().enumerate().skip(found) {
        let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another program may have come first while this one waited.
        if version(&transaction)? == step {
            let reached = i64::try_from(step + 1).map_err(Failure::internal)?;
            transaction.execute_batch(migration)?;
            transaction.pragma_update(None, "user_version", reached)?;
            transaction.commit()?;
        }
    }
    Ok(())
}

/// The file that keeps a store as it was before it became a current one.
pub(super) fn backup_name() -> String {
    format!("desk-before-v{}.db", MIGRATIONS.len())
}

fn back_up(db: &Connection, to: &Path) -> Result<()> {
    if to.exists() {
        return Ok(());
    }
    let part = to.with_extension("part");
    let _ = std::fs::remove_file(&part);
    db.execute("VACUUM INTO ?1", [part.to_string_lossy()])?;
    let copy = Connection::open(&part)?;
    let verdict: String = copy.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    drop(copy);
    if verdict != "ok" {
        return Err(
            Failure::new(Code::StoreDamaged, format!("backup: {verdict}")).with("what", "desk.db")
        );
    }
    std::fs::rename(&part, to).map_err(|error| Failure::io(to, &error))
}

/// What takes a current store back to version 1.
#[cfg(test)]
pub(super) fn back_to_v1() -> String {
    let name = |rest: &str| rest.split_whitespace().next().unwrap_or_default().to_owned();
    let since = [V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13, V14, V15, V16, V17].concat();
    let columns = since.split("ALTER TABLE ").skip(1).map(|rest| {
        let column = rest.split(" ADD COLUMN ").nth(1).map(name).unwrap_or_default();
        format!("ALTER TABLE {} DROP COLUMN {column};", name(rest))
    });
    let tables = since.split("CREATE TABLE ").skip(1);
    let tables = tables.map(|rest| format!("DROP TABLE {};", name(rest)));
    let triggers = since.split("CREATE TRIGGER ").skip(1);
    let triggers = triggers.map(|rest| format!("DROP TRIGGER IF EXISTS {};", name(rest)));
    // Those of the tables go with them.
    let indexes = since.split("CREATE INDEX ").skip(1);
    let indexes = indexes.map(|rest| format!("DROP INDEX IF EXISTS {};", name(rest)));
    triggers.chain(indexes).chain(columns).chain(tables).collect()
}

/// What takes a current store back to version 3.
#[cfg(test)]
pub(super) fn back_to_v3() -> String {
    let name = |rest: &str| rest.split_whitespace().next().unwrap_or_default().to_owned();
    let since = [V4, V5, V6, V7, V8, V9, V10, V11, V12, V13, V14, V15, V16, V17].concat();
    let tables = since.split("CREATE TABLE ").skip(1);
    let tables = tables.map(|rest| format!("DROP TABLE {};", name(rest)));
    let columns = ["guessed", "desk"].map(|it| format!("ALTER TABLE photo DROP COLUMN {it};"));
    let triggers = since.split("CREATE TRIGGER ").skip(1);
    let triggers = triggers.map(|rest| format!("DROP TRIGGER IF EXISTS {};", name(rest)));
    let index = ["photo_newest", "log_commissions", "peer_log_commissions"]
        .map(|it| format!("DROP INDEX IF EXISTS {it};"));
    triggers.chain(index).chain(tables).chain(columns).collect()
}
