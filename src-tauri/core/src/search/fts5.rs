//! SQLite's full-text search taught to read Vietnamese: a tokenizer and a measure of how near a hit is.
//!
//! SQLite takes both as C functions only; this is the one place with unsafe code. Each function reads
//! what SQLite hands it for the length of the call and keeps nothing of it.
#![allow(unsafe_code)]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use rusqlite::Connection;
use rusqlite::ffi;

use super::index::SearchPart;
use super::syllables::{BARRIER, PAIR, Syllables};
use crate::failure::{Failure, Result};

/// Name of the tokenizer in `CREATE VIRTUAL TABLE`.
pub(super) const TOKENIZER: &CStr = c"viet";
/// Name of the function in queries.
const CLOSENESS: &CStr = c"closeness";

/// Teaches a connection; before it, no table of ours can be read.
pub(super) fn register(db: &Connection) -> Result<()> {
    // SAFETY: the handle is that of an open connection, and outlives this call.
    let api = unsafe { api_of(db.handle()) }
        .ok_or_else(|| Failure::internal("this SQLite has no full-text search"))?;
    let mut tokenizer = ffi::fts5_tokenizer {
        xCreate: Some(create),
        xDelete: Some(delete),
        xTokenize: Some(tokenize),
    };
    // SAFETY: `api` was given by this SQLite; both functions copy what they are passed, and take no
    // data of ours that they could outlive.
    let taken = unsafe {
        let create_tokenizer = (*api).xCreateTokenizer;
        let create_function = (*api).xCreateFunction;
        match (create_tokenizer, create_function) {
            (Some(create_tokenizer), Some(create_function)) => {
                let first = create_tokenizer(
                    api,
                    TOKENIZER.as_ptr(),
                    ptr::null_mut(),
                    &raw mut tokenizer,
                    None,
                );
                let second = create_function(
                    api,
                    CLOSENESS.as_ptr(),
                    ptr::null_mut(),
                    Some(closeness),
                    None,
                );
                first == ffi::SQLITE_OK && second == ffi::SQLITE_OK
            }
            _ => false,
        }
    };
    if taken { Ok(()) } else { Err(Failure::internal("SQLite refused the tokenizer")) }
}

/// The interface of FTS5, by the way its documentation gives.
///
/// # Safety
/// `db` is the handle of an open connection.
unsafe fn api_of(db: *mut ffi::sqlite3) -> Option<*mut ffi::fts5_api> {
    let mut api: *mut ffi::fts5_api = ptr::null_mut();
    let mut statement: *mut ffi::sqlite3_stmt = ptr::null_mut();
    // SAFETY: the texts end with NUL, and `api` and `statement` live until the end of the function.
    unsafe {
        let sql = c"SELECT fts5(?1)";
        if ffi::sqlite3_prepare_v2(db, sql.as_ptr(), -1, &raw mut statement, ptr::null_mut())
            == ffi::SQLITE_OK
        {
            ffi::sqlite3_bind_pointer(
                statement,
                1,
                (&raw mut api).cast::<c_void>(),
                c"fts5_api_ptr".as_ptr(),
                None,
            );
            ffi::sqlite3_step(statement);
        }
        ffi::sqlite3_finalize(statement);
    }
    (!api.is_null()).then_some(api)
}

