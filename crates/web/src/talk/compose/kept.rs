//! Drafts survive a reload: kept on the device, sealed, a moment after one stops typing.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::draft::{Draft, Purpose};

/// How long after the last key the draft is kept, in milliseconds.
const AFTER_MS: u32 = 400;

/// Brings back what was kept, and keeps what is written from now on.
pub(super) fn follow(draft: Draft) {
    let Some((session, space)) = draft.place() else { return };
    spawn_local(async move {
        let kept = session.draft(space).await;
        // Words typed while the vault was read are the newer ones.
        if let Some(kept) = kept
            && draft.text.try_with_untracked(String::is_empty) == Some(true)
        {
            draft.text.set(kept);
        }
    });
    let due = StoredValue::new_local(None::<Timeout>);
    Effect::watch(
        move || draft.text.get(),
        move |text, _, _| {
            // Words of an edit are those of a message that stands already.
            if matches!(draft.purpose.get_untracked(), Purpose::Edit { .. }) {
                return;
            }
            let Some((session, space)) = draft.place() else { return };
            let text = text.clone();
            let keep = move || spawn_local(async move { session.keep_draft(space, &text).await });
            due.set_value(Some(Timeout::new(AFTER_MS, keep)));
        },
        false,
    );
}
