//! Starts that fit, laid on the grid that the clock on the wall shows.

use super::Slot;
use crate::instant::{Instant, Span};
use crate::spans::Spans;
use crate::zone::Stretch;

/// Free times in order. It holds a few numbers for each free stretch and counts through them.
#[derive(Clone, Debug)]
pub struct Slots {
    runs: std::vec::IntoIter<Run>,
    run: Option<Run>,
    step: i64,
    length: i64,
}

/// Starts one step apart, from the next to before the end.
#[derive(Clone, Copy, Debug)]
struct Run {
    next: i64,
    end: i64,
}

impl Slots {
    pub(super) fn on_grid(starts: &Spans, stretches: &[Stretch], step: i64, length: i64) -> Self {
        let mut runs = Vec::with_capacity(starts.as_slice().len() + stretches.len());
        for &Stretch { span, offset } in stretches {
            let near = starts.ending_after(span.start).iter().take_while(|near| near.start < span.end);
            runs.extend(near.filter_map(|near| Run::new(near.clip(span), offset, step)));
        }
        let mut runs = runs.into_iter();
        Self { run: runs.next(), runs, step, length }
    }
}

impl Run {
    /// The grid begins at each midnight on the wall, and the step divides a day: so it is the same as
    /// counted from 1970 on the wall.
    fn new(starts: Span, offset: i64, step: i64) -> Option<Self> {
        let (start, end) = (starts.start.as_micros(), starts.end.as_micros());
        let past = (start + offset).rem_euclid(step);
        let next = if past == 0 { start } else { start + step - past };
        (next < end).then_some(Self { next, end })
    }
}

impl Iterator for Slots {
    type Item = Slot;

    fn next(&mut self) -> Option<Slot> {
        let run = self.run.as_mut()?;
        let start = Instant::from_micros(run.next);
        run.next += self.step;
        if run.next >= run.end {
            self.run = self.runs.next();
        }
        Some(Slot { start, end: start.plus_micros(self.length) })
    }
}
