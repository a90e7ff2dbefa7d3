//! Packages: a bundle of files put where another program takes it from, on a disk, a share or a
//! server of files. There are no posts and no numbers there, only names; so everything hangs on
//! names that follow from the article and its version.
//!
//! What makes it safe: files are written under a hidden name first and get their own by one rename,
//! so nobody ever finds half a package. The same version has the same name and the same bytes, so
//! what is there after a lost answer is found by its name and told by its hash.

mod folder;
mod sftp;
mod webdav;

pub(crate) use folder::Folder;
pub(crate) use sftp::Sftp;
pub use sftp::answer_for_ssh;
pub(crate) use webdav::WebDav;

use banthao_core::delivery::{
    Ability, Answer, Checked, Connector, Difference, Errand, Found, Job, ParcelFile, ParcelPackage,
    Plan, PlannedRequest, Remote, StepKind, Tested, Trouble, TroubleKind, key_of,
};
use serde_json::json;

use crate::text::{changes, plain_lines};

/// A place that keeps files by their path below it, with `/` between names. Only names that this
/// program makes are ever given to it.
pub(crate) trait Shelf {
    /// The names in the place itself, of files and folders.
    fn names(&mut self) -> Answer<Vec<String>>;
    /// `None` where there is no such file.
    fn read(&mut self, path: &str) -> Answer<Option<Vec<u8>>>;
    /// Makes a folder; one that is there is left.
    fn make_folder(&mut self, path: &str) -> Answer<()>;
    /// Writes a file, over what has its name.
    fn write(&mut self, path: &str, bytes: &[u8]) -> Answer<()>;
    /// Gives another name to a file or folder in the place itself. Nothing has that name.
    fn rename(&mut self, from: &str, to: &str) -> Answer<()>;
    /// Removes a file, or a folder with all that is in it; one that is not there is no trouble.
    fn remove(&mut self, path: &str) -> Answer<()>;
    /// Bytes of each file in a folder of the place, as far as somebody counts them; `None` where
    /// there is no such folder. Keeps what an upload that broke off has left from being sent again.
    fn sizes(&mut self, folder: &str) -> Answer<Option<Vec<(String, u64)>>>;
    /// Where people find a path; empty where they cannot.
    fn link(&self, path: &str) -> String;
    /// What it calls us.
    fn user(&self) -> String;
    /// How a file is written there, as a plan names it.
    fn verb(&self) -> &'static str;
}

/// Packages on a shelf.
pub(crate) struct Packages<S> {
    shelf: S,
}

impl<S: Shelf> Packages<S> {
    pub(crate) fn on(shelf: S) -> Self {
        Self { shelf }
    }

    /// Packages of this article that are there, whatever their version.
    fn of_article(&mut self, key: &str) -> Answer<Vec<String>> {
        Ok(self.shelf.names()?.into_iter().filter(|name| is_of(name, key)).collect())
    }

    /// What tells a package from any other: its manifest, or all of a zip.
    fn face(&mut self, name: &str) -> Answer<Option<Vec<u8>>> {
        let path = if name.ends_with(ZIP) { name.to_owned() } else { format!("{name}/{MANIFEST}") };
        self.shelf.read(&path)
    }

    fn remote(&self, name: &str) -> Remote {
        Remote { id: name.to_owned(), link: self.shelf.link(name) }
    }

    fn look_up_written(&mut self, job: &Job<'_>) -> Answer<Found> {
        let package = package_of(job)?;
        let face = self.face(&package.name)?;
        if face.as_deref() == Some(face_of(package)) {
            return Ok(Found::Whole(self.remote(&package.name)));
        }
        let overwrite = matches!(job.delivery.errand, Errand::Bring { overwrite: true, .. });
        if (face.is_some() || self.is_changed(job)?) && !overwrite {
            return Err(Trouble::new(TroubleKind::ChangedThere));
        }
        Ok(Found::Nothing)
    }

    /// Whether somebody has changed what was delivered last. What was taken away was taken by whom
    /// it was for.
    fn is_changed(&mut self, job: &Job<'_>) -> Answer<bool> {
        let key = key_of(&job.delivery.article);
        let Some(known) = job.delivery.known.as_ref().filter(|known| is_of(&known.id, &key)) else {
            return Ok(false);
        };
        let face = self.face(&known.id)?;
        Ok(face.is_some_and(|face| job.delivery.known_live.as_ref() != Some(&hash(&face))))
    }

