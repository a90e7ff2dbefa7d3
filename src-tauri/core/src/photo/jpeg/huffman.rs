//! Tables that answer more than one question at a time.

use super::header::Codes;

/// Bits that [`DcTable::symbols`] and [`AcTable::symbols`] are looked up by. Nearly all codes of a
/// photo are shorter.
pub(super) const SYMBOL_BITS: u32 = 11;
/// Bits that [`AcTable::skips`] is looked up by: as many as leave two such tables in the
/// first-level cache of a processor.
pub(super) const SKIP_BITS: u32 = 13;
/// What the end of a block counts as: any place in a block and this is behind every block.
pub(super) const OVER: u32 = 128;
/// Places for coefficients: 4 × 4, and one where those go that are not wanted.
pub(super) const KEPT: usize = 32;
const NOWHERE: u8 = 16;

/// Where a coefficient is kept, by its number in the file: transposed, so that the first pass of
/// the transform works on columns.
pub(super) static PLACES: [u8; 256] = places();

/// Row and column of each coefficient in the file.
const ZIGZAG: [(u8, u8); 64] = zigzag();

const fn zigzag() -> [(u8, u8); 64] {
    let mut order = [(0, 0); 64];
    let (mut row, mut column, mut at) = (0_u8, 0_u8, 0);
    while at < 64 {
        order[at] = (row, column);
        let up = (row + column) % 2 == 0;
        if up && column == 7 || !up && row == 7 {
            // Along the edge that is reached second.
            if up { row += 1 } else { column += 1 }
        } else if up {
            column += 1;
            row = row.saturating_sub(1);
            // From the first row the way leads along it.
        } else {
            row += 1;
            column = column.saturating_sub(1);
        }
        at += 1;
    }
    order
}

const fn places() -> [u8; 256] {
    let mut places = [NOWHERE; 256];
    let mut at = 0;
    while at < 64 {
        let (row, column) = ZIGZAG[at];
        if row < 4 && column < 4 {
            places[at] = column * 4 + row;
        }
        at += 1;
    }
    places
}

/// Row and column of the coefficient with this number in the file.
pub(super) fn row_and_column(number: usize) -> (usize, usize) {
    let (row, column) = ZIGZAG[number % 64];
    (usize::from(row), usize::from(column))
}

/// A code with what follows it: how many bits, how many of them tell the value, and how many
/// coefficients it covers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Symbol(u32);

impl Symbol {
    const NONE: Self = Self(0);

    /// `None` where baseline JPEG has no such symbol.
    fn dc(length: u32, symbol: u8) -> Option<Self> {
        (symbol <= 11).then(|| Self::new(length, u32::from(symbol), 0))
    }

    fn ac(length: u32, symbol: u8) -> Option<Self> {
        let (run, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
        match (run, size) {
            (0, 0) => Some(Self::new(length, 0, OVER)),
            (15, 0) => Some(Self::new(length, 0, 16)),
            (_, 1..=10) => Some(Self::new(length, size, run + 1)),
            _ => None,
        }
    }

    fn new(length: u32, size: u32, advance: u32) -> Self {
        Self((length + size) | size << 8 | advance << 16)
    }

    #[inline(always)]
    pub(super) fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Of the code and of the value behind it.
    #[inline(always)]
    pub(super) fn bits(self) -> u32 {
        self.0 & 0xFF
    }

    #[inline(always)]
    fn size(self) -> u32 {
        self.0 >> 8 & 0xFF
    }

    #[inline(always)]
    pub(super) fn advance(self) -> u32 {
        self.0 >> 16
    }

    /// The value that stands behind the code at the top of `buffer`.
    #[inline(always)]
    pub(super) fn value(self, buffer: u64) -> i32 {
        let size = self.size();
        let after = buffer << ((self.bits() - size) & 63);
        let plain = (after >> 1 >> ((63 - size) & 63)) as i32;
        // A value that begins with 0 is negative, counted up from the most negative one.
        let negative = !(after as i64 >> 63) as i32;
        plain - (((1 << size) - 1) & negative)
    }
}

/// Several symbols at once, to be stepped over.
#[derive(Debug, Clone, Copy)]
pub(super) struct Skip(u16);

impl Skip {
    const NONE: Self = Self(0);

    #[inline(always)]
    pub(super) fn is_none(self) -> bool {
        self.0 == 0
    }

    #[inline(always)]
    pub(super) fn bits(self) -> u32 {
        u32::from(self.0 & 0xF)
    }

