//! Making an invitation: for whom, and how long it holds.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::session::Invited;
use rapport_client::{ClientError, Session};
use rapport_wire::Role;

use super::ready::{Ready, Shown};
use crate::components::{SubmitButton, TextField, Work, Working};
use crate::i18n::t;
use crate::shell::{focus, focus_title};

/// Days an invitation may hold. The first is proposed: long enough for a busy week, short for a lost letter.
const DAYS: [i64; 4] = [7, 1, 3, 14];
const DAY_SECONDS: i64 = 24 * 3600;

/// The form, and the link it made.
#[component]
pub(super) fn Make(
    session: StoredValue<Session, LocalStorage>,
    /// Whom this person may invite; never empty.
    roles: Vec<Role>,
    /// Counts what was made.
    made: RwSignal<u32>,
    /// The link, once there is one.
    shown: Shown,
) -> impl IntoView {
    let first = roles.first().copied().unwrap_or(Role::Client);
    let (role, days) = (RwSignal::new(first), RwSignal::new(DAYS[0]));
    let whom = RwSignal::new(String::new());
    let work = Work::new();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !work.begin() {
            return;
        }
        let session = session.get_value();
        spawn_local(async move {
            let invited = invite(&session, role.get_untracked(), days.get_untracked() * DAY_SECONDS).await;
            if let Some(invited) = work.end(invited) {
                session.name_invitation(invited.id, &whom.try_get_untracked().unwrap_or_default());
                let _ = whom.try_set(String::new());
                let origin = window().location().origin().unwrap_or_default();
                shown.made(invited.id, invited.link.to_address(&origin));
                let _ = made.try_update(|made| *made += 1);
                focus("#link-ready");
            }
        });
    };
    let send = StoredValue::new_local(send);
    let roles = StoredValue::new(roles);
    let again = move || {
        shown.clear();
        focus_title();
    };
    move || match shown.address() {
        Some(address) => view! { <Ready address=address on_again=again /> }.into_any(),
        None => view! {
            <form class="card" on:submit=move |event| send.with_value(|send| send(event))>
                <RoleChoice roles=roles.get_value() role=role />
                <DaysChoice days=days />
                <TextField label=t!("invite-whom") value=whom help=t!("invite-whom-help") />
                <div><SubmitButton label=t!("invite-submit") work=work /></div>
                <Working work=work />
            </form>
        }
        .into_any(),
    }
}

async fn invite(session: &Session, role: Role, valid_seconds: i64) -> Result<Invited, ClientError> {
    match role {
        Role::Client => session.invite_client(valid_seconds).await,
        staff => session.invite_staff(staff, valid_seconds).await,
    }
}

#[component]
fn RoleChoice(roles: Vec<Role>, role: RwSignal<Role>) -> impl IntoView {
    let choices = roles
        .into_iter()
        .map(|choice| {
            let (label, help) = match choice {
                Role::Coordinator => (t!("invite-coordinator"), t!("invite-coordinator-help")),
                Role::Therapist | Role::Owner => (t!("invite-therapist"), t!("invite-therapist-help")),
                Role::Client => (t!("invite-client"), t!("invite-client-help")),
            };
            view! {
                <label class="choice">
                    <input type="radio" name="role" prop:checked=move || role.get() == choice on:change=move |_| role.set(choice) />
                    <span><strong>{label}</strong><br /><span class="small soft">{help}</span></span>
                </label>
            }
        })
        .collect_view();
    view! { <fieldset class="choices"><legend>{t!("invite-who")}</legend>{choices}</fieldset> }
}

#[component]
fn DaysChoice(days: RwSignal<i64>) -> impl IntoView {
    let options = DAYS
        .map(|count| view! { <option value=count.to_string()>{t!("invite-days", count = count)}</option> })
        .collect_view();
    let choose = move |value: String| {
        if let Ok(count) = value.parse() {
            days.set(count);
        }
    };
    view! {
        <div class="field">
            <label for="invite-days">{t!("invite-expires")}</label>
            <select class="input" id="invite-days" on:change:target=move |event| choose(event.target().value())>{options}</select>
        </div>
    }
}
