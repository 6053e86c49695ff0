//! Calling an appointment off: what that means is said before the button is pressed, not after.

use leptos::html::Dialog;
use leptos::prelude::*;
use rapport_wire::appointment::{Appointment, CancelAppointment};

use super::card::Actions;
use crate::app::app;
use crate::components::{Working, fresh_id};
use crate::i18n::t;
use crate::time::ask::{self, act};
use crate::time::policy::{Notice, notice};
use crate::time::{words, zone};

/// The question in front of the page, while something is about to be called off.
#[component]
pub(in crate::time) fn CallOff(actions: Actions) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let title_id = fresh_id("call-off");
    let open = actions.calling_off;
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        if open.with(Option::is_some) && !dialog.open() {
            let _ = dialog.show_modal();
        } else if open.with(Option::is_none) && dialog.open() {
            dialog.close();
        }
    });
    let labelled = title_id.clone();
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby=labelled on:close=move |_| open.set(None)>
            <h2 id=title_id>{t!("call-off-title")}</h2>
            {move || open.get().map(|it| view! { <Question it=it actions=actions /> })}
        </dialog>
    }
}

#[component]
fn Question(it: Appointment, actions: Actions) -> impl IntoView {
    let app = app();
    let now = ask::now(app);
    let zone = actions.zone.get_value();
    let today = zone::local(now, &zone).date;
    let when = words::moment(it.starts_at, &zone, today);
    let which = {
        let it = it.clone();
        move || t!("call-off-which", when = when, name = actions.rooms.with_whom(&it))
    };
    let meaning = {
        let it = it.clone();
        move || if actions.staff { t!("call-off-by-staff") } else { meaning(&it, actions, &zone) }
    };
    let (id, sequence) = (it.id, it.sequence);
    let cancel = move |and_following: bool| {
        act(app, actions.work, CancelAppointment { appointment: id, sequence, and_following }, move |_| {
            let _ = actions.calling_off.try_set(None);
            actions.list.again();
            app.say(t!("call-off-done"));
        });
    };
    let series = (actions.staff && it.series.is_some()).then(|| {
        view! { <button type="button" class="button alert" on:click=move |_| cancel(true)>{t!("call-off-following")}</button> }
    });
    view! {
        <p>{which}</p>
        <p>{meaning}</p>
        <Working work=actions.work />
        <div class="actions">
            <button type="button" class="button" on:click=move |_| actions.calling_off.set(None)>{t!("call-off-keep")}</button>
            {series}
            <button type="button" class="button alert main" on:click=move |_| cancel(false)>{t!("time-call-off")}</button>
        </div>
    }
}

/// What the policy means for this appointment, for the client.
fn meaning(it: &Appointment, actions: Actions, zone: &str) -> String {
    let now = ask::now(app());
    let Some(policy) = actions.policy.get() else { return t!("call-off-unknown") };
    let asked = words::length(policy.cancel_notice_minutes);
    match notice(it, policy, now) {
        _ if policy.cancel_notice_minutes == 0 => t!("call-off-any-time"),
        Notice::InTime(last) => {
            t!("call-off-in-time", last = words::moment_within(last, zone, zone::local(now, zone).date))
        }
        Notice::Late { .. } => t!("call-off-late", asked = asked),
        Notice::Begun => t!("call-off-begun"),
    }
}