    fn write(&mut self, job: &Job<'_>) -> Answer<Remote> {
        let package = package_of(job)?;
        let part = format!(".{}.part", package.name);
        if package.is_folder {
            self.shelf.make_folder(&part)?;
            let there = self.shelf.sizes(&part)?.unwrap_or_default();
            let mut made: Vec<&str> = Vec::new();
            for file in &package.files {
                if let Some((folder, _)) = file.path.rsplit_once('/')
                    && !made.contains(&folder)
                {
                    self.shelf.make_folder(&format!("{part}/{folder}"))?;
                    made.push(folder);
                }
                let size = file.bytes.len() as u64;
                if !there.contains(&(file.path.clone(), size)) {
                    self.shelf.write(&format!("{part}/{}", file.path), &file.bytes)?;
                }
            }
        } else {
            let file = package.files.first().ok_or_else(|| Trouble::new(TroubleKind::Refused))?;
            self.shelf.write(&part, &file.bytes)?;
        }
        // Somebody has said that it may go.
        if self.face(&package.name)?.is_some() {
            self.shelf.remove(&package.name)?;
        }
        self.shelf.rename(&part, &package.name)?;
        Ok(self.remote(&package.name))
    }

    /// Takes away what came before: older packages of the article, what was left half written of
    /// them, and word that it was withdrawn.
    fn tidy(&mut self, job: &Job<'_>, stays: &str) -> Answer<()> {
        let key = key_of(&job.delivery.article);
        let names = self.shelf.names()?;
        let goes = |name: &&String| (is_of(name, &key) && *name != stays) || is_part(name, &key);
        for name in names.iter().filter(goes) {
            self.shelf.remove(name)?;
        }
        let withdrawal = withdrawal_name(&key);
        if names.contains(&withdrawal) {
            self.shelf.remove(&withdrawal)?;
        }
        Ok(())
    }

    fn differences(&mut self, package: &ParcelPackage) -> Answer<Vec<Difference>> {
        let mut found = Vec::new();
        for file in &package.files {
            let path = path_of(package, file);
            let there = self.shelf.read(&path)?;
            if there.as_deref() != Some(file.bytes.as_slice()) {
                found.push(Difference {
                    field: file.path.clone(),
                    sent: file.sha256.clone(),
                    found: there.map(|bytes| sha256(&bytes)).unwrap_or_default(),
                });
            }
        }
        Ok(found)
    }
}

impl<S: Shelf> Connector for Packages<S> {
    fn test(&mut self) -> Answer<Tested> {
        self.shelf.names()?;
        // Whoever may list may not always write, rename and remove.
        let (part, whole) = (".banthao-test.part", ".banthao-test");
        self.shelf.remove(whole)?;
        self.shelf.write(part, b"banthao")?;
        self.shelf.rename(part, whole)?;
        let there = self.shelf.read(whole)?;
        self.shelf.remove(whole)?;
        if there.as_deref() != Some(b"banthao") {
            return Err(Trouble::new(TroubleKind::NotThere));
        }
        Ok(Tested { user: self.shelf.user(), may: vec![Ability::Write, Ability::Upload] })
    }

    fn preflight(&mut self, _: &Job<'_>) -> Answer<String> {
        self.shelf.names()?;
        Ok(json!({ "user": self.shelf.user() }).to_string())
    }

    fn look_up(&mut self, job: &Job<'_>, step: StepKind) -> Answer<Found> {
        match step {
            StepKind::Write => self.look_up_written(job),
            StepKind::TakeDown => {
                let key = key_of(&job.delivery.article);
                let known = job.delivery.known.clone().unwrap_or_default();
                let told = self.shelf.read(&withdrawal_name(&key))?;
                let told = told.as_deref() == Some(withdrawal(job).as_bytes());
                let gone = self.of_article(&key)?.is_empty();
                Ok(if told && gone { Found::Whole(known) } else { Found::Partly(known) })
            }
            StepKind::Clear(n) => {
                let names = self.shelf.names()?;
                let part = job.delivery.leftover(n).filter(|it| names.contains(&it.key));
                Ok(part.map_or(Found::Whole(Remote::default()), |it| {
                    Found::Partly(self.remote(&it.key))
                }))
            }
            StepKind::Preflight | StepKind::Media(_) | StepKind::Reserve | StepKind::Verify => {
                Ok(Found::Nothing)
            }
        }
    }

    fn request_hash(&self, job: &Job<'_>, step: StepKind) -> String {
        match step {
            StepKind::TakeDown => hash(withdrawal(job).as_bytes()),
            StepKind::Clear(n) => {
                hash(job.delivery.leftover(n).map_or(&[][..], |it| it.key.as_bytes()))
            }
            StepKind::Preflight
            | StepKind::Media(_)
            | StepKind::Reserve
            | StepKind::Write
            | StepKind::Verify => hash(job.parcel.package.as_ref().map_or(&[][..], face_of)),
        }
    }

