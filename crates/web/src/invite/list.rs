//! Invitations that were made, from every space this person may look into; open ones can be taken back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::{ClientError, Session};
use rapport_wire::SpaceId;
use rapport_wire::invitation::{Invitation, InvitationState};

use crate::app::{Watched, app};
use crate::components::{Confirm, Work, Working};
use crate::i18n::{day, role_name, t};

/// An invitation, and the space it leads into.
type Made = (SpaceId, Invitation);

/// The list.
#[component]
pub(super) fn List(
    session: StoredValue<Session, LocalStorage>,
    /// Changes when one was made.
    made: RwSignal<u32>,
) -> impl IntoView {
    let app = app();
    let list = RwSignal::new(Vec::<Made>::new());
    let (looking, work) = (Work::new(), Work::new());
    let look = move || {
        let session = session.get_value();
        if looking.begin() {
            spawn_local(async move {
                if let Some(found) = looking.end(all(&session).await) {
                    let _ = list.try_set(found);
                }
            });
        }
    };
    Effect::new(move || {
        made.track();
        app.watch(Watched::Spaces);
        look();
    });
    let asked = RwSignal::new(None::<Made>);
    let revoke = move |(space, invitation): Made| {
        let session = session.get_value();
        if work.begin() {
            spawn_local(async move {
                if work.end(session.revoke_invitation(space, invitation.id).await).is_some() {
                    app.say(t!("invite-revoked-done"));
                    look();
                }
            });
        }
    };
    let rows = move || list.get().into_iter().map(|made| row(made, asked)).collect_view();
    view! {
        <section class="section stack">
            <h2>{t!("invite-list-title")}</h2>
            {move || list.with(Vec::is_empty).then(|| view! { <p class="soft">{t!("invite-list-none")}</p> })}
            <ul class="items" role="list">{rows}</ul>
            <Working work=looking />
            <Working work=work />
            <Confirm
                open=asked title=t!("invite-revoke-title") yes=t!("invite-revoke") on_yes=revoke
                body=|_: &Made| t!("invite-revoke-body")
            />
        </section>
    }
}

/// Everything this person may see, newest expiry first.
async fn all(session: &Session) -> Result<Vec<Made>, ClientError> {
    let spaces = session.spaces().into_iter().map(|space| space.id);
    let mut ids: Vec<SpaceId> = spaces.chain(session.practice()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut found = Vec::new();
    for space in ids {
        match session.invitations(space).await {
            Ok(invitations) => found.extend(invitations.into_iter().map(|invitation| (space, invitation))),
            // A space whose invitations are for others to see.
            Err(error) if error.is(rapport_wire::Code::Forbidden) => {}
            Err(error) => return Err(error),
        }
    }
    found.sort_by_key(|(_, invitation)| std::cmp::Reverse(invitation.expires_at));
    Ok(found)
}

fn row(made: Made, asked: RwSignal<Option<Made>>) -> impl IntoView {
    let (_, invitation) = &made;
    let role = role_name(invitation.role);
    let open = invitation.state == InvitationState::Open;
    let state = match invitation.state {
        InvitationState::Open => t!("invite-open", day = day(invitation.expires_at)),
        InvitationState::Used => t!("invite-used"),
        InvitationState::Revoked => t!("invite-revoked"),
        InvitationState::Expired => t!("invite-expired"),
    };
    let name = t!("invite-revoke-named", role = role);
    view! {
        <li>
            <div class="grow">
                <strong>{role}</strong>
                <p class="small soft">{state}</p>
            </div>
            {open.then(|| view! {
                <button type="button" class="button" aria-label=name on:click=move |_| asked.set(Some(made.clone()))>{t!("invite-revoke")}</button>
            })}
        </li>
    }
}
