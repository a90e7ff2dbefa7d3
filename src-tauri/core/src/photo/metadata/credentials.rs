//! What the Content Credentials (C2PA) in a file say of how its picture came about.
//!
//! They are told as the file tells them. Whether the signature holds and whom its certificate is from
//! is not verified: that takes a list of whom to trust. What can be told without one is whether the
//! bytes of the file are still those that were signed.
//!
//! A manifest store is boxes (JUMBF, ISO 19566-5) that hold CBOR, the last manifest being the one
//! in force; its signature is COSE with the certificates in it.

use std::collections::BTreeSet;

use ciborium::Value;
use serde::Serialize;
use sha2::{Sha256, Sha384, Sha512};

use super::tidy_text;

/// Largest manifest store that is read, in bytes: small pictures of every step are in it.
pub(super) const STORE_LIMIT: usize = 16 << 20;
/// Largest piece of CBOR that is read, in bytes, and how deep it may be nested.
const CBOR_LIMIT: usize = 256 << 10;
const CBOR_DEPTH: usize = 32;
const MANIFEST_LIMIT: usize = 200;
/// Most steps and ingredients that are told.
const LIST_LIMIT: usize = 50;
const TEXT_LIMIT: usize = 200;

const VOCABULARY: &str = "cv.iptc.org/newscodes/digitalsourcetype/";
const AI: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
const PARTLY_AI: &str =
    "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";

/// What the credentials of a photo say. Empty where they do not say it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Credentials {
    /// Some of it could not be read: damaged, larger than is read, or of a form of its own.
    pub unread: bool,
    /// The program that made the claim, with its version.
    pub generator: String,
    pub title: String,
    /// How the picture came about, as a code of cv.iptc.org/newscodes/digitalsourcetype: what its
    /// own steps and those of what it was made from come to.
    pub source_type: String,
    pub steps: Vec<CredentialStep>,
    pub ingredients: Vec<CredentialIngredient>,
    /// Whom the certificate is for, and of what house.
    pub signer: String,
    pub signer_house: String,
    /// Who issued it.
    pub issuer: String,
    /// By the time stamp in the signature, as RFC 3339.
    pub signed_at: String,
    /// The file is byte for byte the one that was signed; `None` where it cannot be told.
    pub unchanged: Option<bool>,
}

/// Something that was done to the picture.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CredentialStep {
    /// `c2pa.created`, or a name that a program made up.
    pub action: String,
    /// As RFC 3339.
    pub when: String,
    /// The program.
    pub agent: String,
    pub source_type: String,
}

/// A file that went into the picture.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CredentialIngredient {
    pub title: String,
    /// The picture is this one, edited; otherwise it is a part of it.
    pub parent: bool,
}

/// Whether a machine that was trained on pictures made it, or a part of it.
pub(super) fn is_ai(source_type: &str) -> bool {
    source_type == AI || source_type == PARTLY_AI
}

/// How a picture came about by its credentials, where they say it by a code that the desk has, too.
pub(super) fn source_type_of(store: &[u8]) -> String {
    let manifests = manifests(store).unwrap_or_default();
    let told = manifests.len().checked_sub(1).map(|at| came_about(&manifests, at));
    told.filter(|told| told.contains(VOCABULARY)).unwrap_or_default()
}

/// Reads a manifest store that lies in `file`.
pub(super) fn read(store: &[u8], file: &[u8]) -> Credentials {
    let manifests = manifests(store).unwrap_or_default();
    let Some(active) = manifests.last() else {
        return Credentials { unread: true, ..Credentials::default() };
    };
    let mut told = Credentials::default();
    match active.claim() {
        Some(claim) => {
            told.generator = generator(&claim);
            told.title = text(get(&claim, "dc:title"));
            told.unchanged = active.holds(&claim, file);
        }
        None => told.unread = true,
    }
    match active.cbor("c2pa.signature").as_ref().and_then(signature) {
        Some(signed) => {
            (told.signer, told.signer_house) = (signed.subject.name, signed.subject.house);
            let Name { name, house } = signed.issuer;
            told.issuer = if name.is_empty() { house } else { name };
            told.signed_at = signed.at;
        }
        None => told.unread = true,
    }
    told.steps = active.steps();
    told.ingredients = active.ingredients().into_iter().map(|(told, _)| told).collect();
    told.source_type = came_about(&manifests, manifests.len() - 1);
    told
}

