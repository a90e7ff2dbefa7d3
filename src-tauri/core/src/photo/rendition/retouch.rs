//! What is done to the pixels of a photo before it is made smaller: straightened, parts of it
//! blurred.

use banthao_pixels::Pixel;

use super::geometry::{Part, View, straightened, turn};
use super::picture::{Picture, Pixels, resized};
use super::source::Source;
use crate::failure::{Failure, Result};
use crate::photo::Edits;
use crate::photo::jpeg::Plane;

/// The frame of a photo, with its edits made: turned, straightened, blurred, not yet cropped.
pub(super) struct Retouched {
    samples: Vec<u8>,
    size: (u32, u32),
}

/// `None` where no edit touches a pixel.
pub(super) fn retouched(source: &Source<'_>, edits: &Edits) -> Result<Option<Retouched>> {
    if edits.straighten == 0 && edits.blurs.is_empty() {
        return Ok(None);
    }
    let full = source.full()?;
    let stored = full.size();
    let Pixels::Rgb(samples) = full.pixels else {
        return Err(Failure::internal("what is retouched is red, green and blue"));
    };
    let pose = source.pose.turned(edits.turn);
    let mut frame = Retouched { samples: pose.shown(samples, stored, 3), size: pose.size(stored) };
    if edits.straighten != 0 {
        frame = frame.straightened(edits.straighten);
    }
    for area in &edits.blurs {
        frame.blur(Part::of(*area));
    }
    Ok(Some(frame))
}

impl Retouched {
    /// The view in this size.
    pub(super) fn cut(&self, view: &View, size: (u32, u32)) -> Result<Picture> {
        let whole = Plane::whole(self.size);
        let samples = resized(&self.samples, Pixel::Rgb, &whole, view.crop, size)?;
        Ok(Picture::rgb(samples, size))
    }

    /// Turned clockwise about its centre, and cut to what is filled.
    fn straightened(&self, hundredths: i16) -> Self {
        let (width, height) = (f64::from(self.size.0), f64::from(self.size.1));
        let kept = straightened(width, height, hundredths);
        let side = |length: f64| ((length * kept).floor() as u32).max(1);
        let size = (side(width), side(height));
        let (sin, cos) = turn(hundredths);
        let mut samples = Vec::with_capacity(size.0 as usize * size.1 as usize * 3);
        // In 65,536ths of a pixel, along a row by a fixed step: the same on every machine.
        let fixed = |value: f64| (value * 65_536.0).round() as i64;
        for y in 0..size.1 {
            let down = f64::from(y) + 0.5 - f64::from(size.1) / 2.0;
            let across = 0.5 - f64::from(size.0) / 2.0;
            let mut from_x = fixed(across * cos + down * sin + width / 2.0 - 0.5);
            let mut from_y = fixed(down * cos - across * sin + height / 2.0 - 0.5);
            for _ in 0..size.0 {
                samples.extend_from_slice(&self.between(from_x, from_y));
                from_x += fixed(cos);
                from_y -= fixed(sin);
            }
        }
        Self { samples, size }
    }

    /// The colour at a place between pixels, in 65,536ths: cubic, over four by four of them.
    fn between(&self, x: i64, y: i64) -> [u8; 3] {
        let (width, height) = (self.size.0 as usize, self.size.1 as usize);
        let (across, down) = (weights(x), weights(y));
        let place = |at: i64, step: i64, side: usize| {
            ((at >> 16) + step - 1).clamp(0, side as i64 - 1) as usize
        };
        let columns: [usize; 4] = std::array::from_fn(|step| place(x, step as i64, width) * 3);
        let mut sums = [0_i32; 3];
        for (step, down) in (0..).zip(down) {
            let row = &self.samples[place(y, step, height) * width * 3..][..width * 3];
            let mut along = [0_i32; 3];
            for (column, across) in columns.into_iter().zip(across) {
                let pixel = &row[column..column + 3];
                for (sum, value) in along.iter_mut().zip(pixel) {
                    *sum += i32::from(*value) * across;
                }
            }
            for (sum, along) in sums.iter_mut().zip(along) {
                *sum += ((along + 32) >> 6) * down;
            }
        }
        sums.map(|sum| ((sum + (1 << 17)) >> 18).clamp(0, 255) as u8)
    }

