//! Giving somebody something to do between sessions (a worksheet or a form, an exercise, an article): which, how
//! often, and what for.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::content::{Practice, Rhythm};
use rapport_care::form::{Form, first_assessment};
use rapport_care::limits::FORM_TEXT_CHARS_MAX;
use rapport_care::worksheet;
use rapport_client::Session;
use rapport_wire::{AccountId, Role, SpaceId};

use crate::app::{Watched, app};
use crate::components::{Choose, FewWords, Glyph, Icon, SubmitButton, Work, Working, too_many};
use crate::i18n::t;
use crate::practise;
use crate::route::Route;
use crate::router::Link;
use crate::talk::follow;

/// The form.
#[component]
pub(super) fn Give(
    /// In which space.
    space: SpaceId,
) -> impl IntoView {
    let app = app();
    let shelf = follow(&[Watched::Spaces], shelf);
    let which = RwSignal::new(first_assessment().id.clone());
    let often = RwSignal::new("once".to_owned());
    let words = RwSignal::new(String::new());
    let clients = follow(&[Watched::Spaces], move |session| {
        let all = session.members(space).into_iter().filter(|member| member.role == Role::Client);
        all.map(|member| member.account).collect::<Vec<AccountId>>()
    });
    let work = Work::new();
    let give = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let chosen = which.get_untracked();
        let found = shelf.with_untracked(|all| all.iter().find(|it| it.key == chosen).cloned());
        let Some(Offer { gift, title, .. }) = found else { return };
        let Some(session) = app.session() else { return };
        let rhythm = rhythm(&often.get_untracked());
        let (clients, said) = (clients.get_untracked(), words.get_untracked());
        let fits = too_many(&said, FORM_TEXT_CHARS_MAX).is_none();
        if clients.is_empty() || !fits || !work.begin() {
            return;
        }
        spawn_local(async move {
            let given = async {
                for client in clients {
                    match &gift {
                        Gift::Form(form) => session.give_page(space, client, form, rhythm, &said).await?,
                        Gift::Practice(it) => {
                            session.give_practice(space, client, it.clone(), rhythm, &said).await?;
                        }
                    }
                }
                Ok(())
            };
            if work.end(given.await).is_some() {
                let _ = words.try_set(String::new());
                app.say(t!("give-done", sheet = title));
            }
        });
    };
    let sheets =
        Signal::derive(move || shelf.get().into_iter().map(|it| (it.key, it.title)).collect::<Vec<_>>());
    let rhythms = [("once", t!("give-once")), ("day", t!("give-day")), ("week", t!("give-week"))];
    let rhythms = rhythms.map(|(key, words)| (key.to_owned(), words)).to_vec();
    view! {
        <details class="more" data-testid="give"><summary>{t!("give-title")}</summary>
            <form class="stack" novalidate on:submit=give>
                <Choose label=t!("give-which") options=sheets value=which />
                <Choose label=t!("give-often") options=rhythms value=often />
                <FewWords label=t!("give-words") help=t!("give-words-help") value=words most=FORM_TEXT_CHARS_MAX />
                <Working work=work />
                <div class="row"><SubmitButton label=t!("give-do") work=work /><Link to=Route::Forms class="button plain"><Icon glyph=Glyph::Edit /><span>{t!("give-own")}</span></Link></div>
            </form>
        </details>
    }
}

/// Something that can be given.
#[derive(Clone, PartialEq)]
struct Offer {
    /// Its name for programs: a form, an exercise and an article may be called alike.
    key: String,
    title: String,
    gift: Gift,
}

#[derive(Clone, PartialEq)]
enum Gift {
    Form(Form),
    Practice(Practice),
}

/// What can be given: the first assessment, what the practice made, the worksheets, exercises and articles.
fn shelf(session: &Session) -> Vec<Offer> {
    let made = session.made_forms();
    let forms =
        [first_assessment().clone()].into_iter().chain(made).chain(worksheet::shelf().iter().cloned());
    let forms =
        forms.map(|form| Offer { key: form.id.clone(), title: form.title.clone(), gift: Gift::Form(form) });
    let practices = practise::giveable(session).into_iter().map(|it| Offer {
        key: match &it {
            Practice::Skill(id) => format!("skill:{id}"),
            Practice::Article(id) => format!("article:{id}"),
        },
        title: practise::named(&it, session),
        gift: Gift::Practice(it),
    });
    forms.chain(practices).collect()
}

fn rhythm(key: &str) -> Rhythm {
    match key {
        "day" => Rhythm::Days(1),
        "week" => Rhythm::Weeks(1),
        _ => Rhythm::Once,
    }
}