/// What the steps of a manifest and of those before it come to.
fn came_about(manifests: &[Manifest<'_>], at: usize) -> String {
    // Each is looked at once: they may name one another in a ring.
    let mut seen = BTreeSet::new();
    source_type(manifests, at, &mut seen)
}

fn source_type(manifests: &[Manifest<'_>], at: usize, seen: &mut BTreeSet<usize>) -> String {
    let Some(manifest) = manifests.get(at).filter(|_| seen.insert(at)) else {
        return String::new();
    };
    let (mut made, mut has_ai) = (String::new(), false);
    for step in manifest.steps() {
        if step.action == "c2pa.created" && made.is_empty() {
            made = step.source_type;
        } else {
            has_ai |= is_ai(&step.source_type);
        }
    }
    for (ingredient, label) in manifest.ingredients() {
        let before = manifests.iter().position(|manifest| manifest.label == label);
        let Some(before) = before else { continue };
        let kind = source_type(manifests, before, seen);
        if ingredient.parent && made.is_empty() {
            made = kind;
        } else {
            has_ai |= is_ai(&kind);
        }
    }
    if has_ai && made != AI { PARTLY_AI.to_owned() } else { made }
}

/// The boxes in `bytes`, one after another: what they are called and what is in them.
fn boxes(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let long = |at: usize| Some(u32::from_be_bytes(*rest.get(at..)?.first_chunk()?));
        let kind = rest.get(4..8)?;
        let (head, length) = match long(0)? {
            // To the end of what is around it.
            0 => (8, rest.len()),
            1 => (16, usize::try_from(u64::from(long(8)?) << 32 | u64::from(long(12)?)).ok()?),
            length => (8, length as usize),
        };
        let body = rest.get(head..length)?;
        rest = &rest[length..];
        Some((kind, body))
    })
}

/// A box of boxes: its label, and all that is in it.
fn labelled(body: &[u8]) -> Option<(&str, &[u8])> {
    let (kind, description) = boxes(body).next()?;
    let (toggles, label) = description.get(16..)?.split_first()?;
    if kind != b"jumd" || toggles & 2 == 0 {
        return None;
    }
    let end = label.iter().position(|byte| *byte == 0)?;
    Some((std::str::from_utf8(&label[..end]).ok()?, body))
}

fn children(content: &[u8]) -> impl Iterator<Item = (&str, &[u8])> {
    boxes(content).filter(|(kind, _)| *kind == b"jumb").filter_map(|(_, body)| labelled(body))
}

/// What one program said of the picture.
struct Manifest<'a> {
    label: &'a str,
    content: &'a [u8],
}

fn manifests(store: &[u8]) -> Option<Vec<Manifest<'_>>> {
    let (label, content) = children(store).next()?;
    let manifests = children(content).map(|(label, content)| Manifest { label, content });
    let manifests: Vec<_> = manifests.take(MANIFEST_LIMIT + 1).collect();
    (label == "c2pa" && manifests.len() <= MANIFEST_LIMIT).then_some(manifests)
}

