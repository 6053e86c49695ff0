//! What was begun on this device and is kept nowhere else: a list to go on from, or to throw away.

use leptos::prelude::*;

use crate::components::Confirm;
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Begun {
    /// Its name for programs.
    pub(crate) name: String,
    /// What it is called so far.
    pub(crate) title: String,
    /// Where it is gone on with.
    pub(crate) to: Route,
}

/// The list; nothing while there is nothing.
#[component]
pub(crate) fn BegunList(
    /// What it is a list of.
    heading: String,
    /// What was begun.
    all: RwSignal<Vec<Begun>>,
    /// Throws one away.
    on_throw: impl Fn(Begun) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let asking = RwSignal::new(None::<Begun>);
    let row = move |it: Begun| {
        let (to, title) = (it.to, it.title.clone());
        let (go_on, throw) = (t!("begun-go-on", name = title), t!("begun-throw", name = title));
        view! {
            <li class="time-row">
                <p class="grow">{title}</p>
                <div class="row">
                    <Link to=to class="button">{go_on}</Link>
                    <button type="button" class="button plain" aria-label=throw on:click=move |_| asking.set(Some(it.clone()))>{t!("begun-away")}</button>
                </div>
            </li>
        }
    };
    let list = move || {
        let rows: Vec<_> = all.get().into_iter().map(row).collect();
        (!rows.is_empty()).then(|| view! { <section class="stack tight" data-testid="begun"><h3>{heading.clone()}</h3><ul class="times" role="list">{rows}</ul></section> })
    };
    view! {
        {list}
        <Confirm open=asking title=t!("begun-sure") body=|it: &Begun| t!("begun-sure-body", name = it.title) yes=t!("begun-away") on_yes=on_throw />
    }
}
