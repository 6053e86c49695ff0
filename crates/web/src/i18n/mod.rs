//! Words on the screen, from `locales/*/*.ftl`, which the build has compiled into a table.
//!
//! `t!("sign-in-title")` is a `String`; `t!("devices-seen", when = day)` fills in a variable. A name that no
//! file defines does not compile. Refusals are named at run time, by [`pair`].

mod dates;
mod errors;
mod roles;

pub(crate) use dates::{date, date_short, day, day_of, moment};
pub(crate) use errors::{Sentences, finding_sentences, sentences};
pub(crate) use roles::{a_role, role_name};

/// One piece of a message.
pub(crate) enum Part {
    /// As it stands.
    Text(&'static str),
    /// The variable of this name.
    Arg(&'static str),
    /// One of several texts, by the value of a variable or its plural category.
    Select {
        /// The variable.
        arg: &'static str,
        /// Texts by value or category.
        cases: &'static [(&'static str, &'static [Part])],
        /// When no case fits.
        default: &'static [Part],
    },
}

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// A text for a person: `t!("name")`, `t!("name", variable = value, …)`.
macro_rules! t {
    ($name:tt) => { $crate::i18n::text($crate::i18n::message!($name), &[]) };
    ($name:tt, $($arg:ident = $value:expr),+ $(,)?) => {
        $crate::i18n::text(
            $crate::i18n::message!($name),
            &[$((stringify!($arg), ::std::string::ToString::to_string(&$value))),+],
        )
    };
}
pub(crate) use t;

/// The message at an index, with its variables filled in. Used through [`t!`].
pub(crate) fn text(index: usize, args: &[(&str, String)]) -> String {
    let mut out = String::new();
    if let Some(parts) = ENGLISH.get(index) {
        fill(&mut out, parts, args);
    }
    out
}

/// The message of a name known only at run time.
pub(crate) fn named(name: &str, args: &[(&str, String)]) -> Option<String> {
    NAMES.binary_search(&name).ok().map(|index| text(index, args))
}

fn fill(out: &mut String, parts: &[Part], args: &[(&str, String)]) {
    let value =
        |name: &str| args.iter().find(|(arg, _)| *arg == name).map_or("", |(_, value)| value.as_str());
    for part in parts {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Arg(name) => out.push_str(value(name)),
            Part::Select { arg, cases, default } => {
                let (value, category) = (value(arg), plural(value(arg)));
                let exact = cases.iter().find(|(key, _)| *key == value);
                let chosen = exact.or_else(|| cases.iter().find(|(key, _)| *key == category));
                fill(out, chosen.map_or(*default, |(_, text)| *text), args);
            }
        }
    }
}

/// The plural category of a whole number in English (CLDR): one language, one rule.
fn plural(value: &str) -> &'static str {
    if value == "1" { "one" } else { "other" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_choose_their_words() {
        assert_eq!(t!("invite-days", count = 1), "1 day");
        assert_eq!(t!("invite-days", count = 7), "7 days");
    }

    #[test]
    fn names_are_found_at_run_time() {
        assert!(NAMES.is_sorted());
        assert_eq!(named("app-title", &[]), Some(t!("app-title")));
        assert_eq!(named("no such thing", &[]), None);
    }
}