impl<'a> Manifest<'a> {
    fn part(&self, label: &str) -> Option<&'a [u8]> {
        children(self.content).find(|(is, _)| *is == label).map(|(_, content)| content)
    }

    fn cbor(&self, label: &str) -> Option<Value> {
        cbor(self.part(label)?)
    }

    fn claim(&self) -> Option<Value> {
        self.cbor("c2pa.claim.v2").or_else(|| self.cbor("c2pa.claim"))
    }

    /// The assertions of a name, whatever the version and number behind it.
    fn assertions(&self, name: &str) -> impl Iterator<Item = Value> {
        let all = self.part("c2pa.assertions").unwrap_or_default();
        children(all)
            .filter(move |(label, _)| {
                let label = label.split("__").next().unwrap_or_default();
                let rest = label.strip_prefix(name);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(".v"))
            })
            .take(LIST_LIMIT)
            .filter_map(|(_, content)| cbor(content))
    }

    fn steps(&self) -> Vec<CredentialStep> {
        let mut steps = Vec::new();
        for assertion in self.assertions("c2pa.actions") {
            let agents = list(get(&assertion, "softwareAgents"));
            for action in list(get(&assertion, "actions")) {
                if steps.len() == LIST_LIMIT {
                    return steps;
                }
                let numbered = get(action, "softwareAgentIndex")
                    .and_then(Value::as_integer)
                    .and_then(|at| agents.get(usize::try_from(at).ok()?));
                steps.push(CredentialStep {
                    action: text(get(action, "action")),
                    when: moment(&text(get(action, "when"))),
                    agent: agent(get(action, "softwareAgent").or(numbered)),
                    source_type: address(&text(get(action, "digitalSourceType"))),
                });
            }
        }
        steps
    }

    /// What went into the picture, with the label of its manifest.
    fn ingredients(&self) -> Vec<(CredentialIngredient, String)> {
        let told = self.assertions("c2pa.ingredient").map(|ingredient| {
            let manifest = get(&ingredient, "activeManifest")
                .or_else(|| get(&ingredient, "c2pa_manifest"))
                .and_then(|manifest| get(manifest, "url"));
            let url = manifest.and_then(Value::as_text).unwrap_or_default();
            let label = url.strip_prefix("self#jumbf=/c2pa/").unwrap_or_default();
            let title = text(get(&ingredient, "dc:title"));
            let parent = text(get(&ingredient, "relationship")) == "parentOf";
            let label = label.split('/').next().unwrap_or_default().to_owned();
            (CredentialIngredient { title, parent }, label)
        });
        told.collect()
    }

    /// Whether the file without the ranges that were left out still has the hash that was signed.
    fn holds(&self, claim: &Value, file: &[u8]) -> Option<bool> {
        let bound = self.assertions("c2pa.hash.data").next()?;
        let hash = get(&bound, "hash")?.as_bytes()?;
        let mut left_out = list(get(&bound, "exclusions"))
            .iter()
            .map(|range| {
                let number =
                    |name| usize::try_from(get(range, name).and_then(Value::as_integer)?).ok();
                let (start, length) = (number("start")?, number("length")?);
                Some((start, start.checked_add(length)?))
            })
            .collect::<Option<Vec<_>>>()?;
        left_out.sort_unstable();
        let (mut kept, mut at) = (Vec::new(), 0);
        for (start, end) in left_out {
            kept.push(file.get(at..start)?);
            at = end;
        }
        kept.push(file.get(at..)?);
        let name = get(&bound, "alg").or_else(|| get(claim, "alg"))?;
        match name.as_text()? {
            "sha256" => Some(hashed::<Sha256>(&kept) == *hash),
            "sha384" => Some(hashed::<Sha384>(&kept) == *hash),
            "sha512" => Some(hashed::<Sha512>(&kept) == *hash),
            _ => None,
        }
    }
}

fn hashed<D: sha2::Digest>(parts: &[&[u8]]) -> Vec<u8> {
    let mut hasher = D::new();
    parts.iter().for_each(|part| hasher.update(part));
    hasher.finalize().to_vec()
}

/// The CBOR in a box of boxes.
fn cbor(content: &[u8]) -> Option<Value> {
    parse(boxes(content).find(|(kind, _)| *kind == b"cbor")?.1)
}

fn parse(bytes: &[u8]) -> Option<Value> {
    let bytes = Some(bytes).filter(|bytes| bytes.len() <= CBOR_LIMIT)?;
    ciborium::de::from_reader_with_recursion_limit(bytes, CBOR_DEPTH).ok()
}

fn get<'a>(map: &'a Value, name: &str) -> Option<&'a Value> {
    let found = map.as_map()?.iter().find(|(key, _)| key.as_text() == Some(name));
    found.map(|(_, value)| value)
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A text in one line, cut where it is too long; times have a tag around them.
fn text(value: Option<&Value>) -> String {
    let value = match value {
        Some(Value::Tag(_, inner)) => Some(&**inner),
        other => other,
    };
    tidy(value.and_then(Value::as_text).unwrap_or_default())
}

