//! The page itself, while both write on it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::form::Responses;
use rapport_care::together::{Version, bring_in};
use rapport_client::Session;
use rapport_client::views::{MemberView, OpenPage};
use rapport_wire::SpaceId;
use wasm_bindgen::JsCast as _;

use super::{caret, named, names};
use crate::app::{App, Watched, app};
use crate::components::{Confirm, Glyph, Icon, Refusal, SubmitButton, Work, Working};
use crate::i18n::{Sentences, t};
use crate::sheet::paper::{Paper, Part};
use crate::talk::follow;

/// What stands between the paper on the screen and the page that is filled in.
#[derive(Clone, Copy)]
struct Joint {
    app: App,
    paper: Paper,
    /// What the screen shows of the page, and how much of it that is.
    shown: StoredValue<(Responses, Version)>,
    /// A word is being composed (by an input method): nothing around it may change.
    composing: StoredValue<bool>,
    full: RwSignal<Option<Sentences>>,
}

impl Joint {
    /// Gives what was typed, then shows what the page says with it. Typed first: what comes from afar never takes the
    /// place of a key that was pressed. False when the page had no room for what was typed: it is on the screen alone.
    fn settle(self) -> bool {
        let Some(session) = self.app.session().filter(|session| session.open_page().is_some()) else {
            return true;
        };
        let said = self.paper.said.get_untracked();
        let (before, seen) = self.shown.get_value();
        if said != before {
            let Ok(seen) = session.write_together(&seen, &said) else {
                let words = Sentences { what: t!("together-full"), rec: t!("together-full-rec") };
                self.full.set(Some(words));
                return false;
            };
            self.shown.set_value((said.clone(), seen));
        }
        self.full.set(None);
        let Some(open) = session.open_page().filter(|_| !self.composing.get_value()) else { return true };
        self.shown.set_value((open.said.clone(), open.seen));
        if open.said != said {
            caret::keep(&said, &open.said);
            self.paper.said.set(open.said);
        }
        true
    }

    /// Follows the page: what others write, where they are, and its end.
    fn follow(self, open: Memo<Option<OpenPage>>, members: Memo<Vec<MemberView>>) {
        let paper = self.paper;
        Effect::new(move || {
            open.track();
            paper.said.track();
            self.settle();
        });
        Effect::new(move || {
            let at = open.with(|open| {
                let beside = open.iter().flat_map(|open| &open.beside);
                let at =
                    beside.filter_map(|(who, at)| Some((at.clone()?, members.with(|all| named(all, *who)))));
                at.collect::<BTreeMap<_, _>>()
            });
            if paper.beside.with_untracked(|before| *before != at) {
                paper.beside.set(at);
            }
        });
        Effect::new(move || {
            if let Some(kept) = open.with(|open| open.as_ref().and_then(|open| open.closed)) {
                self.app.say(if kept { t!("together-kept-other") } else { t!("together-gone-other") });
                self.put_away();
            }
        });
    }

    fn put_away(self) {
        if let Some(session) = self.app.session() {
            session.put_together_away();
        }
    }

    fn at(self, question: Option<String>) {
        if let Some(session) = self.app.session() {
            session.at_together(question);
        }
    }

    fn compose(self, composing: bool) {
        self.composing.set_value(composing);
        if !composing {
            self.settle();
        }
    }
}

/// The page that is open.
#[component]
pub(super) fn Filling(space: SpaceId) -> impl IntoView {
    let app = app();
    let session = app.session()?;
    let first = session.open_page()?;
    let open = follow(&[Watched::Page(space), Watched::Call(space)], Session::open_page);
    let members = follow(&[Watched::Spaces, Watched::Space(space)], move |session| session.members(space));
    let paper = Paper::new(first.form.clone(), first.said.clone(), Signal::stored(Some(space)));
    let joint = Joint {
        app,
        paper,
        shown: StoredValue::new((first.said.clone(), first.seen.clone())),
        composing: StoredValue::new(false),
        full: RwSignal::new(None),
    };
    joint.follow(open, members);
    let sections =
        (0..first.form.sections.len()).map(|at| view! { <Part paper=paper at=at /> }).collect_view();
    let intro = first.form.intro.clone();
    let intro = (!intro.is_empty()).then(|| view! { <p class="soft">{intro}</p> });
    let work = Work::new();
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // Nothing is kept that lacks words which stand here.
        if !joint.settle() || paper.whole().is_none() {
            return;
        }
        let Some(session) = app.session().filter(|_| work.begin()) else { return };
        spawn_local(async move {
            if work.end(session.keep_together().await).is_some() {
                app.say(t!("together-kept"));
            }
        });
    };
    Some(view! {
        <form
            class="stack loose together" novalidate data-testid="together" on:submit=keep
            on:keydown=move |event| stay(&event)
            on:focusin=move |event| joint.at(question_of(&event))
            on:focusout=move |_| joint.at(None)
            on:compositionstart=move |_| joint.compose(true)
            on:compositionend=move |_| joint.compose(false)
        >
            <Whose first=first open=open members=members />
            {intro}
            <Begun paper=paper open=open />
            {sections}
            <Refusal words=joint.full />
            <Ends joint=joint work=work />
        </form>
    })
}

