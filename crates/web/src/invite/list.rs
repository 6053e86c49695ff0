//! Invitations that were made, from every space this person may look into; open ones can be taken back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::{ClientError, Session};
use rapport_wire::SpaceId;
use rapport_wire::invitation::{Invitation, InvitationState};
use rapport_wire::space::SpaceKind;

use super::ready::Shown;
use crate::app::{Watched, app};
use crate::components::{Confirm, Work, Working};
use crate::i18n::{day, role_name, t};
use crate::shell::focus_title;
use crate::talk::title;

/// An invitation, and the space it leads into.
#[derive(Clone)]
struct Made {
    space: SpaceId,
    invitation: Invitation,
    /// Whom it was for, as one noted oneself.
    whom: Option<String>,
    /// Who came by it, where that is one person's conversation.
    came: Option<String>,
}

/// The list.
#[component]
pub(super) fn List(
    session: StoredValue<Session, LocalStorage>,
    /// Changes when one was made.
    made: RwSignal<u32>,
    /// The link that is shown above, until its invitation is taken back.
    shown: Shown,
) -> impl IntoView {
    let app = app();
    let list = RwSignal::new(Vec::<Made>::new());
    let (looking, work) = (Work::new(), Work::new());
    let stale = StoredValue::new(false);
    let look = move || {
        let session = session.get_value();
        if !looking.begin() {
            // What is looked up right now may be from before: once more after it.
            return stale.set_value(true);
        }
        spawn_local(async move {
            let mut found = all(&session).await;
            while stale.try_update_value(std::mem::take) == Some(true) {
                found = all(&session).await;
            }
            if let Some(found) = looking.end(found) {
                let _ = list.try_set(found);
            }
        });
    };
    Effect::new(move || {
        made.track();
        app.watch(Watched::Spaces);
        look();
    });
    let asked = RwSignal::new(None::<Made>);
    let revoke = move |Made { space, invitation, .. }: Made| {
        let session = session.get_value();
        if work.begin() {
            spawn_local(async move {
                if work.end(session.revoke_invitation(space, invitation.id).await).is_some() {
                    app.say(t!("invite-revoked-done"));
                    shown.taken_back(invitation.id);
                    look();
                    focus_title();
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

/// Everything this person may see, newest first.
async fn all(session: &Session) -> Result<Vec<Made>, ClientError> {
    let spaces = session.spaces().into_iter().map(|space| space.id);
    let mut ids: Vec<SpaceId> = spaces.chain(session.practice()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut found = Vec::new();
    for space in ids {
        match session.invitations(space).await {
            Ok(invitations) => found.extend(invitations.into_iter().map(|it| Made::of(session, space, it))),
            // A space whose invitations are for others to see.
            Err(error) if error.is(rapport_wire::Code::Forbidden) => {}
            Err(error) => return Err(error),
        }
    }
    found.sort_by_key(|made| std::cmp::Reverse(made.invitation.created_at));
    Ok(found)
}

impl Made {
    fn of(session: &Session, space: SpaceId, invitation: Invitation) -> Self {
        let view = session.space(space).filter(|view| view.kind == SpaceKind::Care && view.others > 0);
        let came = view.map(|view| title(&view)).filter(|_| invitation.state == InvitationState::Used);
        Self { space, whom: session.invitation_note(invitation.id), came, invitation }
    }
}

fn row(made: Made, asked: RwSignal<Option<Made>>) -> impl IntoView {
    let Made { invitation, whom, came, .. } = made.clone();
    let role = role_name(invitation.role);
    let open = invitation.state == InvitationState::Open;
    let state = match invitation.state {
        InvitationState::Open => t!("invite-open", day = day(invitation.expires_at)),
        InvitationState::Used => {
            came.map_or_else(|| t!("invite-used"), |name| t!("invite-used-by", name = name))
        }
        InvitationState::Revoked => t!("invite-revoked"),
        InvitationState::Expired => t!("invite-expired", day = day(invitation.expires_at)),
    };
    let label = match &whom {
        Some(whom) => t!("invite-revoke-named", name = whom),
        None => t!("invite-revoke-unnamed", role = role),
    };
    let made_on = t!("invite-made", day = day(invitation.created_at));
    let title = whom.unwrap_or_else(|| role.clone());
    view! {
        <li>
            <div class="grow">
                <strong>{title}</strong>
                <p class="small soft">{role} ", " {made_on} " · " {state}</p>
            </div>
            {open.then(|| view! {
                <button type="button" class="button" aria-label=label on:click=move |_| asked.set(Some(made.clone()))>{t!("invite-revoke")}</button>
            })}
        </li>
    }
}