fn tidy(text: &str) -> String {
    let kept: String = text.chars().take(TEXT_LIMIT).collect();
    tidy_text(&kept).replace('\n', " ")
}

/// A program and its version.
fn agent(value: Option<&Value>) -> String {
    let Some(value) = value else { return String::new() };
    let [name, version] = ["name", "version"].map(|part| text(get(value, part)));
    if name.is_empty() { text(Some(value)) } else { tidy(format!("{name} {version}").trim()) }
}

fn generator(claim: &Value) -> String {
    let told = get(claim, "claim_generator_info");
    let told = agent(told.and_then(|told| told.as_array()?.first()).or(told));
    if !told.is_empty() {
        return told;
    }
    // In the manner of a browser: `Make_Photo/1.0 library/0.7`.
    let told = text(get(claim, "claim_generator"));
    told.split(' ').next().unwrap_or_default().replace(['_', '/'], " ")
}

/// The code of a vocabulary as the desk writes it.
fn address(told: &str) -> String {
    match told.split_once(VOCABULARY) {
        Some(("http://" | "https://", code)) => format!("http://{VOCABULARY}{code}"),
        _ => told.to_owned(),
    }
}

/// A moment as RFC 3339 has it; empty for what is none.
fn moment(told: &str) -> String {
    use time::format_description::well_known::Rfc3339;
    let read = time::OffsetDateTime::parse(told, &Rfc3339).ok();
    read.and_then(|read| read.format(&Rfc3339).ok()).unwrap_or_default()
}

#[derive(Default)]
struct Name {
    name: String,
    house: String,
}

struct Signed {
    subject: Name,
    issuer: Name,
    at: String,
}

/// What a COSE signature says of itself.
fn signature(value: &Value) -> Option<Signed> {
    let (leaf, token) = certificate_and_stamp(value)?;
    let (issuer, subject) = names(&leaf)?;
    let at = token.and_then(|token| stamped(&token)).unwrap_or_default();
    Some(Signed { subject, issuer, at })
}

/// Of `[protected, unprotected, payload, signature]` the certificate and the time stamp, if any.
fn certificate_and_stamp(value: &Value) -> Option<(Vec<u8>, Option<Vec<u8>>)> {
    let Value::Tag(18, value) = value else { return None };
    let [protected, unprotected, _, _] = list(Some(value)) else { return None };
    let protected = parse(protected.as_bytes()?)?;
    let chain = [&protected, unprotected].into_iter().find_map(|headers| {
        let of = |(key, _): &&(Value, Value)| {
            key.as_integer() == Some(33.into()) || key.as_text() == Some("x5chain")
        };
        headers.as_map()?.iter().find(of).map(|(_, chain)| chain)
    })?;
    // One certificate stands by itself.
    let leaf = chain.as_array().and_then(|chain| chain.first()).unwrap_or(chain);
    let stamp = get(unprotected, "sigTst2").or_else(|| get(unprotected, "sigTst"));
    let token = stamp.and_then(|stamp| get(list(get(stamp, "tstTokens")).first()?, "val"));
    Some((leaf.as_bytes()?.clone(), token.and_then(Value::as_bytes).cloned()))
}

/// One element of DER: its tag, what is in it, and what follows.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (u64::from(first), rest)
    } else {
        // In so many digits; DER has no length that comes to an end later.
        let digits = usize::from(first & 0x7F);
        let (digits, rest) = rest.split_at_checked(digits).filter(|_| (1..=4).contains(&digits))?;
        (digits.iter().fold(0, |sum, digit| sum << 8 | u64::from(*digit)), rest)
    };
    let length = usize::try_from(length).ok()?;
    let (body, rest) = rest.split_at_checked(length)?;
    Some((tag, body, rest))
}

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OBJECT: u8 = 0x06;

/// What is in the next element of DER, which has this tag; `bytes` goes on behind it.
fn next<'a>(bytes: &mut &'a [u8], tag: u8) -> Option<&'a [u8]> {
    let (_, body, rest) = element(bytes).filter(|(is, _, _)| *is == tag)?;
    *bytes = rest;
    Some(body)
}

