//! Sets of time: sorted, disjoint, never empty spans.
//!
//! Everything a search does is one of these operations, each a single walk over its operands.

use crate::instant::{Instant, Span};

/// A set of moments. Spans that touch are one span, so that two equal sets are written alike.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Spans(Vec<Span>);

impl Spans {
    /// The spans in order.
    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }

    /// The spans in order.
    pub fn iter(&self) -> impl Iterator<Item = Span> + Clone + '_ {
        self.0.iter().copied()
    }

    /// Whether no moment is inside.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a moment is inside.
    pub fn contains(&self, at: Instant) -> bool {
        self.ending_after(at).first().is_some_and(|span| span.start <= at)
    }

    /// Whether any moment of `span` is inside.
    pub fn overlaps(&self, span: Span) -> bool {
        !span.is_empty() && self.ending_after(span.start).first().is_some_and(|first| first.overlaps(span))
    }

    /// Whether every moment of `span` is inside.
    pub fn covers(&self, span: Span) -> bool {
        let around = |first: &Span| first.start <= span.start && span.end <= first.end;
        span.is_empty() || self.ending_after(span.start).first().is_some_and(around)
    }

    /// What is in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.iter().chain(other.iter()).collect()
    }

    /// What is in both.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        let (mut mine, mut theirs) = (self.0.as_slice(), other.0.as_slice());
        let mut both = Vec::new();
        while let ([a, after_a @ ..], [b, after_b @ ..]) = (mine, theirs) {
            let shared = a.clip(*b);
            if !shared.is_empty() {
                both.push(shared);
            }
            if a.end <= b.end {
                mine = after_a;
            } else {
                theirs = after_b;
            }
        }
        Self(both)
    }

    /// What is in this one and not in the other.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.minus_sorted(other.iter())
    }

    /// What is within one span.
    #[must_use]
    pub fn within(&self, span: Span) -> Self {
        let near = self.ending_after(span.start).iter().take_while(|near| near.start < span.end);
        Self(near.map(|near| near.clip(span)).filter(|part| !part.is_empty()).collect())
    }

    /// Minus spans whose starts ascend and whose ends ascend; they may overlap.
    pub(crate) fn minus_sorted(&self, holes: impl Iterator<Item = Span>) -> Self {
        let mut holes = holes.filter(|hole| !hole.is_empty()).peekable();
        let mut left = Vec::with_capacity(self.0.len());
        for span in self.iter() {
            let mut start = span.start;
            while let Some(hole) = holes.peek().copied().filter(|hole| hole.start < span.end) {
                if start < hole.start {
                    left.push(Span { start, end: hole.start });
                }
                start = start.max(hole.end);
                if hole.end > span.end {
                    break; // it reaches into the next span
                }
                holes.next();
            }
            if start < span.end {
                left.push(Span { start, end: span.end });
            }
        }
        Self(left)
    }

    /// The starts at which a length fits into one span whole, as a set of starts.
    pub(crate) fn starts_of(mut self, micros: i64) -> Self {
        for span in &mut self.0 {
            // A start may be the last moment at which the whole still fits, so the end is just after.
            span.end = span.end.plus_micros(1 - micros);
        }
        self.0.retain(|span| !span.is_empty());
        self
    }

    /// The spans that end after a moment.
    pub(crate) fn ending_after(&self, at: Instant) -> &[Span] {
        &self.0[self.0.partition_point(|span| span.end <= at)..]
    }
}

impl FromIterator<Span> for Spans {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut spans: Vec<Span> = spans.into_iter().filter(|span| !span.is_empty()).collect();
        spans.sort_unstable_by_key(|span| span.start);
        // Joined in place: the one kept grows over those that touch it.
        spans.dedup_by(|next, kept| {
            let touches = next.start <= kept.end;
            if touches {
                kept.end = kept.end.max(next.end);
            }
            touches
        });
        Self(spans)
    }
}

impl From<Span> for Spans {
    fn from(span: Span) -> Self {
        std::iter::once(span).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const END: i64 = 60;
    /// Past everything that any case here reaches.
    const REACH: i64 = END + 16;

    fn span(start: i64, end: i64) -> Span {
        Span { start: Instant::from_micros(start), end: Instant::from_micros(end) }
    }

    fn any_spans() -> impl Strategy<Value = Spans> {
        proptest::collection::vec((0..END, 0..12i64), 0..8)
            .prop_map(|some| some.into_iter().map(|(start, length)| span(start, start + length)).collect())
    }

    /// The same set, moment by moment.
    fn moments(spans: &Spans) -> Vec<bool> {
        (0..REACH)
            .map(|at| spans.0.iter().any(|s| s.start.as_micros() <= at && at < s.end.as_micros()))
            .collect()
    }

    fn is_canonical(spans: &Spans) -> bool {
        spans.iter().all(|span| !span.is_empty()) && spans.0.windows(2).all(|two| two[0].end < two[1].start)
    }

    proptest! {
        #[test]
        fn operations_are_those_of_sets(a in any_spans(), b in any_spans(), start in 0..END, length in 0..15i64) {
            let part = span(start, start + length);
            let pairs = |both: fn(bool, bool) -> bool| -> Vec<bool> {
                moments(&a).into_iter().zip(moments(&b)).map(|(a, b)| both(a, b)).collect()
            };
            for (found, expected) in [
                (a.union(&b), pairs(|a, b| a || b)),
                (a.intersect(&b), pairs(|a, b| a && b)),
                (a.minus(&b), pairs(|a, b| a && !b)),
                (a.within(part), moments(&a.intersect(&part.into()))),
            ] {
                prop_assert!(is_canonical(&found));
                prop_assert_eq!(moments(&found), expected);
            }
            let mut inside = (start..start + length).map(|at| moments(&a)[at as usize]);
            prop_assert_eq!(a.covers(part), inside.clone().all(|is| is));
            prop_assert_eq!(a.overlaps(part), inside.any(|is| is));
            prop_assert_eq!(a.contains(part.start), moments(&a)[start as usize]);
        }

        #[test]
        fn starts_are_where_the_whole_fits(a in any_spans(), length in 1..10i64) {
            let found = moments(&a.clone().starts_of(length));
            let expected: Vec<bool> = (0..REACH).map(|at| a.covers(span(at, at + length))).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn holes_may_overlap(a in any_spans(), b in any_spans(), before in 0..4i64, after in 0..4i64) {
            let holes = b.iter().map(|hole| Span { start: hole.start.plus_micros(-before), end: hole.end.plus_micros(after) });
            prop_assert_eq!(a.minus_sorted(holes.clone()), a.minus(&holes.collect()));
        }
    }
}
