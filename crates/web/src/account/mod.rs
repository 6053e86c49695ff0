//! Coming in: the owner's set-up, joining by a link, signing in, recovery words, unlocking.

mod accept;
mod join;
mod new_words;
mod person;
mod recover;
mod reminder;
mod setup;
mod sign_in;
mod sign_up;
mod unlock;
mod words;

pub(crate) use accept::Accept;
pub(crate) use join::Join;
pub(crate) use new_words::NewWords;
pub(crate) use recover::Recover;
pub(crate) use reminder::WordsReminder;
pub(crate) use setup::Setup;
pub(crate) use sign_in::SignIn;
pub(crate) use unlock::Unlock;

pub(crate) use person::{Text, check_name, focus_first_error};

use leptos::prelude::window;
use rapport_client::{ClientError, Link};

use crate::platform::device_label;
use crate::route::Route;
use crate::router::Router;

/// What to call this device in the list of devices.
fn this_device() -> String {
    device_label(&window().navigator().user_agent().unwrap_or_default())
}

/// The link this page was opened by.
fn opened_link(router: Router, route: Route) -> Result<Link, ClientError> {
    Link::parse(&format!("{}#{}", route.path(), router.fragment()))
}
