//! The owner's set-up, from the one-time link of the server's first start.

use std::rc::Rc;

use leptos::prelude::*;

use super::opened_link;
use super::sign_up::SignUp;
use crate::components::{Notice, PageHead, Tone};
use crate::i18n::{sentences, t};
use crate::route::Route;
use crate::router::router;

/// `/setup#token`.
#[component]
pub(crate) fn Setup() -> impl IntoView {
    match opened_link(router(), Route::Setup) {
        Ok(link) => {
            let intro = view! {
                <PageHead title=t!("setup-title") lead=t!("setup-lead") />
            };
            view! { <SignUp link=Rc::new(link) intro=intro.into_any() submit=t!("setup-submit") /> }
                .into_any()
        }
        Err(error) => {
            let words = sentences(&error);
            view! {
                <div class="page narrow">
                    <PageHead title=t!("setup-title") lead=t!("setup-no-token") />
                    <Notice tone=Tone::Careful><strong>{words.what}</strong><p>{words.rec}</p></Notice>
                </div>
            }
            .into_any()
        }
    }
}
