//! Keeps labels apart: what stands over a picture is as large as the reader's type, however small the picture is.

use super::Rect;

/// A label where it stands by itself. All lengths are in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// What its text fills.
    pub rect: Rect,
    /// How much it matters: 0 is placed first, and nothing that matters less takes its place.
    pub rank: u8,
    /// The machine that it is about, which it may cover.
    pub machine: Option<usize>,
    /// What it must not leave, nor move in. Without, it may step aside.
    pub home: Option<Rect>,
    /// The label, placed before it, with which it moves.
    pub follows: Option<usize>,
}

/// How far labels stay from each other where one steps aside.
const GAP: f64 = 2.0;

/// How far each label has to move so that none covers another or a machine of others, nor leaves `frame` or its home.
/// None where there is no such place near: the label has no room. Takes the square of the number of labels in time.
pub fn keep_apart(labels: &[Label], machines: &[Rect], frame: Rect) -> Vec<Option<(f64, f64)>> {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by_key(|i| labels[*i].rank);
    let mut moves = vec![None; labels.len()];
    let mut placed: Vec<Rect> = Vec::new();
    for i in order {
        let label = &labels[i];
        let others = machines.iter().enumerate().filter(|(m, _)| Some(*m) != label.machine).map(|(_, rect)| *rect);
        let taken: Vec<Rect> = placed.iter().copied().chain(others).collect();
        let bounds = label.home.unwrap_or(frame);
        let free = |by: &(f64, f64)| {
            let rect = moved(label.rect, *by);
            holds(bounds, rect) && !taken.iter().any(|other| other.overlaps(&rect))
        };
        moves[i] = match (label.follows, label.home) {
            (Some(lead), _) => moves[lead].filter(free),
            (None, Some(_)) => Some((0.0, 0.0)).filter(free),
            (None, None) => steps_aside(label.rect, &taken, frame).into_iter().find(free),
        };
        placed.extend(moves[i].map(|by| moved(label.rect, by)));
    }
    moves
}

fn moved(rect: Rect, (x, y): (f64, f64)) -> Rect {
    Rect { x: rect.x + x, y: rect.y + y, ..rect }
}

fn holds(outer: Rect, inner: Rect) -> bool {
    /// Browsers round lengths to a sixty-fourth of a pixel.
    const ROUNDED: f64 = 0.05;
    inner.x >= outer.x - ROUNDED
        && inner.y >= outer.y - ROUNDED
        && inner.x + inner.w <= outer.x + outer.w + ROUNDED
        && inner.y + inner.h <= outer.y + outer.h + ROUNDED
}

