//! Questions beside their answers, as whoever answered saw them. Where the very words are not at hand (a
//! newer measure, a form whose words were taken back), the questions stand by their names.

use rapport_care::content::{FormAnswered, MeasureAnswered};
use rapport_care::conversation::Conversation;
use rapport_care::course::on_shelf;
use rapport_care::form::{Answer, Kind, known};
use rapport_care::measure::{Answers, Score, score};
use rapport_care::whole::Part;

use crate::words::text;

/// One question and what was said to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Its name for programs.
    pub link: String,
    /// Its words.
    pub question: String,
    /// What was answered: several where several could be chosen.
    pub given: Vec<Given>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A chosen answer: what it counts, and its words.
    Choice(String, String),
    /// A number, and the highest it could be where that is known.
    Number(i64, Option<i64>),
    /// Words.
    Words(String),
    /// A day, `2026-11-22`.
    Date(String),
    /// A time, `07:30:00`.
    Time(String),
}

impl Given {
    /// As a person reads it.
    pub fn shown(&self) -> String {
        match self {
            Self::Choice(value, words) if words.is_empty() => value.clone(),
            Self::Choice(_, words) | Self::Words(words) => words.clone(),
            Self::Number(number, Some(most)) => format!("{number} of {most}"),
            Self::Number(number, None) => number.to_string(),
            Self::Date(date) => date.clone(),
            Self::Time(time) => time.trim_end_matches(":00").to_owned(),
        }
    }
}

/// Something that was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Which, for programs: `measure:phq-9|1`.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// When it was finished, in microseconds since the Unix epoch.
    pub at: i64,
    /// The questions that were answered, in order.
    pub answers: Vec<Answered>,
    /// What it comes to, of a measure that scores here.
    pub score: Option<Score>,
}

impl Sheet {
    /// A measure's answers.
    pub fn measure(it: &MeasureAnswered, at: i64) -> Self {
        let package = on_shelf(&it.measure, &it.checksum);
        let answers = it.answers.iter().enumerate().filter_map(|(number, value)| {
            let value = (*value)?;
            let item = package.and_then(|package| package.items.get(number));
            let words = |of: &Option<String>| of.as_deref().and_then(text);
            let question = item.and_then(|item| match (words(&item.lead), words(&item.text)) {
                (Some(lead), Some(text)) => Some(format!("{lead} {text}")),
                (lead, text) => text.or(lead),
            });
            let choices = package.zip(item).map(|(package, item)| package.choices(item)).unwrap_or_default();
            let chosen = choices.iter().find(|choice| choice.value == value);
            let shown = chosen.and_then(|choice| words(&choice.text)).unwrap_or_default();
            Some(Answered {
                link: item.map_or_else(|| (number + 1).to_string(), |item| item.id.clone()),
                question: question.unwrap_or_else(|| format!("Question {}", number + 1)),
                given: vec![Given::Choice(value.to_string(), shown)],
            })
        });
        let answers = answers.collect();
        Self {
            name: format!("measure:{}|{}", it.measure.id, it.measure.version),
            title: package.map_or_else(|| it.measure.id.clone(), |package| package.short.clone()),
            at: it.answered_at.min(at),
            answers,
            score: package.and_then(|package| score(package, &Answers(it.answers.clone())).ok()),
        }
    }

    /// A form's or a worksheet's, with the words that stand beside it in its part when a practice made it.
    pub fn form(part: &Part, all: &Conversation, it: &FormAnswered, at: i64) -> Self {
        let form = known::answered(all, it, |event| part.is_staff(event.author));
        let order = form.iter().flat_map(|form| form.questions().map(|(_, question)| question.id.clone()));
        let mut links: Vec<String> = order.filter(|id| it.responses.contains_key(id)).collect();
        let unknown = it.responses.keys().filter(|id| !links.contains(id)).cloned().collect::<Vec<_>>();
        links.extend(unknown);
        let answers = links.into_iter().filter_map(|link| {
            let question = form.as_ref().and_then(|form| form.question(&link));
            let given = given(it.responses.get(&link)?, question.map(|question| &question.kind));
            let words = question.and_then(|question| text(&question.text));
            Some(Answered { question: words.unwrap_or_else(|| link.clone()), link, given })
        });
        Self {
            name: format!("form:{}|{}", it.form.id, it.form.version),
            title: form.as_ref().and_then(|form| text(&form.title)).unwrap_or_else(|| it.form.id.clone()),
            at: it.answered_at.min(at),
            answers: answers.filter(|it| !it.given.is_empty()).collect(),
            score: None,
        }
    }
}

fn given(answer: &Answer, kind: Option<&Kind>) -> Vec<Given> {
    match answer {
        Answer::Chosen(chosen, other) => {
            let words = |id: &String| match kind {
                Some(Kind::Choice(options)) => {
                    options.of.iter().find(|(known, _)| known == id).map(|(_, words)| words.clone())
                }
                _ => None,
            };
            let choices = chosen.iter().filter_map(|id| {
                let shown = words(id).as_deref().and_then(text).unwrap_or_default();
                Some(Given::Choice(text(id)?, shown))
            });
            choices.chain(other.as_deref().and_then(text).map(Given::Words)).collect()
        }
        Answer::Scale(at) => {
            let most = match kind {
                Some(Kind::Scale(span)) => Some(i64::from(span.to)),
                _ => None,
            };
            vec![Given::Number(i64::from(*at), most)]
        }
        Answer::Text(words) => text(words).map(Given::Words).into_iter().collect(),
        Answer::Date(day) if day.exists() => {
            vec![Given::Date(format!("{:04}-{:02}-{:02}", day.year, day.month, day.day))]
        }
        Answer::Time(time) if time.exists() => {
            vec![Given::Time(format!("{:02}:{:02}:00", time.hour, time.minute))]
        }
        Answer::Date(_) | Answer::Time(_) => Vec::new(),
    }
}
