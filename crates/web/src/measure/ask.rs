//! Asking a client for a measure, once or on a rhythm.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::Content;
use rapport_care::content::{MeasureAsked, MeasureName, Rhythm};
use rapport_care::measure::{Package, Texts, Use, newest, shelf};
use rapport_client::ids::inner_account;
use rapport_wire::{AccountId, SpaceId};

use super::credit::Credit;
use super::{day, words};
use crate::app::{App, app};
use crate::components::{Choose, Entry, Refusal, SubmitButton, Work, Working};
use crate::i18n::{Sentences, t};

/// What is chosen.
#[derive(Clone, Copy)]
struct Form {
    measure: RwSignal<String>,
    rhythm: RwSignal<String>,
    due: RwSignal<String>,
    until: RwSignal<String>,
}

/// The form.
#[component]
pub(super) fn AskForm(
    /// Where.
    space: SpaceId,
    /// Whom.
    of: AccountId,
) -> impl IntoView {
    let app = app();
    let form = Form::new(app);
    let work = Work::new();
    let wrong = RwSignal::new(None::<Sentences>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let asked = form.read(of);
        wrong.set(asked.is_none().then(|| Sentences { what: t!("ask-wrong"), rec: t!("ask-wrong-rec") }));
        let (Some(asked), Some(session)) = (asked, app.session()) else { return };
        if work.begin() {
            spawn_local(async move {
                if work.end(session.send(space, Content::MeasureAsked(asked)).await).is_some() {
                    app.say(t!("ask-done"));
                }
            });
        }
    };
    let chosen = move || form.measure.with(|id| newest(id));
    let about = move || {
        chosen().map(|package| {
            let commercial = (package.licence.who == Use::NonCommercial)
                .then(|| view! { <p class="small">{t!("ask-non-commercial")}</p> });
            let minutes = words::minutes(package.items.len());
            view! {
                <p class="small soft">{package.about.clone()} " " {t!("progress-length", count = package.items.len(), minutes = minutes)}</p>
                {commercial}
                <Credit package=package />
            }
        })
    };
    let repeats = move || form.rhythm.with(|rhythm| rhythm != "once");
    view! {
        <form class="stack" on:submit=submit>
            <Choose label=t!("ask-measure") options=measures() value=form.measure />
            <div>{about}</div>
            <div class="pairs">
                <Choose label=t!("ask-rhythm") options=rhythms() value=form.rhythm />
                <Entry label=t!("ask-due") kind="date" value=form.due />
                {move || repeats().then(|| view! { <Entry label=t!("ask-until") kind="date" value=form.until help=t!("ask-until-help") /> })}
            </div>
            <Refusal words=wrong />
            <Working work=work />
            <div class="row"><SubmitButton label=t!("ask-send") work=work /></div>
        </form>
    }
}

impl Form {
    fn new(app: App) -> Self {
        let first = measures().into_iter().next().map(|(id, _)| id).unwrap_or_default();
        Self {
            measure: RwSignal::new(first),
            rhythm: RwSignal::new("w1".to_owned()),
            due: RwSignal::new(day::field(app.outside().now())),
            until: RwSignal::new(String::new()),
        }
    }

    /// What is asked for; none when a date is none, or the end comes before the beginning.
    fn read(self, of: AccountId) -> Option<MeasureAsked> {
        let package = self.measure.with_untracked(|id| newest(id))?;
        let rhythm = self.rhythm.with_untracked(|key| rhythm_of(key))?;
        let due = self.due.with_untracked(|due| day::begins(due))?;
        let until = match (rhythm, self.until.get_untracked().as_str()) {
            (Rhythm::Once, _) | (_, "") => None,
            (_, until) => Some(day::ends(until)?),
        };
        let measure = MeasureName { id: package.id.clone(), version: package.version };
        let asked = MeasureAsked { measure, of: inner_account(of), rhythm, due, until };
        Content::MeasureAsked(asked.clone()).check().is_ok().then_some(asked)
    }
}

/// What can be asked for here: the measures whose words are at hand, each in its newest version.
fn measures() -> Vec<(String, String)> {
    let at_hand = |package: &&Package| package.words != Texts::NotIncluded;
    let newest_of = |package: &&Package| newest(&package.id).is_some_and(|it| it.version == package.version);
    let all = shelf().iter().filter(at_hand).filter(newest_of);
    all.map(|package| (package.id.clone(), t!("ask-one", name = package.short, about = package.about)))
        .collect()
}

fn rhythms() -> Vec<(String, String)> {
    let often = |key: &str, words: String| (key.to_owned(), words);
    vec![
        often("once", t!("rhythm-once")),
        often("d1", t!("rhythm-days", count = 1)),
        often("w1", t!("rhythm-weeks", count = 1)),
        often("w2", t!("rhythm-weeks", count = 2)),
        often("w4", t!("rhythm-weeks", count = 4)),
        often("w12", t!("rhythm-weeks", count = 12)),
    ]
}

fn rhythm_of(key: &str) -> Option<Rhythm> {
    match key.split_at_checked(1)? {
        ("d", days) => Some(Rhythm::Days(days.parse().ok()?)),
        ("w", weeks) => Some(Rhythm::Weeks(weeks.parse().ok()?)),
        _ => Some(Rhythm::Once),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rhythm_that_can_be_chosen_is_one() {
        let all: Vec<_> = rhythms().iter().map(|(key, _)| rhythm_of(key)).collect();
        assert!(all.iter().all(Option::is_some));
        assert_eq!((all[0], all[2]), (Some(Rhythm::Once), Some(Rhythm::Weeks(1))));
    }

    #[test]
    fn only_what_has_its_words_can_be_asked_for() {
        let ids: Vec<_> = measures().into_iter().map(|(id, _)| id).collect();
        assert!(ids.contains(&"phq-9".to_owned()) && !ids.contains(&"wsas".to_owned()));
    }
}
