//! When one is reminded, when not, and whether invitations come as well.

use leptos::prelude::*;
use rapport_wire::limits;
use rapport_wire::reminder::{PutReminders, Quiet, Reminders, RemindersView};

use crate::app::{App, app};
use crate::components::{Entry, SubmitButton, Tick, Work, Working};
use crate::i18n::t;
use crate::time::ask::{Asked, act};
use crate::time::date::{clock, minute_of};
use crate::time::words::length;
use crate::time::zone;

/// Times before a session one may choose, in minutes.
const BEFORE: [u32; 7] = [15, 60, 120, 240, 24 * 60, 48 * 60, 7 * 24 * 60];

/// The section.
#[component]
pub(super) fn Choice(known: Asked<RemindersView>) -> impl IntoView {
    let app = app();
    let chosen = RwSignal::new(vec![24 * 60, 60]);
    let (quiet, invitations, due) = (RwSignal::new(true), RwSignal::new(false), RwSignal::new(false));
    let client = app.session().is_some_and(|session| !session.role().is_staff());
    let (from, until) = (RwSignal::new(clock(21 * 60)), RwSignal::new(clock(8 * 60)));
    Effect::new(move || {
        let Some(saved) = known.get().and_then(|view| view.reminders) else { return };
        chosen.set(saved.before_minutes);
        invitations.set(saved.invitations);
        due.set(saved.due);
        quiet.set(saved.quiet.is_some());
        if let Some(Quiet { from_minute, to_minute }) = saved.quiet {
            from.set(clock(from_minute));
            until.set(clock(to_minute));
        }
    });
    let work = Work::new();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let hours = minute_of(&from.get_untracked()).zip(minute_of(&until.get_untracked()));
        let quiet = hours.filter(|_| quiet.get_untracked());
        let reminders = Reminders {
            before_minutes: chosen.get_untracked(),
            zone: zone::mine(),
            quiet: quiet.map(|(from_minute, to_minute)| Quiet { from_minute, to_minute }),
            invitations: invitations.get_untracked(),
            due: due.get_untracked(),
        };
        act(app, work, PutReminders { reminders }, move |_| {
            known.again();
            changed(app);
            app.say(t!("saved"));
        });
    };
    // Ticking one leaves the others where they are, and the focus with them.
    let all = Memo::new(move |_| {
        let mut all = BEFORE.to_vec();
        chosen.with(|chosen| all.extend(chosen.iter().filter(|it| !BEFORE.contains(it))));
        all.sort_unstable();
        all
    });
    let boxes = move || all.get().into_iter().map(|minutes| one(minutes, chosen)).collect_view();
    view! {
        <form class="section stack" novalidate on:submit=save>
            <fieldset class="choices beside"><legend><h2>{t!("reminders-when")}</h2></legend>{boxes}</fieldset>
            <p class="small soft" role="status">{move || chosen.with(|it| it.len() >= limits::REMINDERS_MAX).then(|| t!("reminders-most", count = limits::REMINDERS_MAX))}</p>
            <Tick label=t!("reminders-quiet") value=quiet />
            <div class="pairs" hidden=move || !quiet.get()><Entry label=t!("hours-from") kind="time" value=from /><Entry label=t!("hours-until") kind="time" value=until /></div>
            <Tick label=t!("reminders-invitations") value=invitations />
            {client.then(|| view! { <Tick label=t!("reminders-due") value=due help=t!("reminders-due-help") /> })}
            <p class="small soft">{t!("reminders-words")}</p>
            <div><SubmitButton label=t!("save") work=work /></div>
            <Working work=work />
        </form>
    }
}

/// This device says anew when something falls due, or no longer.
pub(super) fn changed(app: App) {
    if let Some(session) = app.session() {
        session.reminders_changed();
    }
}

fn one(minutes: u32, chosen: RwSignal<Vec<u32>>) -> impl IntoView {
    let on = move || chosen.with(|chosen| chosen.contains(&minutes));
    let full = move || !on() && chosen.with(|chosen| chosen.len() >= limits::REMINDERS_MAX);
    let flip = move |_| {
        chosen.update(|chosen| match chosen.iter().position(|it| *it == minutes) {
            Some(index) => drop(chosen.remove(index)),
            None => chosen.push(minutes),
        });
    };
    view! {
        <label class="choice">
            <input type="checkbox" prop:checked=on prop:disabled=full on:change=flip />
            <span>{t!("reminders-before", length = length(minutes))}</span>
        </label>
    }
}
