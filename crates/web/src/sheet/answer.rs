//! Answers between a form and the fields of a page. Pure.

use rapport_care::form::{Answer, Date, Kind, Question, Responses, Time, Wrong};

use crate::i18n::{day_of, t};

/// Chooses an option, or lets go of it.
pub(super) fn choose(responses: &mut Responses, id: &str, option: &str, many: bool, on: bool) {
    let (mut chosen, other) = match responses.remove(id) {
        Some(Answer::Chosen(chosen, other)) => (chosen, other),
        _ => (Vec::new(), None),
    };
    chosen.retain(|known| many && known != option);
    if on {
        chosen.push(option.to_owned());
    }
    // Of one choice, what was chosen takes the place of what was written.
    let other = other.filter(|_| many);
    put_chosen(responses, id, chosen, other);
}

/// Writes something else than the options.
pub(super) fn write_other(responses: &mut Responses, id: &str, words: &str, many: bool) {
    let chosen = match responses.remove(id) {
        Some(Answer::Chosen(chosen, _)) if many || words.is_empty() => chosen,
        _ => Vec::new(),
    };
    put_chosen(responses, id, chosen, Some(words.to_owned()).filter(|words| !words.is_empty()));
}

fn put_chosen(responses: &mut Responses, id: &str, chosen: Vec<String>, other: Option<String>) {
    if !chosen.is_empty() || other.is_some() {
        responses.insert(id.to_owned(), Answer::Chosen(chosen, other));
    }
}

/// Takes what a field says; nothing in it is no answer.
pub(super) fn write(responses: &mut Responses, question: &Question, typed: &str) {
    let answer = match question.kind {
        Kind::Scale(_) => typed.parse().ok().map(Answer::Scale),
        Kind::Date => date(typed).map(Answer::Date),
        Kind::Time => time(typed).map(Answer::Time),
        Kind::Line | Kind::Text => Some(Answer::Text(typed.to_owned())).filter(|_| !typed.is_empty()),
        Kind::Choice(_) => return,
    };
    match answer {
        Some(answer) => responses.insert(question.id.clone(), answer),
        None => responses.remove(&question.id),
    };
}

/// What stands in the field.
pub(super) fn typed(responses: &Responses, id: &str) -> String {
    match responses.get(id) {
        Some(Answer::Text(words)) => words.clone(),
        Some(Answer::Scale(at)) => at.to_string(),
        Some(Answer::Date(Date { year, month, day })) => format!("{year:04}-{month:02}-{day:02}"),
        Some(Answer::Time(Time { hour, minute })) => format!("{hour:02}:{minute:02}"),
        Some(Answer::Chosen(_, other)) => other.clone().unwrap_or_default(),
        None => String::new(),
    }
}

/// Whether an option is chosen.
pub(super) fn is_chosen(responses: &Responses, id: &str, option: &str) -> bool {
    matches!(responses.get(id), Some(Answer::Chosen(chosen, _)) if chosen.iter().any(|it| it == option))
}

/// An answer as somebody reads it.
pub(super) fn words(question: &Question, answer: &Answer) -> String {
    match (&question.kind, answer) {
        (Kind::Choice(options), Answer::Chosen(chosen, other)) => {
            let named =
                options.of.iter().filter(|(id, _)| chosen.contains(id)).map(|(_, words)| words.clone());
            named.chain(other.clone()).collect::<Vec<_>>().join(", ")
        }
        (Kind::Scale(span), Answer::Scale(at)) => {
            let of = t!("sheet-of", at = at, to = span.to);
            if span.low.is_empty() || span.high.is_empty() {
                of
            } else {
                t!("sheet-of-ends", of = of, from = span.from, low = span.low, to = span.to, high = span.high)
            }
        }
        (_, Answer::Date(Date { year, month, day })) => day_of(*year, *month, *day),
        (_, Answer::Time(_) | Answer::Text(_)) => {
            typed(&Responses::from([(question.id.clone(), answer.clone())]), &question.id)
        }
        _ => String::new(),
    }
}

/// What is wrong with an answer, and what to do.
pub(super) fn wrong(what: Wrong) -> String {
    match what {
        Wrong::Missing => t!("sheet-wrong-missing"),
        Wrong::TooLong => t!("sheet-wrong-long"),
        Wrong::NoSuchDay => t!("sheet-wrong-day"),
        Wrong::LongAgo => t!("sheet-wrong-long-ago"),
        Wrong::NotAsked | Wrong::Kind | Wrong::NoSuchOption | Wrong::TooMany | Wrong::OutOfRange => {
            t!("sheet-wrong-other")
        }
    }
}

fn date(typed: &str) -> Option<Date> {
    let mut parts = typed.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let date = Date { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
    date.exists().then_some(date)
}

fn time(typed: &str) -> Option<Time> {
    let (hour, minute) = typed.split_once(':')?;
    let time = Time { hour: hour.parse().ok()?, minute: minute.get(..2)?.parse().ok()? };
    time.exists().then_some(time)
}

#[cfg(test)]
mod tests {
    use rapport_care::form::Options;

    use super::*;

    fn question(kind: Kind) -> Question {
        let (id, text, help) = ("q".to_owned(), "?".to_owned(), String::new());
        Question { id, text, help, kind, required: false, when: None, worries: None }
    }

    #[test]
    fn fields_give_back_what_was_put_into_them() {
        for (kind, typed_in) in [
            (Kind::Line, "a word"),
            (Kind::Date, "2026-02-28"),
            (Kind::Time, "07:05"),
            (
                Kind::Scale(rapport_care::form::Span {
                    from: 0,
                    to: 10,
                    low: String::new(),
                    high: String::new(),
                }),
                "7",
            ),
        ] {
            let (mut said, question) = (Responses::new(), question(kind));
            write(&mut said, &question, typed_in);
            assert_eq!(typed(&said, "q"), typed_in);
            write(&mut said, &question, "");
            assert!(said.is_empty(), "nothing is no answer");
        }
        let mut said = Responses::new();
        write(&mut said, &question(Kind::Date), "2026-02-30");
        assert!(said.is_empty());
    }

    #[test]
    fn one_choice_takes_the_place_of_another_and_many_stand_together() {
        let mut said = Responses::new();
        choose(&mut said, "q", "a", false, true);
        choose(&mut said, "q", "b", false, true);
        assert!(is_chosen(&said, "q", "b") && !is_chosen(&said, "q", "a"));
        write_other(&mut said, "q", "else", false);
        assert!(!is_chosen(&said, "q", "b"));
        choose(&mut said, "q", "a", true, true);
        choose(&mut said, "q", "b", true, true);
        let of = vec![("a".into(), "A".into()), ("b".into(), "B".into())];
        let question = question(Kind::Choice(Options { of, many: true, other: true }));
        assert_eq!(words(&question, &said["q"]), "A, B, else");
        for option in ["a", "b"] {
            choose(&mut said, "q", option, true, false);
        }
        write_other(&mut said, "q", "", true);
        assert!(said.is_empty());
    }
}
