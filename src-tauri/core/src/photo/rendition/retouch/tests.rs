use super::*;

/// A frame painted by `colour`.
fn frame(size: (u32, u32), colour: impl Fn(u32, u32) -> [u8; 3]) -> Retouched {
    let colour = &colour;
    let samples = (0..size.1).flat_map(|y| (0..size.0).flat_map(move |x| colour(x, y))).collect();
    Retouched { samples, size }
}

fn pixel(frame: &Retouched, x: u32, y: u32) -> [u8; 3] {
    let at = (y * frame.size.0 + x) as usize * 3;
    [frame.samples[at], frame.samples[at + 1], frame.samples[at + 2]]
}

#[test]
fn the_four_weights_are_those_of_the_pixel_itself_and_of_the_middle() {
    assert_eq!(weights(0), [0, 4096, 0, 0]);
    assert_eq!(weights(0x8000), [-256, 2304, 2304, -256]);
    assert!((0..0x1_0000).all(|at| weights(at).iter().sum::<i32>() == 4096));
}

#[test]
fn a_horizon_that_falls_to_the_right_is_level_once_it_is_turned_back() {
    // Black above white, along a line that falls by ten degrees.
    let slope = 10_f64.to_radians().tan();
    let tilted = frame((300, 200), |x, y| {
        [if f64::from(y) - 100.0 > slope * (f64::from(x) - 150.0) { 255 } else { 0 }; 3]
    });
    let level = tilted.straightened(-1000);
    let kept = super::super::geometry::straightened(300.0, 200.0, -1000);
    assert_eq!(level.size, ((300.0 * kept) as u32, (200.0 * kept) as u32));
    let middle = level.size.1 / 2;
    for x in 0..level.size.0 {
        assert!(pixel(&level, x, middle - 4)[0] < 40, "above the horizon at {x}");
        assert!(pixel(&level, x, middle + 4)[0] > 215, "below it at {x}");
    }
}

#[test]
fn straightening_leaves_even_colours_as_they_are() {
    let even = frame((40, 30), |_, _| [10, 130, 250]);
    assert!(even.straightened(777).samples.chunks_exact(3).all(|pixel| pixel == [10, 130, 250]));
}

#[test]
fn of_a_blurred_area_nothing_is_told_but_the_means_of_its_few_cells() {
    // Two number plates with as much black in each fifth, and other strokes.
    let plate = |strokes: std::ops::Range<u32>| {
        frame((400, 200), move |x, y| {
            let inside = (100..300).contains(&x) && (80..120).contains(&y);
            [if inside && strokes.contains(&((x - x.min(100)) % 40)) { 0 } else { 235 }; 3]
        })
    };
    let area = Part { x: 0.25, y: 0.4, width: 0.5, height: 0.2 };
    let (mut one, mut other) = (plate(0..14), plate(20..34));
    assert_ne!(one.samples, other.samples);
    one.blur(area);
    other.blur(area);
    assert!(one.samples == other.samples, "whoever sees one may have the other before them");
    assert_eq!(pixel(&one, 99, 100), [235; 3], "what lies beside the area stays");
    assert_eq!(pixel(&one, 300, 100), [235; 3]);
    assert_ne!(pixel(&one, 200, 100), [235; 3]);
}

#[test]
fn a_blurred_area_holds_no_detail() {
    let mut state = 1_u32;
    let noise: Vec<u8> = (0..200 * 100 * 3)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    let mut busy = Retouched { samples: noise, size: (200, 100) };
    busy.blur(Part { x: 0.0, y: 0.0, width: 1.0, height: 1.0 });
    for y in 0..100 {
        for x in 1..200 {
            let (a, b) = (pixel(&busy, x, y), pixel(&busy, x - 1, y));
            assert!(a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= 4), "at {x}, {y}");
        }
    }
}

#[test]
fn the_smallest_areas_are_blurred_too() {
    for (size, area) in [
        ((1, 1), Part { x: 0.0, y: 0.0, width: 1.0, height: 1.0 }),
        ((3, 2), Part { x: 0.9999, y: 0.9999, width: 0.0001, height: 0.0001 }),
        ((500, 1), Part { x: 0.2, y: 0.0, width: 0.5, height: 0.1 }),
    ] {
        let mut frame = frame(size, |x, _| [(x * 50) as u8, 3, 200]);
        frame.blur(area);
        assert_eq!(frame.samples.len(), (size.0 * size.1 * 3) as usize);
    }
}
