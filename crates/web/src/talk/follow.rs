//! Values on the screen that are read again whenever the session says that they may have changed.

use leptos::prelude::*;
use rapport_client::Session;

use crate::app::{Watched, app};

/// A value of the session, read now and after each change of what is watched. Many changes at once are
/// read once, and a value that came out the same disturbs nobody. Without a session it is empty.
pub(crate) fn follow<T: PartialEq + Default + Send + Sync + 'static>(
    watched: &[Watched],
    read: impl Fn(&Session) -> T + Send + Sync + 'static,
) -> Memo<T> {
    let (app, watched) = (app(), watched.to_vec());
    Memo::new(move |_| {
        for what in &watched {
            app.watch(*what);
        }
        app.session().map(|session| read(&session)).unwrap_or_default()
    })
}