    /// Makes what an area shows impossible to make out, for eyes and for machines. Five by five
    /// colours at most are left of it, rounded to sixteen steps, and those run into each other.
    /// It is what is thrown away that protects: a blur alone can be taken back by calculation.
    fn blur(&mut self, part: Part) {
        const CELLS: f64 = 5.0;
        let (width, height) = (f64::from(self.size.0), f64::from(self.size.1));
        let first = |at: f64, side: f64| ((at * side).floor() as usize).min(side as usize - 1);
        let end = |at: f64, side: f64| ((at * side).ceil() as usize).clamp(1, side as usize);
        let (left, top) = (first(part.x, width), first(part.y, height));
        let (right, bottom) = (end(part.x + part.width, width), end(part.y + part.height, height));
        let (wide, high) = (right.max(left + 1) - left, bottom.max(top + 1) - top);
        let cell = (wide.max(high) as f64 / CELLS).max(1.0);
        let cells = |side: usize| ((side as f64 / cell).round() as usize).max(1);
        let (across, down) = (cells(wide), cells(high));

        let stride = self.size.0 as usize;
        let mut means = vec![[0_i64; 3]; across * down];
        for cell_y in 0..down {
            for cell_x in 0..across {
                let columns = cell_x * wide / across..((cell_x + 1) * wide / across).max(1);
                let rows = cell_y * high / down..((cell_y + 1) * high / down).max(1);
                let mut sums = [0_i64; 3];
                let mut count = 0;
                for y in rows {
                    for x in columns.clone() {
                        let at = ((top + y) * stride + left + x) * 3;
                        for (sum, value) in sums.iter_mut().zip(&self.samples[at..at + 3]) {
                            *sum += i64::from(*value);
                        }
                        count += 1;
                    }
                }
                means[cell_y * across + cell_x] =
                    sums.map(|sum| ((sum / count.max(1) + 8) / 16 * 16).min(255));
            }
        }
        // From the middle of one cell to the middle of the next, in 256ths of a cell.
        let between = |at: usize, side: usize, cells: usize| {
            let place = ((2 * at + 1) * cells * 128 / side) as i64 - 128;
            let place = place.clamp(0, (cells as i64 - 1) * 256);
            let cell = (place / 256) as usize;
            (cell, (cell + 1).min(cells - 1), place % 256)
        };
        for y in 0..high {
            let (up, low, part_y) = between(y, high, down);
            for x in 0..wide {
                let (near, far, part_x) = between(x, wide, across);
                let at = ((top + y) * stride + left + x) * 3;
                for (channel, value) in self.samples[at..at + 3].iter_mut().enumerate() {
                    let mean = |x: usize, y: usize| means[y * across + x][channel];
                    let along = |y| mean(near, y) * (256 - part_x) + mean(far, y) * part_x;
                    let sum = along(up) * (256 - part_y) + along(low) * part_y;
                    *value = ((sum + (1 << 15)) >> 16).clamp(0, 255) as u8;
                }
            }
        }
    }
}

/// Weights of the four pixels around a place (Catmull and Rom), in 4,096ths; their sum is 4,096.
fn weights(at: i64) -> [i32; 4] {
    // In 1,024ths: finer would not show.
    let t = ((at & 0xFFFF) >> 6) as i32;
    let (t2, t3) = ((t * t) >> 10, (((t * t) >> 10) * t) >> 10);
    let before = (-t + 2 * t2 - t3) * 2;
    let after = (t3 - t2) * 2;
    let second = (t + 4 * t2 - 3 * t3) * 2;
    [before, 4_096 - before - second - after, second, after]
}

#[cfg(test)]
mod tests;