/// The issuer and the subject of an X.509 certificate.
fn names(mut certificate: &[u8]) -> Option<(Name, Name)> {
    const VERSION: u8 = 0xA0;
    const INTEGER: u8 = 0x02;
    let mut whole = next(&mut certificate, SEQUENCE)?;
    let mut told = next(&mut whole, SEQUENCE)?;
    // Left out in the oldest form.
    let _ = next(&mut told, VERSION);
    let _number = next(&mut told, INTEGER)?;
    let _algorithm = next(&mut told, SEQUENCE)?;
    let issuer = next(&mut told, SEQUENCE)?;
    let _validity = next(&mut told, SEQUENCE)?;
    Some((name(issuer), name(next(&mut told, SEQUENCE)?)))
}

fn name(mut parts: &[u8]) -> Name {
    const COMMON_NAME: &[u8] = &[0x55, 4, 3];
    const ORGANIZATION: &[u8] = &[0x55, 4, 10];
    let mut found = Name::default();
    while let Some(mut set) = next(&mut parts, SET) {
        while let Some(mut pair) = next(&mut set, SEQUENCE) {
            let Some(kind) = next(&mut pair, OBJECT) else { continue };
            let Some((tag, text, _)) = element(pair) else { continue };
            match kind {
                COMMON_NAME if found.name.is_empty() => found.name = string(tag, text),
                ORGANIZATION if found.house.is_empty() => found.house = string(tag, text),
                _ => {}
            }
        }
    }
    found
}

fn string(tag: u8, text: &[u8]) -> String {
    const UTF_8: u8 = 0x0C;
    const PRINTABLE: u8 = 0x13;
    const TELETEX: u8 = 0x14;
    const ASCII: u8 = 0x16;
    const TWO_BYTES: u8 = 0x1E;
    match tag {
        UTF_8 | PRINTABLE | ASCII => tidy(&String::from_utf8_lossy(text)),
        TELETEX => tidy(&text.iter().map(|byte| char::from(*byte)).collect::<String>()),
        TWO_BYTES => {
            let units = text.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            tidy(&char::decode_utf16(units).filter_map(Result::ok).collect::<String>())
        }
        _ => String::new(),
    }
}

/// The moment of a time stamp (RFC 3161), which is told in a content of its own in the token.
fn stamped(token: &[u8]) -> Option<String> {
    /// id-ct-TSTInfo.
    const TOLD: &[u8] = &[OBJECT, 11, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 16, 1, 4];
    const TIME: u8 = 0x18;
    let mut around = &token[memchr::memmem::find(token, TOLD)? + TOLD.len()..];
    let mut octets = next(&mut around, 0xA0)?;
    let mut info = next(&mut octets, 0x04)?;
    let mut parts = next(&mut info, SEQUENCE)?;
    while let Some((tag, body, rest)) = element(parts) {
        if tag == TIME {
            let told = std::str::from_utf8(body).ok()?;
            let [year, month, day, hour, minute] =
                [0..4, 4..6, 6..8, 8..10, 10..12].map(|at| told.get(at));
            let second = told.get(12..)?.strip_suffix('Z')?;
            let told = format!("{}-{}-{}T{}:{}:{second}Z", year?, month?, day?, hour?, minute?);
            return Some(moment(&told)).filter(|told| !told.is_empty());
        }
        parts = rest;
    }
    None
}

/// The readers of DER, for any bytes: for tests and fuzzers.
#[cfg(any(test, feature = "testing"))]
pub(super) fn der_door(bytes: &[u8]) {
    names(bytes);
    stamped(bytes);
}

/// The certificate and the time stamp of the credentials in force.
#[cfg(any(test, feature = "testing"))]
pub(super) fn der_in(store: &[u8]) -> Vec<Vec<u8>> {
    let manifests = manifests(store).unwrap_or_default();
    let signature = manifests.last().and_then(|active| active.cbor("c2pa.signature"));
    let found = signature.as_ref().and_then(certificate_and_stamp);
    found.into_iter().flat_map(|(leaf, token)| [Some(leaf), token]).flatten().collect()
}

#[cfg(test)]
mod tests;
