//! The kinds of appointment a therapist gives: how people meet, how long, and who may book it.

use leptos::prelude::*;
use rapport_wire::offer::{Kind, Mode};

use super::paint::Painted;
use crate::components::{Choose, Entry, Tick, fresh_id};
use crate::i18n::t;
use crate::time::words;

/// The list, and a line to add to it.
#[component]
pub(super) fn Kinds(
    /// The kinds.
    kinds: RwSignal<Vec<Kind>>,
    /// The hours that are for some of them.
    painted: RwSignal<Painted>,
) -> impl IntoView {
    let rows = move || kinds.get().into_iter().map(|kind| row(kind, kinds, painted)).collect_view();
    let mode = RwSignal::new(Mode::Video.as_str().to_owned());
    let minutes = RwSignal::new("50".to_owned());
    let own = RwSignal::new(true);
    let modes =
        Mode::ALL.iter().map(|mode| (mode.as_str().to_owned(), words::mode(*mode))).collect::<Vec<_>>();
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(mode) = Mode::from_name(&mode.get_untracked()) else { return };
        let Ok(minutes) = minutes.get_untracked().trim().parse() else { return };
        // A number is never used for another kind: windows and the past refer to it.
        let id = kinds.with_untracked(|kinds| kinds.iter().map(|kind| kind.id).max().unwrap_or(0)) + 1;
        kinds.update(|kinds| kinds.push(Kind { id, minutes, mode, self_booked: own.get_untracked() }));
    };
    let title = fresh_id("kinds");
    view! {
        <section class="section stack" aria-labelledby=title.clone()>
            <h2 id=title.clone()>{t!("kinds-title")}</h2>
            <ul class="plain-list" role="list">{rows}</ul>
            <form class="pairs" novalidate on:submit=add>
                <Choose label=t!("kinds-mode") options=modes value=mode />
                <Entry label=t!("kinds-minutes") kind="number" value=minutes />
                <Tick label=t!("kinds-own") value=own />
                <div><button type="submit" class="button">{t!("kinds-add")}</button></div>
            </form>
        </section>
    }
}

fn row(kind: Kind, kinds: RwSignal<Vec<Kind>>, painted: RwSignal<Painted>) -> impl IntoView {
    let words = words::kind(kind.mode, kind.minutes);
    let who = if kind.self_booked { t!("kinds-by-clients") } else { t!("kinds-by-you") };
    let name = t!("kinds-remove-named", kind = words);
    let remove = move |_| {
        painted.update(|painted| painted.drop_kind(kind.id));
        kinds.update(|kinds| kinds.retain(|other| other.id != kind.id));
    };
    view! {
        <li class="row apart"><span>{words} " " <span class="small soft">{who}</span></span>
            <button type="button" class="button plain" aria-label=name on:click=remove>{t!("hours-remove")}</button></li>
    }
}
