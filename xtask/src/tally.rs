//! Counting what passed, out of what test runners print.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

/// How many passed and failed.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Tally {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Runs a program, passes on what it prints, and counts it line by line. A program that fails
    /// without having reported a failure counts as one: it did not even get to its tests.
    pub(crate) fn of(command: &mut Command, count: fn(&str) -> Option<Tally>) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child =
            command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start {name}"))?;
        let mut tally = Self::default();
        for line in BufReader::new(child.stdout.take().context("no output to read")?).lines() {
            let line = line?;
            println!("{line}");
            tally.add(count(&line).unwrap_or_default());
        }
        if !child.wait()?.success() && tally.failed == 0 {
            tally.failed = 1;
        }
        Ok(tally)
    }
}

/// `test result: ok. 12 passed; 1 failed; …` as cargo's test harness says it.
pub(crate) fn cargo_line(line: &str) -> Option<Tally> {
    let counts = line.strip_prefix("test result: ")?.split_once(". ")?.1;
    let number = |word: &str| counts.split("; ").find_map(|part| part.strip_suffix(word)?.parse().ok());
    Some(Tally { passed: number(" passed")?, failed: number(" failed")? })
}

/// `story NAME ... ok (3.1 s)` as rapport-stories says it.
pub(crate) fn story_line(line: &str) -> Option<Tally> {
    let outcome = line.strip_prefix("story ")?.split_once(" ... ")?.1;
    let passed = outcome.starts_with("ok");
    Some(Tally { passed: u32::from(passed), failed: u32::from(!passed) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_cargo_says() {
        let line = "test result: FAILED. 12 passed; 1 failed; 0 ignored; 0 measured; 3 filtered out; finished in 0.01s";
        assert_eq!(cargo_line(line), Some(Tally { passed: 12, failed: 1 }));
        assert_eq!(cargo_line("test a ... ok"), None);
    }

    #[test]
    fn reads_what_stories_say() {
        assert_eq!(story_line("story meet ... ok (61.0 s)"), Some(Tally { passed: 1, failed: 0 }));
        assert_eq!(story_line("story meet ... FAILED (1.0 s)"), Some(Tally { passed: 0, failed: 1 }));
    }

    #[test]
    fn a_program_that_dies_before_its_tests_has_failed() {
        let tally = Tally::of(Command::new("sh").args(["-c", "exit 3"]), cargo_line).unwrap();
        assert_eq!(tally, Tally { passed: 0, failed: 1 });
    }
}