/// Where a label could go: just past what is in its way, the nearest place first.
fn steps_aside(rect: Rect, taken: &[Rect], frame: Rect) -> Vec<(f64, f64)> {
    // Further away it would seem to belong to something else.
    let (far_x, far_y) = (rect.w, 2.0 * rect.h);
    let reach = Rect::new(rect.x - far_x, rect.y - far_y, rect.w + 2.0 * far_x, rect.h + 2.0 * far_y);
    let near = || taken.iter().filter(|other| other.overlaps(&reach));
    let into = |at: f64, length: f64, from: f64, room: f64| at.clamp(from, (from + room - length).max(from)) - at;
    let inside = (into(rect.x, rect.w, frame.x, frame.w), into(rect.y, rect.h, frame.y, frame.h));
    let across = near().flat_map(|r| [r.x - GAP - rect.w - rect.x, r.x + r.w + GAP - rect.x]);
    let along = near().flat_map(|r| [r.y - GAP - rect.h - rect.y, r.y + r.h + GAP - rect.y]);
    let xs: Vec<f64> = [inside.0].into_iter().chain(across.filter(|x| x.abs() <= far_x)).collect();
    let ys: Vec<f64> = [inside.1].into_iter().chain(along.filter(|y| y.abs() <= far_y)).collect();
    let mut all: Vec<_> = xs.iter().flat_map(|x| ys.iter().map(move |y| (*x, *y))).collect();
    all.sort_by(|a, b| a.0.hypot(a.1).total_cmp(&b.0.hypot(b.1)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Rect = Rect::new(0.0, 0.0, 400.0, 200.0);

    fn label(x: f64, y: f64, w: f64, rank: u8) -> Label {
        Label { rect: Rect::new(x, y, w, 16.0), rank, machine: None, home: None, follows: None }
    }

    /// Where the labels are in the end, those that have room.
    fn places(labels: &[Label], machines: &[Rect]) -> Vec<Option<Rect>> {
        let moves = keep_apart(labels, machines, FRAME);
        labels.iter().zip(moves).map(|(label, by)| by.map(|by| moved(label.rect, by))).collect()
    }

    #[test]
    fn a_label_with_room_stays_where_it_is() {
        let labels = [label(10.0, 10.0, 60.0, 0), label(80.0, 10.0, 60.0, 1)];
        assert_eq!(keep_apart(&labels, &[], FRAME), [Some((0.0, 0.0)); 2]);
    }

    #[test]
    fn a_label_moves_into_the_frame() {
        let [left, right] = [label(-20.0, 10.0, 60.0, 0), label(390.0, 190.0, 60.0, 0)];
        assert_eq!(keep_apart(&[left, right], &[], FRAME), [Some((20.0, 0.0)), Some((-50.0, -6.0))]);
    }

    #[test]
    fn what_matters_less_steps_aside_whatever_the_order() {
        let labels = [label(100.0, 50.0, 60.0, 2), label(130.0, 50.0, 60.0, 0)];
        let [less, more] = places(&labels, &[])[..] else { panic!("two places") };
        assert_eq!(more, Some(labels[1].rect));
        assert!(less.is_some_and(|less| !less.overlaps(&labels[1].rect)));
    }

    #[test]
    fn a_label_steps_off_the_machines_of_others_but_may_cover_its_own() {
        let machine = Rect::new(100.0, 40.0, 80.0, 60.0);
        let other = label(110.0, 90.0, 60.0, 0);
        let own = Label { machine: Some(0), ..other };
        assert!(places(&[other], &[machine])[0].is_some_and(|place| !place.overlaps(&machine)));
        assert_eq!(keep_apart(&[own], &[machine], FRAME), [Some((0.0, 0.0))]);
    }

    #[test]
    fn a_label_that_has_a_home_is_left_out_rather_than_moved() {
        let home = Some(Rect::new(0.0, 0.0, 100.0, 40.0));
        let name = Label { home, ..label(4.0, 4.0, 50.0, 0) };
        let fits = Label { home, ..label(56.0, 4.0, 40.0, 1) };
        let covers = Label { home, ..label(40.0, 4.0, 40.0, 1) };
        let leaves = Label { home, ..label(60.0, 4.0, 60.0, 1) };
        assert_eq!(places(&[name, fits], &[])[1], Some(fits.rect));
        assert_eq!(places(&[name, covers], &[])[1], None);
        assert_eq!(places(&[name, leaves], &[])[1], None);
    }

    #[test]
    fn what_follows_a_label_moves_with_it_and_is_left_out_with_it() {
        let name = label(-10.0, 10.0, 60.0, 0);
        let below = Label { follows: Some(0), ..label(0.0, 30.0, 30.0, 1) };
        assert_eq!(keep_apart(&[name, below], &[], FRAME), [Some((10.0, 0.0)); 2]);
        let wide = label(0.0, 10.0, 500.0, 0);
        assert_eq!(keep_apart(&[wide, below], &[], FRAME), [None; 2]);
    }

    #[test]
    fn labels_never_cover_each_other_nor_leave_the_frame_however_many_there_are() {
        let scatter = |i: u64, n: u64| (i * 7_919 % n) as f64;
        let labels: Vec<_> =
            (0..60).map(|i| label(scatter(i, 431) - 20.0, scatter(i, 223) - 10.0, 90.0, (i % 4) as u8)).collect();
        let places: Vec<_> = places(&labels, &[]).into_iter().flatten().collect();
        assert!(places.len() > 20, "{} of 60 have room", places.len());
        for (i, a) in places.iter().enumerate() {
            assert!(holds(FRAME, *a), "{a:?}");
            assert!(places[i + 1..].iter().all(|b| !a.overlaps(b)), "{a:?}");
        }
    }
}
