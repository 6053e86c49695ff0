//! A therapist gives a client an appointment, or a series of them that stays at the same local time. The
//! server looks first: what would be made, and what something stands in the way of.

use leptos::prelude::*;
use rapport_wire::appointment::{Arrange, Arranged, Every, Repeat, RepeatEnd};
use rapport_wire::offer::{GetOffer, Mode};
use rapport_wire::{SpaceId, Timestamp};

use super::ask::{self, Asked, act};
use super::date::{Date, clock, minute_of};
use super::rooms::Rooms;
use super::{words, zone};
use crate::app::app;
use crate::components::{Choose, Entry, Glyph, Icon, PageHead, Refusal, SubmitButton, Tick, Work, Working};
use crate::i18n::{Sentences, t};
use crate::route::Route;
use crate::router::{Link, router};

/// What is typed.
#[derive(Clone, Copy)]
struct Form {
    space: RwSignal<String>,
    kind: RwSignal<String>,
    date: RwSignal<String>,
    time: RwSignal<String>,
    every: RwSignal<String>,
    end: RwSignal<String>,
    count: RwSignal<String>,
    until: RwSignal<String>,
    skip: RwSignal<bool>,
}

/// `/week/arrange`.
#[component]
pub(super) fn ArrangePage() -> impl IntoView {
    let (app, router) = (app(), router());
    let Some(me) = app.session().map(|session| session.account()) else { return ().into_any() };
    let rooms = Rooms::follow();
    let offer = Asked::follow(move || Some(GetOffer { therapist: me }));
    let zone = Memo::new(move |_| {
        offer
            .with(|view| view.and_then(|view| view.offer.as_ref()).map(|offer| offer.zone.clone()))
            .unwrap_or_else(zone::mine)
    });
    let kinds = Memo::new(move |_| kinds_of(offer.get().and_then(|view| view.offer)));
    let form = Form::new();
    // The first of each is chosen as soon as it is known.
    Effect::new(move || begin(form.space, rooms.all().first().map(|room| room.space.to_string())));
    Effect::new(move || begin(form.kind, kinds.with(|kinds| kinds.first().map(|(key, _)| key.clone()))));
    let spaces = Signal::derive(move || {
        rooms.all().into_iter().map(|room| (room.space.to_string(), room.title)).collect::<Vec<_>>()
    });
    let (look_work, make_work) = (Work::new(), Work::new());
    let wrong = RwSignal::new(None::<Sentences>);
    let preview = RwSignal::new(None::<Arranged>);
    // What was looked at is no longer what would be made once anything else is typed.
    Effect::new(move || {
        form.track();
        let _ = preview.try_set(None);
    });
    let ask = move |only_look: bool| {
        let ask = form.read(app, &zone.get_untracked(), only_look);
        wrong.set(
            ask.is_none().then(|| Sentences { what: t!("arrange-wrong"), rec: t!("arrange-wrong-rec") }),
        );
        ask
    };
    let look = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(ask) = ask(true) {
            act(app, look_work, ask, move |found| drop(preview.try_set(Some(found))));
        }
    };
    let make = move |_| {
        if let Some(ask) = ask(false) {
            act(app, make_work, ask, move |made| {
                app.say(t!("arrange-done", count = made.appointments.len()));
                router.go(Route::Week);
            });
        }
    };
    let repeats = move || form.every.with(|every| every != "once");
    let by_date = move || form.end.with(|end| end == "until");
    let other_zone = move || {
        let zone = zone.get();
        (zone != zone::mine())
            .then(|| view! { <p class="small soft">{t!("hours-zone-other", city = zone::city(&zone))}</p> })
    };
    let nobody = move || rooms.all().is_empty();
    view! {
        <div class="page">
            <PageHead title=t!("arrange-title") lead=t!("arrange-lead") />
            {move || nobody().then(|| view! { <p>{t!("arrange-nobody")}</p> })}
            <form class="stack" novalidate on:submit=look hidden=nobody>
                <Choose label=t!("arrange-who") options=spaces value=form.space />
                <Choose label=t!("arrange-kind") options=kinds value=form.kind />
                <div class="pairs"><Entry label=t!("arrange-date") kind="date" value=form.date /><Entry label=t!("arrange-time") kind="time" value=form.time /></div>
                {other_zone}
                <Choose label=t!("arrange-every") options=rhythms() value=form.every />
                <div class="pairs" hidden=move || !repeats()>
                    <Choose label=t!("arrange-end") options=ends() value=form.end />
                    <div hidden=by_date><Entry label=t!("arrange-count") kind="number" value=form.count /></div>
                    <div hidden=move || !by_date()><Entry label=t!("arrange-until") kind="date" value=form.until /></div>
                </div>
                <div hidden=move || !repeats()><Tick label=t!("arrange-skip") value=form.skip /></div>
                <Refusal words=wrong />
                <div class="row"><SubmitButton label=t!("arrange-look") work=look_work /><Link to=Route::Week class="button large">{t!("hours-back")}</Link></div>
                <Working work=look_work />
            </form>
            {move || preview.get().map(|found| view! {
                <Preview found=found zone=zone.get() skip=form.skip.get_untracked() />
                <div class="stack">
                    <div class="row" hidden=move || !may_make(preview, form.skip)><button type="button" class="button main large" on:click=make>{t!("arrange-make")}</button></div>
                    <Working work=make_work />
                </div>
            })}
        </div>
    }
    .into_any()
}

