//! Keeping what is being written: after each change, one at a time, the newest last, and at once when the page goes.
//! A page that is closed takes nothing along.

use std::cell::Cell;
use std::rc::Rc;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Keeps after each change. `changed` is tracked and says whether there is anything new to keep; `keep` begins
/// to keep what is there now, and gives none once the page is gone, or whoever wrote on it.
pub(crate) fn keep_newest<Kept>(
    changed: impl Fn() -> bool + 'static,
    keep: impl Fn() -> Option<Kept> + 'static,
) where
    Kept: Future<Output = ()> + 'static,
{
    let keep = Rc::new(keep);
    let (writing, dirty) = (StoredValue::new(false), StoredValue::new(false));
    let last = Rc::clone(&keep);
    let hidden = window_event_listener(ev::pagehide, move |_| {
        // There is no time to wait for what is being kept: the newest words are begun after it, and stand.
        if dirty.try_get_value() == Some(true)
            && let Some(keeping) = last()
        {
            spawn_local(keeping);
        }
    });
    on_cleanup(move || hidden.remove());
    Effect::new(move || {
        if !changed() {
            return;
        }
        dirty.set_value(true);
        if writing.get_value() {
            return;
        }
        writing.set_value(true);
        let keep = Rc::clone(&keep);
        spawn_local(async move {
            // Gone once the page is: what it had was kept by then, or saved.
            while dirty.try_get_value() == Some(true) {
                dirty.set_value(false);
                let Some(keeping) = keep() else { break };
                keeping.await;
            }
            let _ = writing.try_set_value(false);
        });
    });
}

/// Keeps words after each change; what is there at first was kept before.
pub(crate) fn keep_words<Kept>(text: RwSignal<String>, keep: impl Fn(String) -> Option<Kept> + 'static)
where
    Kept: Future<Output = ()> + 'static,
{
    let first = Cell::new(true);
    let changed = move || {
        text.track();
        !first.replace(false)
    };
    keep_newest(changed, move || keep(text.try_get_untracked()?));
}
