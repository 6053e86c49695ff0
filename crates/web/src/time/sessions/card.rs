//! An appointment on the screen: when, with whom, how, and what can be done with it now.

use leptos::prelude::*;
use rapport_wire::appointment::{Appointment, AppointmentState, Appointments};
use rapport_wire::offer::{BookingPolicy, Mode};
use rapport_wire::{AccountId, AppointmentId, EntryId, SpaceId, Timestamp};

use crate::app::app;
use crate::components::{Glyph, Icon, Work};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;
use crate::time::about::About;
use crate::time::ask::Asked;
use crate::time::policy::{Door, Notice, door, notice};
use crate::time::rooms::Rooms;
use crate::time::{words, zone};

/// What every row of a list shares: who is who, the policy, and what somebody is about to call off.
#[derive(Clone, Copy)]
pub(in crate::time) struct Actions {
    /// Who is who.
    pub(in crate::time) rooms: Rooms,
    /// The practice's policy.
    pub(in crate::time) policy: Asked<BookingPolicy>,
    /// The list, to be asked for again.
    pub(in crate::time) list: Asked<Appointments>,
    /// What is about to be called off.
    pub(in crate::time) calling_off: RwSignal<Option<Appointment>>,
    /// The work of it.
    pub(in crate::time) work: Work,
    /// The zone of this device.
    pub(in crate::time) zone: StoredValue<String>,
    /// Oneself.
    pub(in crate::time) me: Option<AccountId>,
    /// Whether one works here.
    pub(in crate::time) staff: bool,
    /// Whether one writes notes.
    notes: bool,
}

impl Actions {
    /// Nothing going on.
    pub(in crate::time) fn new(
        rooms: Rooms,
        policy: Asked<BookingPolicy>,
        list: Asked<Appointments>,
    ) -> Self {
        let session = app().session();
        Self {
            rooms,
            policy,
            list,
            calling_off: RwSignal::new(None),
            work: Work::new(),
            zone: StoredValue::new(zone::mine()),
            me: session.as_ref().map(rapport_client::Session::account),
            notes: session.as_ref().is_some_and(|session| session.role().admits()),
            staff: session.is_some_and(|session| session.role().is_staff()),
        }
    }

    /// What the clock shows for the others, when it differs; tracked.
    fn elsewhere(self, it: &Appointment) -> Vec<String> {
        let Some(me) = self.me else { return Vec::new() };
        self.zone.with_value(|zone| words::elsewhere(it, me, zone, self.rooms))
    }

    /// Whether one may move it by oneself; tracked.
    fn may_move(self, it: &Appointment, now: Timestamp) -> bool {
        let late = |policy: &BookingPolicy| match notice(it, *policy, now) {
            Notice::InTime(_) => true,
            Notice::Late { may_move } => may_move,
            Notice::Begun => false,
        };
        it.starts_at > now && (self.staff || self.policy.with(|policy| policy.is_none_or(late)))
    }
}

/// The day and the hours, the others' clock below it.
fn times(it: &Appointment, actions: Actions, now: ReadSignal<Timestamp>) -> impl IntoView + use<> {
    let zone = actions.zone.get_value();
    let date = zone::local(it.starts_at, &zone).date;
    let hours = words::hours(it.starts_at, it.ends_at, &zone);
    // A page left open over midnight must not go on calling it tomorrow.
    let today = Memo::new(move |_| zone::local(now.get(), &zone).date);
    let appointment = it.clone();
    let elsewhere = move || {
        let lines = actions.elsewhere(&appointment).into_iter();
        lines.map(|line| view! { <p class="small soft">{line}</p> }).collect_view()
    };
    view! { <p class="time-day">{move || words::day(date, today.get())}</p><p class="time-hours numbers">{hours}</p>{elsewhere} }
}

/// With whom and how, on one line.
fn about(it: &Appointment, actions: Actions) -> impl Fn() -> String + Send + use<> {
    let it = it.clone();
    move || t!("time-with", mode = words::mode(it.mode), name = actions.rooms.with_whom(&it))
}

/// The next session, large.
#[component]
pub(super) fn NextCard(it: Appointment, actions: Actions, now: ReadSignal<Timestamp>) -> impl IntoView {
    let starts = it.starts_at;
    // One minute more or less is said in words; no screen counts seconds at anybody.
    let soon = move || {
        let seconds = starts.seconds_since(now.get());
        match seconds {
            ..=0 => Some(t!("sessions-now")),
            1..=3_600 => Some(t!("sessions-soon", count = (seconds + 59) / 60)),
            _ => None,
        }
    };
    let about = about(&it, actions);
    let note = note(&it).map(|note| view! { <span class="tag">{note}</span> });
    let times = times(&it, actions, now);
    view! {
        <section class="card next-session" data-testid="next-session" aria-label=t!("sessions-next")>
            <div class="row apart"><h2>{t!("sessions-next")}</h2><span class="row">{note}<span class="tag good" class:unseen=move || soon().is_none()>{soon}</span></span></div>
            <div>{times}</div>
            <p class="soft">{about}</p>
            <About it=it.clone() rooms=actions.rooms ahead=is_ahead(&it, now) />
            <Does it=it actions=actions now=now large=true />
        </section>
    }
}

