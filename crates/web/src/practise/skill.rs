//! The exercises, as steps: what to do, for how long. Pure.
//!
//! Breathing out longer than in, about six breaths a minute, is what was studied most (Zaccaro et al. 2018,
//! doi:10.3389/fnhum.2018.00353); letting muscles go after tensing them is Jacobson's (1938), shortened by
//! Bernstein & Borkovec (1973); words are ours.

use crate::i18n::t;

/// An exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Skill {
    /// Paced breathing.
    Breathing,
    /// 5-4-3-2-1.
    Grounding,
    /// Tensing muscles and letting them go.
    Muscles,
    /// Sitting and noticing.
    Noticing,
}

/// Where the breath goes in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breath {
    /// In.
    In,
    /// Out.
    Out,
}

/// Something to do for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// In a few words.
    pub(super) words: String,
    /// More about it.
    pub(super) more: Option<String>,
    /// For how long; none until one says that one is done.
    pub(super) seconds: Option<u16>,
    /// The breath, when it is what the step is about.
    pub(super) breath: Option<Breath>,
}

/// How long one breathes in and out, in seconds.
pub(super) const PACES: [(u16, u16); 3] = [(4, 6), (3, 5), (5, 5)];
/// Seconds of tension in a group of muscles, and of letting go.
const TENSE_SECONDS: u16 = 7;
const LOOSE_SECONDS: u16 = 18;

impl Skill {
    /// In the order of the list.
    pub(crate) const ALL: [Self; 4] = [Self::Breathing, Self::Grounding, Self::Muscles, Self::Noticing];

    /// Its name in addresses.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Breathing => "breathing",
            Self::Grounding => "grounding",
            Self::Muscles => "muscles",
            Self::Noticing => "noticing",
        }
    }

    /// From its name in addresses.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|skill| skill.as_str() == name)
    }

    /// What it is called.
    pub(super) fn title(self) -> String {
        match self {
            Self::Breathing => t!("skill-breathing"),
            Self::Grounding => t!("skill-grounding"),
            Self::Muscles => t!("skill-muscles"),
            Self::Noticing => t!("skill-noticing"),
        }
    }

    /// What it is for.
    pub(super) fn lead(self) -> String {
        match self {
            Self::Breathing => t!("skill-breathing-lead"),
            Self::Grounding => t!("skill-grounding-lead"),
            Self::Muscles => t!("skill-muscles-lead"),
            Self::Noticing => t!("skill-noticing-lead"),
        }
    }

    /// The lengths one may choose from, in minutes; the first is the usual one. Empty when it takes what it
    /// takes.
    pub(super) const fn lengths(self) -> &'static [u16] {
        match self {
            Self::Breathing => &[2, 1, 5],
            Self::Noticing => &[5, 3, 10, 15],
            Self::Grounding | Self::Muscles => &[],
        }
    }

    /// Its steps, for a length and a pace.
    pub(super) fn steps(self, minutes: u16, pace: (u16, u16)) -> Vec<Step> {
        match self {
            Self::Breathing => breathing(minutes, pace),
            Self::Grounding => grounding(),
            Self::Muscles => muscles(),
            Self::Noticing => noticing(minutes),
        }
    }
}

fn breathing(minutes: u16, (inward, outward): (u16, u16)) -> Vec<Step> {
    let step =
        |words, seconds, breath| Step { words, more: None, seconds: Some(seconds), breath: Some(breath) };
    // Whole breaths only, and one at least.
    let breaths = (minutes * 60 / (inward + outward)).max(1);
    let breath = || [step(t!("breath-in"), inward, Breath::In), step(t!("breath-out"), outward, Breath::Out)];
    (0..breaths).flat_map(|_| breath()).collect()
}

fn grounding() -> Vec<Step> {
    let step = |(words, more)| Step { words, more: Some(more), seconds: None, breath: None };
    [
        (t!("ground-5"), t!("ground-5-more")),
        (t!("ground-4"), t!("ground-4-more")),
        (t!("ground-3"), t!("ground-3-more")),
        (t!("ground-2"), t!("ground-2-more")),
        (t!("ground-1"), t!("ground-1-more")),
    ]
    .map(step)
    .into()
}

fn muscles() -> Vec<Step> {
    let groups = [
        t!("muscles-hands"),
        t!("muscles-arms"),
        t!("muscles-shoulders"),
        t!("muscles-face"),
        t!("muscles-belly"),
        t!("muscles-legs"),
        t!("muscles-feet"),
    ];
    let mut steps = vec![Step {
        words: t!("muscles-begin"),
        more: Some(t!("muscles-begin-more")),
        seconds: None,
        breath: None,
    }];
    for group in groups {
        let step = |more, seconds| Step {
            words: group.clone(),
            more: Some(more),
            seconds: Some(seconds),
            breath: None,
        };
        steps.push(step(t!("muscles-tense"), TENSE_SECONDS));
        steps.push(step(t!("muscles-loose"), LOOSE_SECONDS));
    }
    steps
}

fn noticing(minutes: u16) -> Vec<Step> {
    let parts = [
        (t!("notice-1"), t!("notice-1-more")),
        (t!("notice-2"), t!("notice-2-more")),
        (t!("notice-3"), t!("notice-3-more")),
        (t!("notice-4"), t!("notice-4-more")),
    ];
    let seconds = (minutes * 60 / parts.len() as u16).max(1);
    parts.map(|(words, more)| Step { words, more: Some(more), seconds: Some(seconds), breath: None }).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(steps: &[Step]) -> u16 {
        steps.iter().filter_map(|step| step.seconds).sum()
    }

    #[test]
    fn an_exercise_takes_as_long_as_it_says() {
        for pace in PACES {
            for minutes in Skill::Breathing.lengths() {
                let steps = Skill::Breathing.steps(*minutes, pace);
                assert!(seconds(&steps) <= minutes * 60 && seconds(&steps) + 10 > minutes * 60, "{pace:?}");
                assert_eq!(steps.last().unwrap().breath, Some(Breath::Out), "it ends with the breath out");
            }
        }
        for minutes in Skill::Noticing.lengths() {
            assert_eq!(seconds(&Skill::Noticing.steps(*minutes, PACES[0])), minutes * 60);
        }
    }

    #[test]
    fn every_name_leads_back_to_its_exercise() {
        for skill in Skill::ALL {
            assert_eq!(Skill::from_name(skill.as_str()), Some(skill));
            assert!(!skill.steps(1, PACES[0]).is_empty());
        }
        assert_eq!(Skill::from_name("juggling"), None);
    }
}
