//! Filling in what somebody asked for, a section at a time: kept on this device at every key, and at every step
//! for one's other devices too, so that it can be begun on the bus and finished at home.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::content::AskedFor;
use rapport_care::form::{Form, Responses};
use rapport_client::views::Connection;
use rapport_wire::{EntryId, SpaceId};

use super::paper::{Paper, Part};
use crate::app::{Watched, app};
use crate::components::{Glyph, Icon, Notice, PageHead, SubmitButton, Tone, Work, Working};
use crate::i18n::t;
use crate::reach::HelpNow;
use crate::route::Route;
use crate::router::{Link, router};
use crate::talk::{follow, title};

/// What is filled in, and what was begun.
#[derive(Clone)]
struct Begun {
    form: Form,
    asked: AskedFor,
    responses: Responses,
    /// What it is for, in the words of whoever asked; may be empty.
    words: String,
}

/// `/progress/form/SPACE/ASK`.
#[component]
pub(super) fn Asked(
    /// Who asks.
    space: SpaceId,
    /// The entry that asks.
    ask: EntryId,
) -> impl IntoView {
    let app = app();
    let due = follow(&[Watched::Spaces], move |session| session.form_due(space, ask));
    let begun = RwSignal::new(None::<Begun>);
    let sent = RwSignal::new(None::<bool>);
    // Read once: what arrives later must not take the pen out of somebody's hand.
    Effect::new(move |_| {
        let Some((form, asked)) = due.get().filter(|_| begun.with_untracked(Option::is_none)) else { return };
        let Some(session) = app.session() else { return };
        spawn_local(async move {
            let responses = session.begun_form(space, ask).await;
            let due = session.pages_due().into_iter().find(|due| due.space == space && due.ask == ask);
            let words = due.map(|due| due.words).unwrap_or_default();
            let _ =
                begun.try_update(|known| known.get_or_insert(Begun { form, asked, responses, words }).asked);
        });
    });
    let page = move || match (sent.get(), begun.get()) {
        (Some(worries), _) => view! { <Sent space=space worries=worries /> }.into_any(),
        (None, Some(begun)) => view! { <Steps space=space ask=ask begun=begun sent=sent /> }.into_any(),
        (None, None) if due.with(Option::is_none) => view! { <Gone /> }.into_any(),
        (None, None) => ().into_any(),
    };
    view! { <div class="page">{page}</div> }
}