    fn send(&mut self, job: &Job<'_>, step: StepKind, there: Option<&Remote>) -> Answer<Remote> {
        match step {
            StepKind::Write => self.write(job),
            StepKind::TakeDown => {
                let key = key_of(&job.delivery.article);
                let name = withdrawal_name(&key);
                // Told first: whoever watches must not be left with a copy that nobody takes back.
                let part = format!(".{name}.part");
                self.shelf.write(&part, withdrawal(job).as_bytes())?;
                self.shelf.remove(&name)?;
                self.shelf.rename(&part, &name)?;
                let names = self.shelf.names()?;
                for name in names.iter().filter(|it| is_of(it, &key) || is_part(it, &key)) {
                    self.shelf.remove(name)?;
                }
                Ok(job.delivery.known.clone().unwrap_or_default())
            }
            StepKind::Clear(_) => {
                let there = there.cloned().unwrap_or_default();
                // Of our own making and nothing else, whatever the record says.
                if is_part(&there.id, &key_of(&job.delivery.article)) {
                    self.shelf.remove(&there.id)?;
                }
                Ok(there)
            }
            StepKind::Preflight | StepKind::Media(_) | StepKind::Reserve | StepKind::Verify => {
                Ok(Remote::default())
            }
        }
    }

    fn verify(&mut self, job: &Job<'_>) -> Answer<Checked> {
        let package = package_of(job)?;
        self.tidy(job, &package.name)?;
        let live = hash(face_of(package));
        // Whom it is for may have taken it already.
        if self.face(&package.name)?.is_none() {
            return Ok(Checked { live, ..Checked::default() });
        }
        let differences = self.differences(package)?;
        let link = self.shelf.link(&package.name);
        Ok(Checked { live, link, differences, doubles: Vec::new() })
    }

    fn plan(&mut self, job: &Job<'_>) -> Answer<Plan> {
        let package = package_of(job)?;
        let key = key_of(&job.delivery.article);
        let mut before = self.of_article(&key)?;
        before.sort();
        let mut plan = Plan {
            post: before.last().map(|name| self.remote(name)),
            changed_there: self.is_changed(job)?,
            ..Plan::default()
        };
        if self.face(&package.name)?.as_deref() == Some(face_of(package)) {
            return Ok(plan);
        }
        for file in &package.files {
            plan.upload += file.bytes.len() as u64;
            plan.requests.push(PlannedRequest {
                method: self.shelf.verb().to_owned(),
                path: path_of(package, file),
                body: json!({ "bytes": file.bytes.len(), "sha256": file.sha256 }),
            });
        }
        // A file of files says nothing of its text, nor does a package that has none.
        let theirs = match before.last() {
            Some(name) => self.shelf.read(&format!("{name}/{TEXT}"))?,
            None => None,
        };
        if let Some(ours) = package.files.iter().find(|file| file.path == TEXT) {
            plan.compared = theirs.is_some();
            let theirs = plain_lines(&theirs.unwrap_or_default());
            plan.changes = changes(&theirs, &plain_lines(&ours.bytes));
        }
        Ok(plan)
    }
}

/// Longest file that is read back, in bytes: all pictures of an article, for print.
const FILE_LIMIT: u64 = 512 << 20;
const MANIFEST: &str = "manifest.json";
const TEXT: &str = "article.txt";
const ZIP: &str = ".zip";

/// What the errand carries. One that takes down carries nothing, and needs nothing of it.
fn package_of<'a>(job: &Job<'a>) -> Answer<&'a ParcelPackage> {
    let package = job.parcel.package.as_ref();
    package.ok_or_else(|| Trouble::new(TroubleKind::Refused).with("code", "package"))
}

fn path_of(package: &ParcelPackage, file: &ParcelFile) -> String {
    if package.is_folder { format!("{}/{}", package.name, file.path) } else { file.path.clone() }
}

fn face_of(package: &ParcelPackage) -> &[u8] {
    let face = package.files.iter().find(|file| !package.is_folder || file.path == MANIFEST);
    face.map_or(&[][..], |file| &file.bytes)
}

/// Whether a name is that of a package of this article: `…-KEY-vN`, of our letters only, whatever
/// the other side calls its files.
fn is_of(name: &str, key: &str) -> bool {
    let bare = name.strip_suffix(ZIP).unwrap_or(name);
    let Some((before, version)) = bare.rsplit_once("-v") else { return false };
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    !version.is_empty()
        && version.chars().all(|c| c.is_ascii_digit())
        && before.chars().all(plain)
        && before.strip_suffix(key).is_some_and(|rest| rest.ends_with('-'))
}

/// Whether a name is that of a package of this article that was begun.
fn is_part(name: &str, key: &str) -> bool {
    let inner = name.strip_prefix('.').and_then(|name| name.strip_suffix(".part"));
    inner.is_some_and(|inner| is_of(inner, key))
}

fn withdrawal_name(key: &str) -> String {
    format!("{key}.withdrawn.json")
}

/// What whoever has taken the package is told.
fn withdrawal(job: &Job<'_>) -> String {
    let reason = match &job.delivery.errand {
        Errand::TakeDown { reason } => reason.as_str(),
        Errand::Bring { .. } | Errand::Clear { .. } => "",
    };
    let known = job.delivery.known.as_ref().map_or("", |known| &known.id);
    let text = json!({
        "format": "ban-thao-withdrawal",
        "formatVersion": 1,
        "article": job.delivery.article.0,
        "package": known,
        "reason": reason,
        "delivery": job.delivery.id.0,
    });
    format!("{text:#}\n")
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
