//! `/records/…`: everything that happened with one client, and the chosen note beside it (on a phone, one at a
//! time). Filtered and searched on this device.

use leptos::prelude::*;
use rapport_care::search::Query;
use rapport_wire::SpaceId;

use super::moment::{Kind, line};
use super::read::{Note, note_id, note_of};
use crate::app::{Watched, app};
use crate::components::{Glyph, Icon, TextField};
use crate::consent::ConsentLink;
use crate::i18n::{date, t};
use crate::route::Route;
use crate::router::{Link, router};
use crate::talk::{follow, title};

/// Moments shown at first, and added each time one asks for earlier ones.
const PAGE: usize = 60;

/// A client's record.
#[component]
pub(super) fn RecordPage(care: SpaceId) -> impl IntoView {
    let router = router();
    let open = Memo::new(move |_| match router.here() {
        Route::Note(_, note) => Some(note),
        _ => None,
    });
    let name = follow(&[Watched::Spaces], move |session| session.space(care).map(|it| title(&it)));
    let records = follow(&[Watched::Spaces], move |session| session.records_of(care));
    let kept = follow(&[Watched::Spaces], move |session| session.notes_kept_until(care));
    let note = follow(&[Watched::Spaces], move |session| session.notes(care));
    let place = move || {
        let id = note_id(open.get()?);
        note.with(|all| all.iter().find(|it| it.note.id == id).map(|it| (it.record, id)))
    };
    let place = Memo::new(move |_| place());
    let shown = move || if open.get().is_some() { "detail" } else { "list" };
    let readers = move || {
        let readers = records.with(|all| {
            let readers = all.first().map(|it| it.readers.clone()).unwrap_or_default();
            readers.into_iter().filter_map(|(_, name)| name).collect::<Vec<_>>()
        });
        if readers.is_empty() {
            t!("record-readers-you")
        } else {
            t!("record-readers", names = readers.join(", "))
        }
    };
    let heading = move || name.get().unwrap_or_else(|| t!("record-nameless"));
    view! {
        <div class="pair record" data-open=shown>
            <div class="pair-list record-list">
                <header class="stack tight">
                    <p><Link to=Route::Records class="button plain"><Icon glyph=Glyph::Back /><span>{t!("record-to-home")}</span></Link></p>
                    {move || if open.get().is_some() { view! { <h2 class="record-name">{heading}</h2> }.into_any() } else { view! { <h1 class="record-name" tabindex="-1">{heading}</h1> }.into_any() }}
                    <p class="small soft">{readers}</p>
                    {move || kept.get().map(|until| view! { <p class="small soft" data-testid="notes-kept">{t!("record-kept", when = date(until))}</p> })}
                    <div class="row">
                        <WriteButton care=care />
                        <Link to=Route::Talk(care) class="button plain"><Icon glyph=Glyph::Messages /><span>{t!("record-to-talk")}</span></Link>
                        <Link to=Route::Course(care) class="button plain"><Icon glyph=Glyph::Chart /><span>{t!("record-to-course")}</span></Link>
                        <Link to=Route::Plan(care) class="button plain"><Icon glyph=Glyph::Check /><span>{t!("plan-title")}</span></Link>
                        <ConsentLink space=care class="button plain" />
                        <Link to=Route::Safety(care) class="button plain"><Icon glyph=Glyph::Shield /><span>{t!("record-safety")}</span></Link>
                        <Link to=Route::TakeAlong class="button plain"><Icon glyph=Glyph::File /><span>{t!("record-take-along")}</span></Link>
                    </div>
                </header>
                <Moments care=care />
            </div>
            <div class="pair-detail">
                {move || match (open.get(), place.get()) {
                    (Some(_), Some((record, id))) => view! {
                        <div class="page">
                            <p class="to-list"><Link to=Route::Record(care) class="button plain"><Icon glyph=Glyph::Back /><span>{t!("record-to-list")}</span></Link></p>
                            <h1 tabindex="-1" class="unseen">{t!("record-note")}</h1>
                            <Note record=record id=id care=Some(care) />
                        </div>
                    }.into_any(),
                    (Some(_), None) => view! { <div class="empty"><h1 tabindex="-1">{t!("note-gone")}</h1><p>{t!("note-gone-lead")}</p></div> }.into_any(),
                    (None, _) => view! { <div class="empty"><Icon glyph=Glyph::File /><p>{t!("record-choose")}</p></div> }.into_any(),
                }}
            </div>
        </div>
    }
}

/// Begins a note that is about nothing in particular yet.
#[component]
pub(super) fn WriteButton(care: SpaceId) -> impl IntoView {
    let (app, router) = (app(), router());
    let press = move |_| {
        if let Some(session) = app.session() {
            router.go(Route::WriteNote(care, note_of(session.fresh_note())));
        }
    };
    view! { <button type="button" class="button main" on:click=press><Icon glyph=Glyph::Edit /><span>{t!("note-write")}</span></button> }
}

/// The timeline, its filters and its search.
#[component]
fn Moments(care: SpaceId) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let kind = RwSignal::new(Kind::All);
    let room = RwSignal::new(PAGE);
    let all = follow(&[Watched::Spaces, Watched::Space(care)], move |session| session.moments(care));
    let found = Memo::new(move |_| {
        let (kind, query) = (kind.get(), Query::new(&typed.get()));
        all.with(|all| {
            all.iter().filter(|it| kind.has(it) && it.matches(&query)).cloned().collect::<Vec<_>>()
        })
    });
    let buttons = Kind::ALL.into_iter().map(|it| view! {
        <button type="button" class="button filter" aria-pressed=move || (kind.get() == it).to_string() on:click=move |_| kind.set(it)>{it.words()}</button>
    });
    let buttons = buttons.collect_view();
    let count = move || {
        let looking = kind.get() != Kind::All || typed.with(|typed| !typed.trim().is_empty());
        if looking { t!("record-found", count = found.with(Vec::len)) } else { String::new() }
    };
    let lines = move || {
        let shown = room.get();
        found.with(|all| all.iter().take(shown).map(|it| line(it, care)).collect_view())
    };
    let nothing = move || {
        let none = all.with(Vec::is_empty);
        none.then(|| view! { <p class="soft">{t!("record-empty")}</p> })
    };
    let earlier = move || {
        let more = found.with(Vec::len) > room.get();
        more.then(|| view! {
            <button type="button" class="button full" on:click=move |_| room.update(|room| *room += PAGE)>{t!("record-earlier")}</button>
        })
    };
    view! {
        <section class="stack" aria-label=t!("record-timeline")>
            <TextField label=t!("record-search") value=typed help=t!("record-search-help") />
            <div class="filters" role="group" aria-label=t!("record-filters")>{buttons}</div>
            <p class="small soft" role="status">{count}</p>
            {nothing}
            <ol class="moments" role="list" data-testid="moments">{lines}</ol>
            {earlier}
        </section>
    }
}