/// Who opened the page, and who else has it open.
#[component]
fn Whose(first: OpenPage, open: Memo<Option<OpenPage>>, members: Memo<Vec<MemberView>>) -> impl IntoView {
    let OpenPage { form, opened_by, .. } = first;
    let opened = move || {
        members.with(|all| match all.iter().find(|member| member.account == opened_by) {
            Some(member) if !member.me => {
                t!("together-opened", name = member.name.clone().unwrap_or_default(), sheet = form.title)
            }
            _ => t!("together-opened-you", sheet = form.title),
        })
    };
    let beside = move || {
        let there: Vec<_> =
            open.with(|open| open.iter().flat_map(|open| &open.beside).map(|(who, _)| *who).collect());
        if there.is_empty() {
            t!("together-alone")
        } else {
            t!("together-beside", name = members.with(|all| names(all, &there)))
        }
    };
    view! {
        <div class="stack tight">
            <p class="strong" role="status">{opened}</p>
            <p class="small soft" role="status">{beside}</p>
        </div>
    }
}

/// Keeping the page, putting it away, letting go of it.
#[component]
fn Ends(joint: Joint, work: Work) -> impl IntoView {
    let sure = RwSignal::new(None::<()>);
    let let_go = move |()| {
        let Some(session) = joint.app.session().filter(|_| work.begin()) else { return };
        spawn_local(async move {
            work.end(session.let_go_together().await);
        });
    };
    let away = move |_| {
        if joint.settle() {
            joint.put_away();
        }
    };
    view! {
        <p class="small soft">{t!("together-ends")}</p>
        <Working work=work />
        <div class="row">
            <SubmitButton label=t!("together-keep") work=work />
            <button type="button" class="button large" on:click=away><Icon glyph=Glyph::Back /><span>{t!("together-away")}</span></button>
            <button type="button" class="button plain large" on:click=move |_| sure.set(Some(()))><Icon glyph=Glyph::Remove /><span>{t!("together-let-go")}</span></button>
        </div>
        <Confirm open=sure title=t!("together-let-go") body=|()| t!("together-let-go-sure") yes=t!("together-let-go") on_yes=let_go />
    }
}

/// What a client had begun on their own of the same worksheet: brought in when they say so, and not before.
#[component]
fn Begun(paper: Paper, open: Memo<Option<OpenPage>>) -> impl IntoView {
    let app = app();
    let begun = RwSignal::new(Responses::new());
    spawn_local(async move {
        let Some(session) = app.session() else { return };
        let Some(form) = open.get_untracked().map(|open| open.form.id.clone()) else { return };
        let _ = begun.try_set(session.begun_page(&form).await.unwrap_or_default());
    });
    let more = Memo::new(move |_| paper.said.with(|said| begun.with(|begun| bring_in(said, begun) != *said)));
    let bring =
        move |_| paper.said.update(|said| *said = begun.with_untracked(|begun| bring_in(said, begun)));
    move || {
        more.get().then(|| view! {
            <p><button type="button" class="button" on:click=bring><Icon glyph=Glyph::Edit /><span>{t!("together-bring")}</span></button></p>
        })
    }
}

/// Enter in a field ends nothing: the other one is writing still.
fn stay(event: &leptos::ev::KeyboardEvent) {
    let target = event.target();
    let field = target.is_some_and(|target| target.dyn_ref::<web_sys::HtmlInputElement>().is_some());
    if field && event.key() == "Enter" {
        event.prevent_default();
    }
}

/// The question somebody's focus is in.
fn question_of(event: &leptos::ev::FocusEvent) -> Option<String> {
    let element = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    element.closest("[data-question]").ok().flatten()?.get_attribute("data-question")
}
