//! The hours a therapist offers: painted, typed, with exceptions, kinds and the room around each.

use leptos::prelude::*;
use rapport_wire::offer::{Exception, GetOffer, Kind, Mode, Offer, OfferView, PutOffer, Window};

use super::exceptions::Exceptions;
use super::grid::Grid;
use super::kinds::Kinds;
use super::listed::Listed;
use super::paint::{Painted, WEEK_MINUTES, pieces};
use super::room_around::RoomAround;
use crate::app::app;
use crate::components::{PageHead, Refusal, SubmitButton, Work, Working};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;
use crate::time::ask::{self, Asked, act};
use crate::time::date::DAY_MINUTES;
use crate::time::sessions::around_now;
use crate::time::zone;

/// What is being changed.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    /// The version it stands on; none until it was asked for.
    version: RwSignal<Option<u32>>,
    /// The zone of the hours.
    pub(super) zone: RwSignal<String>,
    /// Every week.
    pub(super) painted: RwSignal<Painted>,
    /// Some dates.
    pub(super) exceptions: RwSignal<Vec<Exception>>,
    /// Kinds of appointment.
    pub(super) kinds: RwSignal<Vec<Kind>>,
    /// Minutes before and after each, minutes of notice, days ahead, minutes between beginnings: as typed.
    pub(super) numbers: [RwSignal<String>; 5],
}

impl Draft {
    fn new() -> Self {
        let draft = Self {
            version: RwSignal::new(None),
            zone: RwSignal::new(zone::mine()),
            painted: RwSignal::default(),
            exceptions: RwSignal::default(),
            kinds: RwSignal::default(),
            numbers: std::array::from_fn(|_| RwSignal::default()),
        };
        draft.show(&first_offer());
        draft
    }

    fn show(self, offer: &Offer) {
        self.zone.set(offer.zone.clone());
        self.painted.set(Painted::of(&offer.windows));
        self.exceptions.set(offer.exceptions.clone());
        self.kinds.set(offer.kinds.clone());
        let numbers = [
            u32::from(offer.buffer_before_minutes),
            u32::from(offer.buffer_after_minutes),
            offer.notice_minutes,
            u32::from(offer.horizon_days),
            u32::from(offer.step_minutes),
        ];
        for (field, number) in self.numbers.into_iter().zip(numbers) {
            field.set(number.to_string());
        }
    }

    fn take(self, view: OfferView) {
        self.version.set(Some(view.version));
        if let Some(offer) = view.offer {
            self.show(&offer);
        }
    }

    /// What would be saved; tracked.
    fn offer(self) -> Offer {
        let number = |index: usize| {
            let typed = self.numbers.get(index).map(|number| number.get());
            typed.and_then(|typed| typed.trim().parse::<u32>().ok()).unwrap_or(0)
        };
        let small = |index| u16::try_from(number(index)).unwrap_or(u16::MAX);
        Offer {
            zone: self.zone.get(),
            kinds: self.kinds.get(),
            windows: self.painted.with(Painted::windows),
            exceptions: self.exceptions.get(),
            buffer_before_minutes: small(0),
            buffer_after_minutes: small(1),
            notice_minutes: number(2),
            horizon_days: small(3),
            step_minutes: small(4),
        }
    }
}

/// What somebody begins with: one kind, no hours, a day's notice.
fn first_offer() -> Offer {
    Offer {
        zone: zone::mine(),
        kinds: vec![Kind { id: 1, minutes: 50, mode: Mode::Video, self_booked: true }],
        windows: Vec::<Window>::new(),
        exceptions: Vec::new(),
        buffer_before_minutes: 0,
        buffer_after_minutes: 10,
        notice_minutes: 24 * 60,
        horizon_days: 56,
        step_minutes: 30,
    }
}

/// `/week/hours`.
#[component]
pub(in crate::time) fn Hours() -> impl IntoView {
    let app = app();
    let Some(me) = app.session().map(|session| session.account()) else { return ().into_any() };
    let known = Asked::follow(move || Some(GetOffer { therapist: me }));
    let draft = Draft::new();
    // Once: what somebody has painted since is not painted over.
    Effect::new(move || {
        if let Some(view) = known.get()
            && draft.version.get_untracked().is_none()
        {
            draft.take(view);
        }
    });
    let work = Work::new();
    let kept = RwSignal::new(None::<Offer>);
    Effect::new(move || {
        if draft.version.get().is_some() && kept.with_untracked(Option::is_none) {
            kept.set(Some(untrack(|| draft.offer())));
        }
    });
    let unsaved =
        Memo::new(move |_| kept.with(|kept| kept.as_ref().is_some_and(|kept| *kept != draft.offer())));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(version) = draft.version.get_untracked() else { return };
        let offer = untrack(|| draft.offer());
        let saved = offer.clone();
        act(app, work, PutOffer { version, offer }, move |view| {
            let _ = draft.version.try_set(Some(view.version));
            let _ = kept.try_set(Some(saved));
            app.say(t!("hours-saved"));
        });
    };
    let elsewhere = move || {
        let zone = draft.zone.get();
        (zone != zone::mine()).then(|| {
            let (city, here) = (zone::city(&zone), zone::mine());
            view! {
                <p>{t!("hours-zone-other", city = city)}</p>
                <div><button type="button" class="button" on:click=move |_| draft.zone.set(zone::mine())>{t!("hours-zone-here", city = zone::city(&here))}</button></div>
            }
        })
    };
    view! {
        <div class="page wide">
            <PageHead title=t!("hours-title") lead=t!("hours-lead") />
            <Refusal words=known.trouble() />
            <div class="stack loose">
                <section class="stack">
                    <h2>{t!("hours-week")}</h2>
                    <p class="soft">{t!("hours-help")}</p>
                    {elsewhere}
                    <div class="hours-pair">
                        <Grid painted=draft.painted taken=taken(draft) />
                        <Listed painted=draft.painted kinds=draft.kinds />
                    </div>
                </section>
                <Kinds kinds=draft.kinds painted=draft.painted />
                <Exceptions exceptions=draft.exceptions />
                <RoomAround draft=draft />
            </div>
            <form class="save-bar" novalidate on:submit=save>
                <Working work=work />
                <div class="row"><SubmitButton label=t!("hours-save") work=work /><Link to=Route::Week class="button plain">{move || if unsaved.get() { t!("hours-back-unsaved") } else { t!("hours-back") }}</Link><span role="status" class="small strong">{move || unsaved.get().then(|| t!("hours-unsaved"))}</span></div>
            </form>
        </div>
    }
    .into_any()
}

/// Where this week is something already, in minutes after Monday midnight of the offer's zone.
fn taken(draft: Draft) -> Memo<Vec<(u16, u16)>> {
    let app = app();
    let list = around_now(8, 8);
    Memo::new(move |_| {
        let zone = draft.zone.get();
        let monday = zone::local(ask::now(app), &zone).date.monday();
        let Some(list) = list.get() else { return Vec::new() };
        let alive = list.appointments.iter().filter(|it| it.cancelled_by.is_none());
        let own = alive.map(|it| (it.starts_at, it.ends_at));
        let spans = own.chain(list.busy.iter().map(|busy| (busy.starts_at, busy.ends_at)));
        let cut = spans.flat_map(|(from, until)| pieces(zone::local(from, &zone), zone::local(until, &zone)));
        cut.filter_map(|(date, from, to)| {
            let day = u16::try_from(date.to_days() - monday.to_days()).ok().filter(|day| *day < 7)?;
            Some((day * DAY_MINUTES + from, (day * DAY_MINUTES + to).min(WEEK_MINUTES)))
        })
        .collect()
    })
}
