//! What an appointment is about: everybody's own words, sealed into the conversation of those who meet. The
//! server has the hour and not the reason.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::limits::ABOUT_CHARS_MAX;
use rapport_wire::appointment::Appointment;

use super::rooms::Rooms;
use crate::app::app;
use crate::components::{FewWords, Work, Working, too_many};
use crate::i18n::t;

/// The words of everybody who takes part, and a place for one's own while there is time.
#[component]
pub(super) fn About(
    /// Of which appointment.
    it: Appointment,
    /// Who is who.
    rooms: Rooms,
    /// Whether it is still ahead: afterwards the words stand as they are.
    #[prop(into)]
    ahead: Signal<bool>,
) -> impl IntoView {
    let (app, which) = (app(), StoredValue::new(it));
    let said = Memo::new(move |_| which.with_value(|it| rooms.abouts(it)));
    let mine = Memo::new(move |_| {
        said.with(|said| said.iter().find(|it| it.name.is_none()).map(|it| it.words.clone()))
    });
    let lines = move || {
        let each = said.get().into_iter().map(|it| {
            let name = it.name.unwrap_or_else(|| t!("about-you"));
            view! { <div class="about-line"><dt>{name}</dt><dd>{it.words}</dd></div> }
        });
        said.with(|said| !said.is_empty())
            .then(|| view! { <dl class="about" data-testid="about">{each.collect_view()}</dl> })
    };
    let open = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    // What is being typed stays when another device changes what stood there.
    let begin = move |_| {
        typed.set(mine.get_untracked().unwrap_or_default());
        open.set(true);
    };
    let work = Work::new();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(session) = app.session() else { return };
        if typed.with_untracked(|words| too_many(words, ABOUT_CHARS_MAX)).is_some() || !work.begin() {
            return;
        }
        spawn_local(async move {
            let (space, id) = which.with_value(|it| (it.space, it.id));
            let words = typed.get_untracked();
            if work.end(session.say_about(space, id, &words).await).is_some() {
                let _ = open.try_set(false);
                app.say(t!("about-kept"));
            }
        });
    };
    let field = NodeRef::<leptos::html::Textarea>::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let form = move || {
        view! {
            <form class="stack" novalidate on:submit=save>
                <FewWords label=t!("about-label") help=t!("about-help") value=typed most=ABOUT_CHARS_MAX field=field />
                <Working work=work />
                <div class="row">
                    <button type="submit" class="button main">{t!("about-save")}</button>
                    <button type="button" class="button" on:click=move |_| open.set(false)>{t!("cancel")}</button>
                </div>
            </form>
        }
    };
    let change = move || {
        let words = if mine.with(Option::is_some) { t!("about-change") } else { t!("about-say") };
        view! { <button type="button" class="button plain about-say" on:click=begin>{words}</button> }
    };
    view! {
        {lines}
        {move || match (ahead.get(), open.get()) {
            (true, true) => form().into_any(),
            (true, false) => change().into_any(),
            (false, _) => ().into_any(),
        }}
    }
}
