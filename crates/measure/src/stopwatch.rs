//! Repeats an operation until it has taken long enough to be told.

use std::hint::black_box;

/// Runs at least so often, however long one takes.
const RUNS_MIN: u32 = 3;

/// Times with a clock that gives milliseconds.
pub(crate) struct Stopwatch<C> {
    clock: C,
    each_ms: f64,
}

impl<C: FnMut() -> f64> Stopwatch<C> {
    /// Repeats each operation for `each_ms`.
    pub(crate) const fn new(clock: C, each_ms: f64) -> Self {
        Self { clock, each_ms }
    }

    /// Mean microseconds of one run.
    pub(crate) fn time<T>(&mut self, mut run: impl FnMut() -> T) -> f64 {
        black_box(run()); // caches are warm and lazy things are made
        let began = (self.clock)();
        let mut count = 0_u32;
        loop {
            black_box(run());
            count += 1;
            let taken_ms = (self.clock)() - began;
            if taken_ms >= self.each_ms && count >= RUNS_MIN {
                return taken_ms * 1e3 / f64::from(count);
            }
        }
    }

    /// Mean microseconds over everything there is to do, once each.
    pub(crate) fn time_once<T>(&mut self, all: &[T], mut run: impl FnMut(&T)) -> f64 {
        let began = (self.clock)();
        all.iter().for_each(&mut run);
        ((self.clock)() - began) * 1e3 / all.len() as f64
    }
}