unsafe extern "C" fn create(
    _data: *mut c_void,
    _arguments: *mut *const c_char,
    _count: c_int,
    made: *mut *mut ffi::Fts5Tokenizer,
) -> c_int {
    // SAFETY: SQLite asks for a pointer that it hands back; there is nothing behind ours, and it is
    // never read. It must not be null.
    unsafe { *made = ptr::without_provenance_mut(1) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(_tokenizer: *mut ffi::Fts5Tokenizer) {}

type TakeToken =
    unsafe extern "C" fn(*mut c_void, c_int, *const c_char, c_int, c_int, c_int) -> c_int;

unsafe extern "C" fn tokenize(
    _tokenizer: *mut ffi::Fts5Tokenizer,
    context: *mut c_void,
    flags: c_int,
    text: *const c_char,
    bytes: c_int,
    take: Option<TakeToken>,
) -> c_int {
    let (Some(take), Ok(length)) = (take, usize::try_from(bytes)) else {
        return ffi::SQLITE_ERROR;
    };
    if text.is_null() {
        return ffi::SQLITE_OK;
    }
    // SAFETY: SQLite hands over `bytes` bytes that stay as they are during the call.
    let text = unsafe { std::slice::from_raw_parts(text.cast::<u8>(), length) };
    let is_query = flags & ffi::FTS5_TOKENIZE_QUERY != 0;
    catch_unwind(AssertUnwindSafe(|| {
        let text = String::from_utf8_lossy(text);
        let mut give = |key: &str, flags: c_int, place: &Range<usize>| {
            let (Ok(from), Ok(to)) = (c_int::try_from(place.start), c_int::try_from(place.end))
            else {
                return ffi::SQLITE_TOOBIG;
            };
            // SAFETY: SQLite copies the key before it returns. A key has at most some hundred bytes.
            unsafe { take(context, flags, key.as_ptr().cast(), key.len() as c_int, from, to) }
        };
        if is_query {
            // Keys already, with spaces between them.
            let keys = text.split(' ').filter(|key| !key.is_empty());
            let answers = keys.map(|key| give(key, 0, &(0..0)));
            return answers.into_iter().find(|it| *it != ffi::SQLITE_OK).unwrap_or(ffi::SQLITE_OK);
        }
        tokens_of(&text, &mut give)
    }))
    .unwrap_or(ffi::SQLITE_ERROR)
}

/// Gives the keys of each syllable, with their place in bytes, until an answer is not good: its folded
/// key, its exact one beside it, and that of the pair that it makes with the syllable before it.
fn tokens_of(text: &str, give: &mut impl FnMut(&str, c_int, &Range<usize>) -> c_int) -> c_int {
    let mut syllables = Syllables::of(text);
    // The folded key of the syllable before, and then the pair.
    let mut pair = String::new();
    let mut end = 0;
    while let Some(place) = syllables.advance() {
        let between = text.get(end..place.start).unwrap_or_default();
        if pair.is_empty() || between.contains(BARRIER) {
            pair.clear();
        } else {
            pair.push(PAIR);
            pair.push_str(syllables.folded());
        }
        let beside = ffi::FTS5_TOKEN_COLOCATED;
        let mut answer = give(syllables.folded(), 0, &place);
        if answer == ffi::SQLITE_OK && syllables.is_marked() {
            answer = give(syllables.exact(), beside, &place);
        }
        if answer == ffi::SQLITE_OK && !pair.is_empty() {
            answer = give(&pair, beside, &place);
        }
        if answer != ffi::SQLITE_OK {
            return answer;
        }
        pair.clear();
        pair.push_str(syllables.folded());
        end = place.end;
    }
    ffi::SQLITE_OK
}

/// How near a row is to the query: the sum over its phrases and parts of what the part weighs, more
/// where the phrase stands in it more than once. It looks at no other row, so its price does not grow
/// with the archive, as that of `bm25` does.
unsafe extern "C" fn closeness(
    api: *const ffi::Fts5ExtensionApi,
    context: *mut ffi::Fts5Context,
    result: *mut ffi::sqlite3_context,
    _count: c_int,
    _values: *mut *mut ffi::sqlite3_value,
) {
    // SAFETY: SQLite passes the interface and the row that it stands on; both hold during the call.
    unsafe {
        let mut places: c_int = 0;
        let (Some(count), Some(place)) = ((*api).xInstCount, (*api).xInst) else { return };
        if count(context, &raw mut places) != ffi::SQLITE_OK {
            ffi::sqlite3_result_double(result, 0.0);
            return;
        }
        // Places come by part and by where they stand in it; of a phrase and a part the first
        // counts whole, each further one less.
        let mut seen: Vec<((c_int, c_int), u32)> = Vec::new();
        let mut sum = 0.0;
        for n in 0..places.min(500) {
            let (mut phrase, mut column, mut offset) = (0, 0, 0);
            if place(context, n, &raw mut phrase, &raw mut column, &raw mut offset)
                != ffi::SQLITE_OK
            {
                break;
            }
            let weight = SearchPart::weight_of(column);
            if weight == 0.0 {
                continue;
            }
            let times = match seen.iter_mut().find(|(key, _)| *key == (phrase, column)) {
                Some((_, times)) => times,
                None => {
                    seen.push(((phrase, column), 0));
                    let Some((_, times)) = seen.last_mut() else { break };
                    times
                }
            };
            *times += 1;
            let times = f64::from(*times);
            // 1/2, 2/3, 3/4, …: what one place more adds.
            sum += weight * (times / (times + 1.0) - (times - 1.0) / times);
        }
        ffi::sqlite3_result_double(result, sum);
    }
}
