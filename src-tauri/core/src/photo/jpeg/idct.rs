//! From coefficients to samples: the transform of 8 × 8, cut down to its low frequencies.
//!
//! Four points (or two, or one) of the low frequencies give what a block of half (a quarter, an
//! eighth) the size looks like, a little sharper than an average would.

use super::huffman::{KEPT, row_and_column};

/// tan(π/8).
const SLOPE: f32 = 0.414_213_56;
/// 2⁻³ᐟ², by which the even frequencies of four points count.
const EVEN: f32 = 0.353_553_4;
/// cos(π/8) / 2, the odd ones.
const ODD: f32 = 0.461_939_77;

/// What each coefficient that is kept has to be multiplied by, in the order in which they are
/// kept: quantiser and transform. `quantisers` come in the order of the file.
pub(super) fn factors<const SIDE: usize>(quantisers: &[u8; 64]) -> [f32; 16] {
    let mut factors = [0.0; 16];
    for (number, quantiser) in quantisers.iter().enumerate() {
        let (row, column) = row_and_column(number);
        if row < 4 && column < 4 {
            let weight = |frequency: usize| if frequency.is_multiple_of(2) { EVEN } else { ODD };
            let scale = if SIDE == 4 { weight(row) * weight(column) } else { 0.125 };
            factors[column * 4 + row] = f32::from(*quantiser) * scale;
        }
    }
    factors
}

/// Writes a block of `SIDE` × `SIDE` samples to the beginning of `samples`, whose rows are
/// `stride` long. `None` where there is no room for it.
#[inline(always)]
pub(super) fn block<const SIDE: usize>(
    dc: i32,
    kept: &[i16; KEPT],
    factors: &[f32; 16],
    samples: &mut [u8],
    stride: usize,
) -> Option<()> {
    let mean = dc as f32 * factors[0] + 128.0;
    match SIDE {
        4 => {
            let rows = four_by_four(mean, kept, factors);
            for (at, row) in rows.into_iter().enumerate() {
                samples.get_mut(at * stride..at * stride + 4)?.copy_from_slice(&row);
            }
        }
        2 => {
            let value = |place: usize| f32::from(kept[place]) * factors[place];
            let (down, across, both) = (value(1), value(4), value(5));
            let rows = [
                [sample(mean + down + across + both), sample(mean + down - across - both)],
                [sample(mean - down + across - both), sample(mean - down - across + both)],
            ];
            for (at, row) in rows.into_iter().enumerate() {
                samples.get_mut(at * stride..at * stride + 2)?.copy_from_slice(&row);
            }
        }
        _ => *samples.first_mut()? = sample(mean),
    }
    Some(())
}

type Four = [f32; 4];

#[inline(always)]
fn four_by_four(mean: f32, kept: &[i16; KEPT], factors: &[f32; 16]) -> [[u8; 4]; 4] {
    let mut columns = [[0.0_f32; 4]; 4];
    for (at, value) in columns.as_flattened_mut().iter_mut().enumerate() {
        *value = f32::from(kept[at]) * factors[at];
    }
    columns[0][0] = mean;
    let wide = four_points(columns);
    let mut turned = [[0.0_f32; 4]; 4];
    for (x, column) in wide.iter().enumerate() {
        for (y, value) in column.iter().enumerate() {
            turned[y][x] = *value;
        }
    }
    four_points(turned).map(|row| row.map(sample))
}

/// Four points from four frequencies, in each of four lanes.
#[inline(always)]
fn four_points([x0, x1, x2, x3]: [Four; 4]) -> [Four; 4] {
    let lanes = |of: fn(f32, f32) -> f32, a: Four, b: Four| {
        [of(a[0], b[0]), of(a[1], b[1]), of(a[2], b[2]), of(a[3], b[3])]
    };
    let sum = lanes(|a, b| a + b, x0, x2);
    let difference = lanes(|a, b| a - b, x0, x2);
    let outer = lanes(|a, b| a + SLOPE * b, x1, x3);
    let inner = lanes(|a, b| SLOPE * a - b, x1, x3);
    [
        lanes(|a, b| a + b, sum, outer),
        lanes(|a, b| a + b, difference, inner),
        lanes(|a, b| a - b, difference, inner),
        lanes(|a, b| a - b, sum, outer),
    ]
}

/// Rounds to a sample. Adding 2²³ leaves the whole number in the lowest bits, which is several
/// times faster than a conversion that must think of infinities.
#[inline(always)]
fn sample(value: f32) -> u8 {
    let value = if value > 0.0 { value } else { 0.0 };
    let value = if value < 255.0 { value } else { 255.0 };
    (value + 8_388_608.0).to_bits() as u8
}
