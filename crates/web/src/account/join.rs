//! Joining by a link: who invites, what is sealed, then an account.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::invitation::{Look, look};
use rapport_client::{ClientError, Link};

use super::opened_link;
use super::sign_up::SignUp;
use crate::app::{App, app};
use crate::components::{Glyph, Icon, Notice, PageHead, Tone};
use crate::i18n::{Sentences, a_role, day, sentences, t};
use crate::route::Route;
use crate::router::{Link as Anchor, router};
use crate::shell::focus_title;

/// What has been found behind the link.
#[derive(Clone)]
pub(super) enum Found {
    Looking,
    Nothing(Sentences),
    Invitation(Rc<Link>, Look),
}

/// Looks at the link this page was opened by.
pub(super) fn look_behind(app: App) -> RwSignal<Found, LocalStorage> {
    let found = RwSignal::new_local(Found::Looking);
    let router = router();
    spawn_local(async move {
        let outside = app.outside();
        let answer: Result<_, ClientError> = async {
            let link = opened_link(router, Route::Join)?;
            let look = look(&outside, &link).await?;
            Ok((link, look))
        }
        .await;
        let _ = found.try_set(match answer {
            Ok((link, look)) => Found::Invitation(Rc::new(link), look),
            Err(error) => Found::Nothing(sentences(&error)),
        });
        request_animation_frame(focus_title);
    });
    found
}

/// `/join#link`.
#[component]
pub(crate) fn Join() -> impl IntoView {
    let found = look_behind(app());
    move || match found.get() {
        Found::Looking => view! {
            <div class="page narrow">
                <PageHead title=t!("join-title") />
                <p role="status">{t!("join-opening")}</p>
            </div>
        }
        .into_any(),
        Found::Nothing(words) => view! {
            <div class="page narrow">
                <PageHead title=words.what lead=words.rec />
                <Anchor to=Route::SignIn class="button">{t!("join-have-account")}</Anchor>
            </div>
        }
        .into_any(),
        Found::Invitation(link, look) => {
            let intro = view! {
                <div class="stack loose">
                    <Behind look=look />
                    <p class="soft">{t!("join-no-contact")}</p>
                    <h2>{t!("join-form-title")}</h2>
                </div>
            };
            view! { <SignUp link=link intro=intro.into_any() submit=t!("join-submit") /> }.into_any()
        }
    }
}

/// Who invites whom to what, and what happens to what is said.
#[component]
pub(super) fn Behind(
    /// What is behind the link.
    look: Look,
) -> impl IntoView {
    let role = a_role(look.role);
    let title = t!("join-by-unnamed", role = role);
    view! {
        <div class="stack loose">
            <PageHead title=title lead=look.practice_name />
            <p class="checked"><Icon glyph=Glyph::Shield /><span>{t!("join-checked")}</span></p>
            <Notice tone=Tone::Calm>
                <strong>{t!("join-sealed-title")}</strong>
                <p>{t!("join-sealed")}</p>
            </Notice>
            <p class="soft">{t!("join-until", day = day(look.expires_at))}</p>
        </div>
    }
}