    #[inline(always)]
    pub(super) fn advance(self) -> u32 {
        u32::from(self.0 >> 4)
    }
}

/// The codes of a table by their length, for those that are too long for a look-up.
#[derive(Debug)]
pub(super) struct ByLength {
    /// The first code that is longer, from the top of 16 bits, and what turns a code of this
    /// length into the place of its symbol.
    lengths: [(u32, i32); 17],
    symbols: [Symbol; 256],
}

impl ByLength {
    fn new(codes: &Codes<'_>, meaning: fn(u32, u8) -> Option<Symbol>) -> Option<Self> {
        let mut table = Self { lengths: [(0, 0); 17], symbols: [Symbol::NONE; 256] };
        let (mut code, mut place) = (0_u32, 0_usize);
        for (length, count) in (1_u32..).zip(codes.counts) {
            let first = place as i32 - code as i32;
            for symbol in codes.symbols.get(place..place + usize::from(*count))? {
                *table.symbols.get_mut(place)? = meaning(length, *symbol)?;
                place += 1;
            }
            code += u32::from(*count);
            // No code is all ones.
            if code >= 1 << length && *count > 0 {
                return None;
            }
            table.lengths[length as usize] = (code << (16 - length), first);
            code <<= 1;
        }
        Some(table)
    }

    /// The symbol at the top of `buffer`; `None` for a code that no symbol has.
    #[cold]
    pub(super) fn find(&self, buffer: u64) -> Option<Symbol> {
        self.at((buffer >> 48) as u32)
    }

    fn at(&self, top: u32) -> Option<Symbol> {
        for length in 1..=16_usize {
            let (end, first) = self.lengths[length];
            if top < end {
                let place = (top >> (16 - length)) as i32 + first;
                return self.symbols.get(usize::try_from(place).ok()?).copied();
            }
        }
        None
    }
}

/// Codes for the difference from block to block.
#[derive(Debug)]
pub(super) struct DcTable {
    pub(super) symbols: Box<[Symbol; 1 << SYMBOL_BITS]>,
    pub(super) codes: ByLength,
}

impl DcTable {
    /// Whether the standard allows these.
    pub(super) fn is_sound(codes: &Codes<'_>) -> bool {
        ByLength::new(codes, Symbol::dc).is_some()
    }

    /// `None` for a table that the standard does not allow.
    pub(super) fn new(codes: &Codes<'_>) -> Option<Self> {
        let codes = ByLength::new(codes, Symbol::dc)?;
        Some(Self { symbols: symbols(&codes), codes })
    }
}

/// Codes for all other coefficients.
#[derive(Debug)]
pub(super) struct AcTable {
    pub(super) symbols: Box<[Symbol; 1 << SYMBOL_BITS]>,
    pub(super) skips: Box<[Skip; 1 << SKIP_BITS]>,
    pub(super) codes: ByLength,
}

impl AcTable {
    /// As [`DcTable::is_sound`].
    pub(super) fn is_sound(codes: &Codes<'_>) -> bool {
        ByLength::new(codes, Symbol::ac).is_some()
    }

    /// As [`DcTable::new`].
    pub(super) fn new(codes: &Codes<'_>) -> Option<Self> {
        let codes = ByLength::new(codes, Symbol::ac)?;
        Some(Self { symbols: symbols(&codes), skips: skips(&codes), codes })
    }
}

/// The symbol for each way in which the next bits can begin; none where its code is longer.
fn symbols(codes: &ByLength) -> Box<[Symbol; 1 << SYMBOL_BITS]> {
    let mut table = Box::new([Symbol::NONE; 1 << SYMBOL_BITS]);
    for (start, entry) in (0_u32..).zip(table.iter_mut()) {
        let found = codes.at(start << (16 - SYMBOL_BITS));
        *entry = found
            .filter(|symbol| symbol.bits() - symbol.size() <= SYMBOL_BITS)
            .unwrap_or(Symbol::NONE);
    }
    table
}

/// All symbols that lie whole in the next bits, up to the end of a block.
fn skips(codes: &ByLength) -> Box<[Skip; 1 << SKIP_BITS]> {
    let mut table = Box::new([Skip::NONE; 1 << SKIP_BITS]);
    for (start, entry) in (0_u64..).zip(table.iter_mut()) {
        let (mut bits, mut advance) = (0, 0);
        while bits < SKIP_BITS && advance < OVER {
            let rest = start << (64 - SKIP_BITS + bits);
            let Some(symbol) = codes.at((rest >> 48) as u32) else { break };
            if bits + symbol.bits() > SKIP_BITS {
                break;
            }
            bits += symbol.bits();
            advance += symbol.advance();
        }
        *entry = Skip((bits | advance << 4) as u16);
    }
    table
}