#[component]
fn Steps(space: SpaceId, ask: EntryId, begun: Begun, sent: RwSignal<Option<bool>>) -> impl IntoView {
    let (app, router) = (app(), router());
    let Begun { form, asked, responses, words } = begun;
    let asked_for = (!words.is_empty()).then_some(words);
    let resumed = !responses.is_empty();
    let (name, intro) = (form.title.clone(), form.intro.clone());
    let paper = Paper::new(form, responses, Signal::stored(Some(space)));
    paper.kept(move |said| {
        let session = app.session();
        async move {
            if let Some(session) = session {
                session.keep_form_begun(space, ask, &said).await;
            }
        }
    });
    let with = follow(&[Watched::Spaces], move |session| {
        session.space(space).map(|it| title(&it)).unwrap_or_default()
    });
    let at = RwSignal::new(paper.furthest());
    let place = Memo::new(move |_| paper.asked().iter().position(|it| *it == at.get()).unwrap_or_default());
    let last = Memo::new(move |_| paper.asked().last().is_none_or(|last| *last == at.get()));
    let work = Work::new();
    let carry = move || {
        let (session, said) = (app.session(), paper.said.get_untracked());
        spawn_local(async move {
            // Without a line it stays on this device, which is what the page says.
            if let Some(session) = session {
                let _ = session.carry_form(space, ask, &said).await;
            }
        });
    };
    let go = move |to: Option<usize>| {
        if let Some(to) = to {
            at.set(to);
            carry();
            request_animation_frame(show_top);
        }
    };
    let back = move |_| go(paper.asked().into_iter().take_while(|it| *it < at.get_untracked()).last());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !last.get_untracked() {
            if paper.is_section_whole(at.get_untracked()) {
                go(paper.asked().into_iter().find(|it| *it > at.get_untracked()));
            }
            return;
        }
        let Some(whole) = paper.whole() else {
            // What is missing may be on a step before this one.
            if let Some(gap) = paper.gap() {
                at.set(gap);
            }
            return;
        };
        let Some(session) = app.session().filter(|_| work.begin()) else { return };
        let worries = paper.worries();
        spawn_local(async move {
            let form = paper.form.get_value();
            if work.end(session.send_form(space, &form, &whole, Some(asked)).await).is_some() {
                let _ = sent.try_set(Some(worries));
                request_animation_frame(show_top);
            }
        });
    };
    let leave = move |_| {
        carry();
        router.go(Route::Progress);
    };
    let parts = paper.form.with_value(|form| form.sections.len());
    let parts =
        (0..parts).map(|n| view! { <div hidden=move || at.get() != n><Part paper=paper at=n /></div> });
    let parts = parts.collect_view();
    let several = Memo::new(move |_| paper.asked().len() > 1);
    let step = move || {
        several.get().then(|| {
            let (now, of) = (place.get() + 1, paper.asked().len());
            view! {
                <p class="small soft" data-testid="step">{t!("form-step", at = now, of = of)}</p>
                <progress class="form-steps" aria-hidden="true" value=now.to_string() max=of.to_string()></progress>
            }
        })
    };
    let next = move || {
        let words = if last.get() { t!("form-send") } else { t!("form-next") };
        view! { <SubmitButton label=words work=work /> }
    };
    view! {
        <h1 tabindex="-1">{name}</h1>
        <form class="stack loose" novalidate on:submit=submit data-testid="form">
            {move || (place.get() == 0).then(|| view! { <p class="lead">{intro.clone()}</p>{asked_for.clone().map(|words| view! { <p class="said">{words}</p> })} })}
            {resumed.then(|| view! { <Notice tone=Tone::Calm><p>{t!("sheet-resumed")}</p></Notice> })}
            <div class="stack tight">{step}</div>
            {parts}
            <p class="small soft">{move || t!("form-for", name = with.get())} " " <span role="status">{move || paper.is_begun().then(|| t!("form-kept"))}</span></p>
            <Working work=work />
            <div class="row">
                {next}
                {move || (place.get() > 0).then(|| view! { <button type="button" class="button large" on:click=back><Icon glyph=Glyph::Back /><span>{t!("form-back")}</span></button> })}
                <button type="button" class="button plain large" on:click=leave>{t!("sheet-later")}</button>
            </div>
        </form>
    }
}

#[component]
fn Sent(space: SpaceId, worries: bool) -> impl IntoView {
    let app = app();
    let sent = Signal::derive(move || app.connection() == Connection::Online);
    let head = move || {
        let lead = match app.connection() {
            Connection::Online if worries => t!("form-sent-lead-worries"),
            Connection::Online => t!("form-sent-lead"),
            _ => t!("form-sent-waits"),
        };
        view! { <PageHead title=t!("form-sent-title") lead=lead /> }
    };
    view! {
        {head}
        <div class="stack loose">
            {worries.then(|| view! { <HelpNow space=Some(space) sent=sent /> })}
            <div class="row">
                <Link to=Route::Progress class="button main large"><span>{t!("form-to-progress")}</span></Link>
                <Link to=Route::Talk(space) class="button large"><Icon glyph=Glyph::Messages /><span>{t!("sheet-to-talk")}</span></Link>
            </div>
        </div>
    }
}

#[component]
fn Gone() -> impl IntoView {
    view! {
        <PageHead title=t!("form-gone-title") lead=t!("form-gone-lead") />
        <p><Link to=Route::Progress class="button main large"><span>{t!("form-to-progress")}</span></Link></p>
    }
}

/// After a step: its title has the focus, and stands at the top.
fn show_top() {
    use wasm_bindgen::JsCast as _;
    let shown = "[data-testid=form] > div:not([hidden]) h2, main h1";
    let found = document().query_selector(shown).ok().flatten();
    if let Some(head) = found.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = head.focus();
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
}
