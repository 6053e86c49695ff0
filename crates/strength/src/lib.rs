//! How hard a passphrase is to guess (zxcvbn), loaded only where one is chosen: its word lists are large.
//!
//! Nothing leaves the device: the page calls [`judge`] at every letter. Hints are names of texts, not texts.
//!
//! ```
//! use rapport_strength::judge;
//! let verdict = judge("password", vec![]);
//! assert_eq!(verdict[0], "0");
//! assert!(verdict.contains(&"hint-common".to_owned()));
//! assert_eq!(judge("grey bridge over slow water", vec![])[0], "4");
//! ```

use wasm_bindgen::prelude::wasm_bindgen;
use zxcvbn::feedback::{Suggestion, Warning};

/// Judges a passphrase. The first word is the score, `0` (guessed at once) to `4`; names of hints follow.
///
/// `own_words` are what somebody who knows the person tries first: their sign-in name, the practice's name.
#[wasm_bindgen]
#[expect(clippy::needless_pass_by_value, reason = "wasm-bindgen hands over owned lists")]
pub fn judge(passphrase: &str, own_words: Vec<String>) -> Vec<String> {
    let own_words: Vec<&str> = own_words.iter().map(String::as_str).collect();
    let entropy = zxcvbn::zxcvbn(passphrase, &own_words);
    let mut verdict = vec![u8::from(entropy.score()).to_string()];
    if let Some(feedback) = entropy.feedback() {
        let warning = feedback.warning().map(warning);
        let suggestions = feedback.suggestions().iter().filter_map(|found| suggestion(*found));
        for hint in warning.into_iter().chain(suggestions) {
            if !verdict.iter().any(|known| known == hint) {
                verdict.push(hint.to_owned());
            }
        }
    }
    verdict
}

fn warning(warning: Warning) -> &'static str {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess => {
            "hint-keyboard"
        }
        Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
            "hint-repeats"
        }
        Warning::ThisIsATop10Password
        | Warning::ThisIsATop100Password
        | Warning::ThisIsACommonPassword
        | Warning::ThisIsSimilarToACommonlyUsedPassword => "hint-common",
        Warning::SequencesLikeAbcAreEasyToGuess => "hint-sequence",
        Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => "hint-date",
        Warning::AWordByItselfIsEasyToGuess => "hint-one-word",
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
        | Warning::CommonNamesAndSurnamesAreEasyToGuess => "hint-name",
    }
}

/// None for what the field's own help says already.
fn suggestion(suggestion: Suggestion) -> Option<&'static str> {
    match suggestion {
        Suggestion::UseAFewWordsAvoidCommonPhrases | Suggestion::NoNeedForSymbolsDigitsOrUppercaseLetters => {
            None
        }
        Suggestion::AddAnotherWordOrTwo => Some("hint-more-words"),
        Suggestion::CapitalizationDoesntHelpVeryMuch
        | Suggestion::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase
        | Suggestion::ReversedWordsArentMuchHarderToGuess
        | Suggestion::PredictableSubstitutionsDontHelpVeryMuch => Some("hint-tricks"),
        Suggestion::UseALongerKeyboardPatternWithMoreTurns => Some("hint-keyboard"),
        Suggestion::AvoidRepeatedWordsAndCharacters => Some("hint-repeats"),
        Suggestion::AvoidSequences => Some("hint-sequence"),
        Suggestion::AvoidRecentYears
        | Suggestion::AvoidYearsThatAreAssociatedWithYou
        | Suggestion::AvoidDatesAndYearsThatAreAssociatedWithYou => Some("hint-date"),
    }
}

#[cfg(test)]
mod tests {
    use super::judge;

    #[test]
    fn what_others_know_of_a_person_does_not_count() {
        let alone: u8 = judge("marabluewhistle", vec![])[0].parse().unwrap();
        let known: u8 = judge("marabluewhistle", vec!["marabluewhistle".into()])[0].parse().unwrap();
        assert!(known < alone, "{known} {alone}");
    }

    #[test]
    fn hints_come_once_each() {
        let verdict = judge("aaaaaaaa", vec![]);
        let mut once = verdict.clone();
        once.dedup();
        assert_eq!(verdict, once);
        assert!(verdict.len() > 1);
    }
}
