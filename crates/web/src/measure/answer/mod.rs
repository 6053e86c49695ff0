//! Answering a measure: one question at a time, reviewed, sent; kept on the device from the first answer on.

mod question;
mod review;
mod sheet;
mod thanks;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::Content;
use rapport_care::content::{MeasureAnswered, MeasureName};
use rapport_wire::{EntryId, SpaceId};

use self::question::Question;
use self::review::Review;
use self::sheet::{Sheet, Step};
use self::thanks::Thanks;
use super::todo::{Todo, todo};
use crate::app::{App, Watched, app};
use crate::components::{PageHead, Work};
use crate::i18n::t;
use crate::reach::HelpNow;
use crate::route::Route;
use crate::router::Link;
use crate::shell::focus_title;
use crate::talk::follow;

/// What every step shares.
#[derive(Clone, Copy)]
pub(super) struct Answering {
    app: App,
    todo: StoredValue<Todo>,
    sheet: RwSignal<Sheet>,
    /// Whether it was begun before this page was opened.
    resumed: bool,
    /// Whether help was called for when it was sent; none until then.
    sent: RwSignal<Option<bool>>,
    work: Work,
}

impl Answering {
    /// Moves on by what somebody pressed, and keeps what they have answered.
    fn step(self, step: impl FnOnce(&mut Sheet)) {
        self.sheet.update(step);
        self.keep();
    }

    /// One step back; false when there is none.
    fn back(self) -> bool {
        self.sheet.try_update(Sheet::back) == Some(true)
    }

    fn keep(self) {
        let Some(session) = self.app.session() else { return };
        let (space, ask) = self.todo.with_value(|todo| (todo.space, todo.ask()));
        let answers = self.sheet.with_untracked(|sheet| sheet.answers().to_vec());
        spawn_local(async move { session.keep_answers(space, ask, &answers).await });
    }

    /// Sends the answers; what was kept of them aside is then forgotten.
    fn send(self) {
        let Some(session) = self.app.session() else { return };
        if !self.work.begin() {
            return;
        }
        let todo = self.todo.get_value();
        let (answers, worries) =
            self.sheet.with_untracked(|sheet| (sheet.answers().to_vec(), sheet.worries()));
        let answered = MeasureAnswered {
            measure: MeasureName { id: todo.package.id.clone(), version: todo.package.version },
            checksum: *todo.package.checksum(),
            answers,
            answered_at: self.app.outside().now().as_micros(),
            asked: Some(todo.asked),
        };
        spawn_local(async move {
            let sent = session.send(todo.space, Content::MeasureAnswered(answered)).await;
            if self.work.end(sent).is_some() {
                session.keep_answers(todo.space, todo.ask(), &[]).await;
                let _ = self.sent.try_set(Some(worries));
                request_animation_frame(focus_title);
            }
        });
    }
}

/// `/progress/answer/…`.
#[component]
pub(super) fn Answer(
    /// Where it was asked for.
    space: SpaceId,
    /// By which entry.
    ask: EntryId,
) -> impl IntoView {
    let app = app();
    let due = follow(&[Watched::Spaces], move |session| {
        todo(session).into_iter().find(|it| it.space == space && it.ask() == ask)
    });
    // Taken once: after it is sent it is no longer due, and the page must not go away for that.
    let answering = RwSignal::new(None::<Answering>);
    Effect::new(move || {
        let (Some(todo), true) = (due.get(), answering.with_untracked(Option::is_none)) else { return };
        let Some(session) = app.session() else { return };
        spawn_local(async move {
            let kept = session.begun_answers(space, ask).await;
            let sheet = Sheet::begin(todo.package, kept);
            let resumed = sheet.is_begun();
            let _ = answering.try_update(|answering| {
                answering.get_or_insert_with(|| Answering {
                    app,
                    todo: StoredValue::new(todo),
                    sheet: RwSignal::new(sheet),
                    resumed,
                    sent: RwSignal::new(None),
                    work: Work::new(),
                });
            });
            request_animation_frame(focus_title);
        });
    });
    view! {
        <div class="page narrow">
            {move || match answering.get() {
                Some(it) => view! { <Steps it=it /> }.into_any(),
                None if due.with(Option::is_some) => ().into_any(),
                None => view! { <NothingDue /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Steps(it: Answering) -> impl IntoView {
    let step = Memo::new(move |_| it.sheet.with(Sheet::step));
    // Each step has its own title, and a screen reader reads it.
    Effect::watch(move || step.get(), move |_, _, _| request_animation_frame(focus_title), false);
    move || {
        if let Some(worries) = it.sent.get() {
            return view! { <Thanks it=it worries=worries /> }.into_any();
        }
        match step.get() {
            Step::Question(index) => view! { <Question it=it index=index /> }.into_any(),
            Step::Help(_) => view! { <Help it=it /> }.into_any(),
            Step::Review => view! { <Review it=it /> }.into_any(),
        }
    }
}

/// Between two questions: somebody has just said that they think of dying.
#[component]
fn Help(it: Answering) -> impl IntoView {
    let space = it.todo.with_value(|todo| todo.space);
    view! {
        <div class="stack">
            <PageHead title=t!("answer-help-title") lead=t!("answer-help-lead") />
            <HelpNow space=space />
            <div class="row apart">
                <button type="button" class="button" on:click=move |_| { it.back(); }>{t!("back")}</button>
                <button type="button" class="button main large" on:click=move |_| it.step(Sheet::go_on)>{t!("answer-go-on")}</button>
            </div>
        </div>
    }
}

/// Answered already, taken back, or not here yet.
#[component]
fn NothingDue() -> impl IntoView {
    view! {
        <PageHead title=t!("answer-nothing") lead=t!("answer-nothing-lead") />
        <Link to=Route::Progress class="button main">{t!("answer-to-progress")}</Link>
    }
}
