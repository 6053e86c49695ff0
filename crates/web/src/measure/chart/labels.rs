//! Where words stand in a chart, so that none of them stands on a line or on other words: pure geometry, in the
//! units of the drawing. A figure of text's width is enough here: what is kept free is a little larger than it.

/// About as wide as a character, as high as a line, and how far it reaches below its baseline.
const CHAR_WIDTH: f64 = 6.8;
const HEIGHT: f64 = 13.0;
const BELOW: f64 = 3.0;
/// A line is looked at in pieces of at most this length.
const PIECE: f64 = 6.0;
/// Half of a line's width, with some air.
const AIR: f64 = 2.0;

/// Which part of the words stands at a spot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    /// As SVG calls it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A place for words: their baseline, and which part of them stands there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) anchor: Anchor,
}

impl Spot {
    fn area(&self, words: &str) -> Area {
        let width = words.chars().count() as f64 * CHAR_WIDTH;
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        Area { left, right: left + width, top: self.y + BELOW - HEIGHT, bottom: self.y + BELOW }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Area {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Area {
    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// What is taken already.
#[derive(Debug, Default)]
pub(super) struct Labels {
    taken: Vec<Area>,
}

impl Labels {
    /// Keeps words off a line through these points.
    pub(super) fn keep_off_line(&mut self, points: &[(f64, f64)]) {
        for ends in points.windows(2) {
            let ((x, y), (to_x, to_y)) = (ends[0], ends[1]);
            let pieces = ((to_x - x).hypot(to_y - y) / PIECE).ceil().max(1.0);
            let at = |part: f64| (x + (to_x - x) * part / pieces, y + (to_y - y) * part / pieces);
            let mut piece = 0.0;
            while piece < pieces {
                let ((x, y), (to_x, to_y)) = (at(piece), at(piece + 1.0));
                self.taken.push(Area {
                    left: x.min(to_x) - AIR,
                    right: x.max(to_x) + AIR,
                    top: y.min(to_y) - AIR,
                    bottom: y.max(to_y) + AIR,
                });
                piece += 1.0;
            }
        }
    }

    /// Keeps words off a point.
    pub(super) fn keep_off_point(&mut self, x: f64, y: f64, radius: f64) {
        self.taken.push(Area { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });
    }

    /// The first of the spots where these words are free of all else; it is taken then. None when none is free.
    pub(super) fn free(&mut self, words: &str, spots: impl IntoIterator<Item = Spot>) -> Option<Spot> {
        let is_free = |spot: &Spot| {
            let area = spot.area(words);
            self.taken.iter().all(|taken| !taken.meets(&area))
        };
        let spot = spots.into_iter().find(is_free)?;
        self.taken.push(spot.area(words));
        Some(spot)
    }

    /// Words that must be said: at a free spot, or else at the last one.
    pub(super) fn said(&mut self, words: &str, spots: &[Spot]) -> Option<Spot> {
        self.free(words, spots.iter().copied()).or_else(|| {
            let last = *spots.last()?;
            self.taken.push(last.area(words));
            Some(last)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn spot(x: f64, y: f64, anchor: Anchor) -> Spot {
        Spot { x, y, anchor }
    }

    #[test]
    fn words_never_stand_on_words() {
        let mut labels = Labels::default();
        let left = spot(40.0, 50.0, Anchor::Start);
        assert_eq!(labels.free("17", [left]), Some(left));
        // Where "17" stands there is no room for a band's name; at the other end there is.
        let right = spot(300.0, 50.0, Anchor::End);
        assert_eq!(labels.free("Moderately severe", [left, right]), Some(right));
        assert_eq!(labels.free("Severe", [left, right]), None);
        let above = spot(40.0, 36.0, Anchor::Start);
        assert_eq!(labels.free("Severe", [left, above]), Some(above), "a line higher");
    }

    #[test]
    fn no_line_runs_through_words() {
        let mut labels = Labels::default();
        labels.keep_off_line(&[(34.0, 100.0), (380.0, 100.0)]);
        labels.keep_off_line(&[(34.0, 20.0), (200.0, 200.0)]);
        labels.keep_off_point(300.0, 50.0, 6.0);
        let on_it = spot(376.0, 102.0, Anchor::End);
        let above = spot(376.0, 94.0, Anchor::End);
        assert_eq!(labels.free("Clearly better 11", [on_it, above]), Some(above));
        // A slope is in the way where it is, and not beside it.
        let (through, beside) = (spot(100.0, 92.0, Anchor::Middle), spot(250.0, 150.0, Anchor::Start));
        assert_eq!(labels.free("Mild", [through, beside]), Some(beside));
        assert_eq!(labels.free("17", [spot(300.0, 54.0, Anchor::Middle)]), None, "a point");
    }

    #[test]
    fn what_must_be_said_is_said_even_where_there_is_no_room() {
        let mut labels = Labels::default();
        let only = spot(100.0, 50.0, Anchor::Middle);
        assert_eq!(labels.said("17", &[only]), Some(only));
        assert_eq!(labels.said("18", &[only]), Some(only));
        assert_eq!(labels.said("19", &[]), None);
    }
}
