//! What the practice asks of everybody who books: changed by its owner.

use leptos::prelude::*;
use rapport_wire::offer::{BookingPolicy, GetBookingPolicy, PutBookingPolicy};

use super::ask::{Asked, act};
use super::words::length;
use crate::app::app;
use crate::components::{Choose, Entry, PageHead, Refusal, SubmitButton, Tick, Work, Working};
use crate::i18n::t;

/// Notices one may choose, in minutes.
const NOTICES: [u32; 8] = [0, 60, 120, 12 * 60, 24 * 60, 48 * 60, 72 * 60, 7 * 24 * 60];

/// `/week/rules`.
#[component]
pub(super) fn Rules() -> impl IntoView {
    let app = app();
    let known = Asked::follow(|| Some(GetBookingPolicy {}));
    let notice = RwSignal::new(String::new());
    let late_move = RwSignal::new(false);
    let ahead = RwSignal::new(String::new());
    Effect::new(move || {
        if let Some(policy) = known.get() {
            notice.set(policy.cancel_notice_minutes.to_string());
            late_move.set(policy.late_move);
            ahead.set(policy.ahead_max.to_string());
        }
    });
    let options = Signal::derive(move || {
        let mut all = NOTICES.to_vec();
        all.extend(notice.get().parse::<u32>().ok().filter(|now| !NOTICES.contains(now)));
        all.sort_unstable();
        all.into_iter().map(|minutes| (minutes.to_string(), length(minutes))).collect::<Vec<_>>()
    });
    let work = Work::new();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = (notice.get_untracked().parse(), ahead.get_untracked().trim().parse());
        let (Ok(cancel_notice_minutes), Ok(ahead_max)) = typed else { return };
        let policy = BookingPolicy { cancel_notice_minutes, late_move: late_move.get_untracked(), ahead_max };
        act(app, work, PutBookingPolicy { policy }, move |_| {
            known.again();
            app.say(t!("saved"));
        });
    };
    view! {
        <div class="page">
            <PageHead title=t!("rules-title") lead=t!("rules-lead") />
            <Refusal words=known.trouble() />
            <form class="stack" novalidate on:submit=save>
                <Choose label=t!("rules-notice") options=options value=notice />
                <Tick label=t!("rules-late-move") value=late_move />
                <Entry label=t!("rules-ahead") kind="number" value=ahead />
                <div><SubmitButton label=t!("save") work=work /></div>
                <Working work=work />
            </form>
        </div>
    }
}
