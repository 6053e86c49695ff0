//! How a line feels, from what arrives over it and what the server says, in few words that do not flicker.

use rapport_wire::call::Quality;

use crate::call::browser::stats::Figures;

/// Lost packets, of a hundred, from which a line is weak.
const WEAK_LOSS: f64 = 0.05;
/// Round trip from which a line is weak, in milliseconds.
const WEAK_ROUND_TRIP_MS: f64 = 450.0;
/// Readings that must agree before the words change for the better.
const CALM_READINGS: u32 = 3;

/// How a line feels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Feel {
    /// All is well.
    Good,
    /// Pictures may stutter.
    Weak,
    /// Pictures are held back so that voices go through.
    VoiceOnly,
}

/// Judges readings one after the other.
#[derive(Debug, Default)]
pub(crate) struct Judge {
    last: Figures,
    server: Option<Quality>,
    feel: Option<Feel>,
    calm: u32,
}

impl Judge {
    /// What the server measures.
    pub(crate) fn server_says(&mut self, quality: Quality) -> Feel {
        self.server = Some(quality);
        self.settle(self.wanted(Figures::default()))
    }

    /// A reading of the browser's own figures, every few seconds.
    pub(crate) fn read(&mut self, now: Figures) -> Feel {
        let since =
            Figures { packets: now.packets - self.last.packets, lost: now.lost - self.last.lost, ..now };
        self.last = now;
        self.settle(self.wanted(since))
    }

    fn wanted(&self, since: Figures) -> Feel {
        let lossy = since.lost > WEAK_LOSS * (since.packets + since.lost).max(1.0);
        let slow = since.round_trip_ms.is_some_and(|ms| ms > WEAK_ROUND_TRIP_MS);
        match self.server {
            Some(Quality::VoiceOnly) => Feel::VoiceOnly,
            Some(Quality::Weak) => Feel::Weak,
            _ if lossy || slow => Feel::Weak,
            _ => Feel::Good,
        }
    }

    /// Worse at once, better only once it lasts.
    fn settle(&mut self, wanted: Feel) -> Feel {
        let better = wanted == Feel::Good && self.feel.is_some_and(|feel| feel != Feel::Good);
        self.calm = if better { self.calm + 1 } else { 0 };
        match self.feel {
            Some(feel) if better && self.calm < CALM_READINGS => feel,
            _ => *self.feel.insert(wanted),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(packets: f64, lost: f64) -> Figures {
        Figures { packets, lost, round_trip_ms: Some(40.0), frames: 0.0 }
    }

    #[test]
    fn loss_is_told_at_once_and_calm_only_when_it_lasts() {
        let mut judge = Judge::default();
        assert_eq!(judge.read(figures(1_000.0, 0.0)), Feel::Good);
        assert_eq!(judge.read(figures(1_100.0, 20.0)), Feel::Weak);
        assert_eq!(judge.read(figures(1_200.0, 20.0)), Feel::Weak);
        assert_eq!(judge.read(figures(1_300.0, 20.0)), Feel::Weak);
        assert_eq!(judge.read(figures(1_400.0, 20.0)), Feel::Good);
    }

    #[test]
    fn the_server_knows_when_pictures_are_held_back() {
        let mut judge = Judge::default();
        assert_eq!(judge.server_says(Quality::VoiceOnly), Feel::VoiceOnly);
        assert_eq!(judge.read(figures(100.0, 0.0)), Feel::VoiceOnly);
        judge.server_says(Quality::Good);
        judge.read(figures(200.0, 0.0));
        assert_eq!(judge.read(figures(300.0, 0.0)), Feel::Good);
    }
}
