//! When a question is asked, and which answer to it worries.

use leptos::prelude::*;
use rapport_care::form::{Question, Test};

use super::build::{before, set_when, tests, when};
use super::question::Asking;
use super::words;
use crate::components::Select;
use crate::i18n::t;

/// What stands for "always" and "never".
const NONE: &str = "";
/// What stands for more than this screen can say: it stays as it came until something else is chosen.
const KEPT: &str = "kept";

/// After which answer it is asked: only earlier questions can be chosen, so nothing asks about itself.
#[component]
pub(super) fn AskedWhen(it: Asking) -> impl IntoView {
    let all = Memo::new(move |_| {
        it.draft.with(|draft| {
            let id = it.id();
            let each = before(draft, &id).flat_map(|question| {
                let each = tests(question).into_iter();
                each.map(|test| {
                    let words =
                        t!("forms-after", question = question.text, answer = words::test(question, &test));
                    (question.id.clone(), test, words)
                })
            });
            each.collect::<Vec<_>>()
        })
    });
    let known = move |wanted: &str| all.with(|all| all.iter().any(|(id, test, _)| key(id, test) == wanted));
    let chosen = Memo::new(move |_| {
        let now = it.read(|it| it.when.as_ref().map(|_| when(it).map(|(id, test)| key(id, test))));
        match now {
            None => NONE.to_owned(),
            Some(Some(one)) if known(&one) => one,
            Some(_) => KEPT.to_owned(),
        }
    });
    let options = move || {
        let each = all.get().into_iter().map(|(question, test, words)| (key(&question, &test), words));
        with_kept((NONE.to_owned(), t!("forms-always")), chosen, each.collect())
    };
    let choose = move |chosen: String| {
        if chosen == KEPT {
            return;
        }
        let found = all.with_untracked(|all| {
            let found = all.iter().find(|(question, test, _)| key(question, test) == chosen);
            found.map(|(question, test, _)| (question.clone(), test.clone()))
        });
        it.draft.update(|draft| set_when(draft, &it.id(), found));
    };
    let some = Memo::new(move |_| all.with(|all| !all.is_empty()));
    move || {
        some.get().then(|| {
            view! { <Select label=t!("forms-when") options=Signal::derive(options) value=chosen on_choose=choose /> }
        })
    }
}

/// Which answer shows help at once and tells the therapist that somebody should look now.
#[component]
pub(super) fn Worries(it: Asking) -> impl IntoView {
    let can = |question: &Question| {
        let can = tests(question).into_iter().filter(|test| *test != Test::Answered);
        can.map(|test| (words::test(question, &test), test)).collect::<Vec<_>>()
    };
    let all = Memo::new(move |_| it.read(can));
    let known = move |wanted: &str| all.with(|all| all.iter().any(|(_, test)| key(NONE, test) == wanted));
    let chosen = Memo::new(move |_| match it.read(|it| it.worries.as_ref().map(|test| key(NONE, test))) {
        None => NONE.to_owned(),
        Some(one) if known(&one) => one,
        Some(_) => KEPT.to_owned(),
    });
    let options = move || {
        let each = all.get().into_iter().map(|(words, test)| (key(NONE, &test), words));
        with_kept((NONE.to_owned(), t!("forms-never")), chosen, each.collect())
    };
    let choose = move |chosen: String| {
        if chosen == KEPT {
            return;
        }
        let found = all.with_untracked(|all| {
            all.iter().find(|(_, test)| key(NONE, test) == chosen).map(|(_, test)| test.clone())
        });
        it.write(|it| it.worries = found);
    };
    let some = Memo::new(move |_| all.with(|all| !all.is_empty()));
    move || {
        some.get().then(|| {
            view! { <Select label=t!("forms-worries") options=Signal::derive(options) value=chosen on_choose=choose /> }
        })
    }
}

/// The options of a choice, with what it came with if that is more than can be chosen here.
fn with_kept(
    first: (String, String),
    chosen: Memo<String>,
    each: Vec<(String, String)>,
) -> Vec<(String, String)> {
    let kept = chosen.with(|chosen| chosen == KEPT).then(|| (KEPT.to_owned(), t!("forms-kept")));
    std::iter::once(first).chain(kept).chain(each).collect()
}

/// A question and a test as the value of an option.
fn key(question: &str, test: &Test) -> String {
    match test {
        Test::Answered => format!("{question}/answered"),
        Test::NotAnswered => format!("{question}/open"),
        Test::Chosen(id) => format!("{question}/is/{id}"),
        Test::NotChosen(id) => format!("{question}/not/{id}"),
        Test::AtLeast(n) => format!("{question}/from/{n}"),
        Test::AtMost(n) => format!("{question}/to/{n}"),
    }
}