/// A line of a list of appointments.
#[component]
pub(in crate::time) fn AppointmentRow(
    it: Appointment,
    actions: Actions,
    now: ReadSignal<Timestamp>,
) -> impl IntoView {
    let about = about(&it, actions);
    let note = note(&it);
    let times = times(&it, actions, now);
    view! {
        <li class="time-row appointment-row" data-testid="appointment">
            <div class="grow">{times}<p class:strong=actions.staff class="small">{about}</p><About it=it.clone() rooms=actions.rooms ahead=is_ahead(&it, now) /></div>
            {note.map(|note| view! { <span class="tag">{note}</span> })}
            <Does it=it actions=actions now=now large=false />
        </li>
    }
}

/// Whether it is to come, or going on; tracked.
fn is_ahead(it: &Appointment, now: ReadSignal<Timestamp>) -> Signal<bool> {
    let (ends, booked) = (it.ends_at, it.state == AppointmentState::Booked);
    Memo::new(move |_| booked && now.get() < ends).into()
}

/// What became of it, or that it was moved.
fn note(it: &Appointment) -> Option<String> {
    match (it.outcome, it.state) {
        (Some(outcome), _) => Some(words::outcome(outcome)),
        (None, AppointmentState::Cancelled) => Some(t!("time-called-off")),
        (None, AppointmentState::Booked) if it.moved => Some(t!("time-moved")),
        (None, AppointmentState::Booked) if it.series.is_some() => Some(t!("time-of-series")),
        (None, _) => None,
    }
}

/// What can be done with it now.
#[component]
fn Does(it: Appointment, actions: Actions, now: ReadSignal<Timestamp>, large: bool) -> impl IntoView {
    let stored = StoredValue::new(it);
    let state = Memo::new(move |_| {
        let now = now.get();
        stored.with_value(|it| {
            let alive = it.state == AppointmentState::Booked;
            (
                alive && door(it, now) == Door::Open,
                alive && actions.may_move(it, now),
                alive && it.starts_at > now,
                alive && door(it, now) != Door::Later && actions.notes,
            )
        })
    });
    move || {
        let (join, may_move, ahead, begun) = state.get();
        let it = stored.get_value();
        let id = it.id;
        let change =
            may_move.then(|| view! { <Link to=Route::Move(id) class="button">{t!("time-move")}</Link> });
        let ask = move |_| actions.calling_off.set(Some(stored.get_value()));
        let off = ahead.then(
            || view! { <button type="button" class="button" on:click=ask>{t!("time-call-off")}</button> },
        );
        let write = (ahead && !may_move && !actions.staff).then(
            || view! { <Link to=Route::Talk(it.space) class="button">{t!("time-write-instead")}</Link> },
        );
        let soon = (large && ahead && !join && it.mode.is_online())
            .then(|| view! { <p class="small soft">{t!("sessions-join-later")}</p> });
        let note = begun.then(|| view! { <WriteNote space=it.space id=id /> });
        let any = join || may_move || ahead || begun;
        any.then(|| view! {
            {soon}
            <div class="row">{join.then(|| view! { <JoinButton it=it large=large /> })}{change}{off}{write}{note}</div>
        })
    }
}

/// The way to one's note about an appointment: the same one on every device.
#[component]
pub(in crate::time) fn WriteNote(space: SpaceId, id: AppointmentId) -> impl IntoView {
    let note = app().session().map(|session| EntryId::from_bytes(session.note_about(id).0));
    note.map(|note| view! {
        <Link to=Route::WriteNote(space, note) class="button"><Icon glyph=Glyph::Edit /><span>{t!("note-write")}</span></Link>
    })
}

/// The way into the session, for appointments that are met here.
#[component]
fn JoinButton(it: Appointment, large: bool) -> impl IntoView {
    let class = if large { "button main large" } else { "button main" };
    match it.mode {
        Mode::Chat => view! { <Link to=Route::Talk(it.space) class=class><Icon glyph=Glyph::Messages /><span>{t!("time-join")}</span></Link> }.into_any(),
        Mode::InPerson => view! { <p class="soft">{t!("time-in-person-now")}</p> }.into_any(),
        Mode::Phone => view! { <p class="soft">{t!("time-phone-now")}</p> }.into_any(),
        Mode::Video | Mode::Voice | Mode::Group => {
            view! { <Link to=Route::Session(it.space) class=class><Icon glyph=Glyph::Camera /><span>{t!("time-join")}</span></Link> }.into_any()
        }
    }
}