/// Whether what was looked at can be made: something is left, and nothing stands in the way of it.
fn may_make(preview: RwSignal<Option<Arranged>>, skip: RwSignal<bool>) -> bool {
    preview.with(|found| {
        found.as_ref().is_some_and(|it| !it.appointments.is_empty() && (it.taken.is_empty() || skip.get()))
    })
}

/// What would be made, and what is in the way.
#[component]
fn Preview(found: Arranged, zone: String, skip: bool) -> impl IntoView {
    let today = zone::local(ask::now(app()), &zone).date;
    let mut all: Vec<(Timestamp, bool)> = found.appointments.iter().map(|it| (it.starts_at, false)).collect();
    all.extend(found.taken.iter().map(|at| (*at, true)));
    // Named twice, it is taken.
    all.sort_unstable_by_key(|(at, taken)| (*at, !taken));
    all.dedup_by_key(|(at, _)| *at);
    let count = all.iter().filter(|(_, taken)| !taken).count();
    let rows = all
        .into_iter()
        .map(|(at, taken)| {
            let tag = taken.then(|| view! { <span class="tag alert"><Icon glyph=Glyph::Warn />{t!("arrange-taken")}</span> });
            view! { <li class="row apart"><span class:struck=taken>{words::moment(at, &zone, today)}</span>{tag}</li> }
        })
        .collect_view();
    let stands = !found.taken.is_empty() && !skip;
    view! {
        <section class="section stack" role="status" data-testid="preview">
            <h2>{t!("arrange-preview", count = count)}</h2>
            <ul class="plain-list" role="list">{rows}</ul>
            {stands.then(|| view! { <p>{t!("arrange-stands")}</p> })}
        </section>
    }
}

impl Form {
    fn new() -> Self {
        let here = zone::mine();
        // The next full hour: an hour near now is what one books by hand.
        let soon = zone::local(ask::now(app()).plus_seconds(3_600), &here);
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            space: text(""),
            kind: text(""),
            date: text(&soon.date.to_string()),
            time: text(&clock(soon.minute / 60 * 60)),
            every: text("once"),
            end: text("count"),
            count: text("8"),
            until: text(&soon.date.plus(56).to_string()),
            skip: RwSignal::new(false),
        }
    }

    fn track(self) {
        for field in
            [self.space, self.kind, self.date, self.time, self.every, self.end, self.count, self.until]
        {
            field.track();
        }
        self.skip.track();
    }

    fn read(self, app: crate::app::App, zone: &str, only_look: bool) -> Option<Arrange> {
        let space: SpaceId = self.space.get_untracked().parse().ok()?;
        let (mode, minutes) = read_kind(&self.kind.get_untracked())?;
        let date = Date::parse(&self.date.get_untracked())?;
        let minute = minute_of(&self.time.get_untracked())?;
        let every = match self.every.get_untracked().as_str() {
            "once" => None,
            "month" => Some(Every::MonthWeekday),
            weeks => Some(Every::Weeks(weeks.parse().ok()?)),
        };
        let end = if self.end.get_untracked() == "until" {
            RepeatEnd::Until(Date::parse(&self.until.get_untracked())?.to_string())
        } else {
            RepeatEnd::Count(self.count.get_untracked().trim().parse().unwrap_or(0))
        };
        Some(Arrange {
            id: ask::fresh(app),
            space,
            with: Vec::new(),
            mode,
            minutes,
            starts_at: zone::instant(zone, date, minute),
            repeat: every.map(|every| Repeat { zone: zone.to_owned(), every, end }),
            only_look,
            skip_taken: self.skip.get_untracked(),
        })
    }
}

fn begin(field: RwSignal<String>, first: Option<String>) {
    if let Some(first) = first
        && field.with_untracked(String::is_empty)
    {
        field.set(first);
    }
}

/// Kinds of an offer, or what most begin with.
fn kinds_of(offer: Option<rapport_wire::offer::Offer>) -> Vec<(String, String)> {
    let mut kinds: Vec<_> = offer
        .map(|offer| offer.kinds.iter().map(|kind| (kind.mode, kind.minutes)).collect())
        .unwrap_or_default();
    if kinds.is_empty() {
        kinds.push((Mode::Video, 50));
    }
    kinds
        .into_iter()
        .map(|(mode, minutes)| (format!("{} {minutes}", mode.as_str()), words::kind(mode, minutes)))
        .collect()
}

fn read_kind(key: &str) -> Option<(Mode, u16)> {
    let (mode, minutes) = key.split_once(' ')?;
    Some((Mode::from_name(mode)?, minutes.parse().ok()?))
}

fn rhythms() -> Vec<(String, String)> {
    let weeks = |count: u8| (count.to_string(), t!("arrange-weeks", count = count));
    vec![
        ("once".to_owned(), t!("arrange-once")),
        weeks(1),
        weeks(2),
        weeks(3),
        weeks(4),
        ("month".to_owned(), t!("arrange-month")),
    ]
}

fn ends() -> Vec<(String, String)> {
    vec![("count".to_owned(), t!("arrange-end-count")), ("until".to_owned(), t!("arrange-end-until"))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_read_as_it_is_written() {
        for (key, _) in kinds_of(None) {
            assert_eq!(read_kind(&key), Some((Mode::Video, 50)));
        }
        for key in ["", "video", "video x", "dance 50"] {
            assert_eq!(read_kind(key), None, "{key}");
        }
    }
}
