//! What somebody was given to do or to read: what it is called, where it is, and saying that it is done.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::content::Practice;
use rapport_care::library::{find, shelf};
use rapport_care::limits::FORM_TEXT_CHARS_MAX;
use rapport_client::Session;
use rapport_client::views::PracticeDue;

use super::skill::Skill;
use crate::app::{Phase, Watched, app};
use crate::components::{FewWords, Glyph, Icon, SubmitButton, Work, Working, too_many};
use crate::i18n::t;
use crate::own_id::id_of;
use crate::route::Route;
use crate::talk::{follow, title as called};

/// What an exercise or an article is called, as far as it is known here.
pub(crate) fn title(practice: &Practice, session: &Session) -> String {
    match practice {
        Practice::Skill(id) => {
            Skill::from_name(id).map_or_else(|| t!("practice-unknown-skill"), Skill::title)
        }
        Practice::Article(id) => find(id).map_or_else(
            || {
                let own = session.articles_to_read().into_iter().find(|own| own.id == *id);
                own.map_or_else(|| t!("practice-unknown-article"), |own| own.article.title)
            },
            |article| article.title.clone(),
        ),
    }
}

/// The same, as the name of something to do.
pub(crate) fn named(practice: &Practice, session: &Session) -> String {
    named_as(practice, Some(&title(practice, session)))
}

/// The same, of an article whose title is known already, or is not.
pub(crate) fn named_as(practice: &Practice, title: Option<&str>) -> String {
    let title = match (practice, title) {
        (_, Some(title)) => title.to_owned(),
        (Practice::Skill(id), None) => {
            Skill::from_name(id).map_or_else(|| t!("practice-unknown-skill"), Skill::title)
        }
        (Practice::Article(_), None) => t!("practice-unknown-article"),
    };
    match practice {
        Practice::Skill(_) => t!("practice-skill", title = title),
        Practice::Article(_) => t!("practice-article", title = title),
    }
}

/// Where it is done, or read; none for what this version does not know.
pub(crate) fn way_to(practice: &Practice) -> Option<Route> {
    match practice {
        Practice::Skill(id) => Skill::from_name(id).map(Route::Skill),
        Practice::Article(id) => {
            let shipped = shelf().iter().find(|it| it.id == id).map(|it| Route::Article(it.id));
            shipped.or_else(|| id_of(id).map(Route::OwnArticle))
        }
    }
}

/// Everything that can be given: the exercises, the practice's own articles, and those that come with Rapport.
pub(crate) fn giveable(session: &Session) -> Vec<Practice> {
    let skills = Skill::ALL.into_iter().map(|skill| Practice::Skill(skill.as_str().to_owned()));
    let own = session.own_articles().into_iter().map(|own| Practice::Article(own.id));
    let shipped = shelf().iter().map(|it| Practice::Article(it.id.to_owned()));
    skills.chain(own).chain(shipped).collect()
}

/// On the page of an exercise or an article: who asked for it and what for, and the way to say that it is done.
/// Nothing for whoever was not asked.
#[component]
pub(super) fn Asked(
    /// What the page is about.
    practice: Practice,
) -> impl IntoView {
    let app = app();
    let inside = Memo::new(move |_| app.phase() == Phase::In);
    move || inside.get().then(|| view! { <Ask practice=practice.clone() /> })
}

#[component]
fn Ask(practice: Practice) -> impl IntoView {
    let due = follow(&[Watched::Spaces], move |session| {
        let due = session.practices_due().into_iter().find(|due| due.practice == practice);
        due.map(|due| (session.space(due.space).map(|space| called(&space)).unwrap_or_default(), due))
    });
    move || due.get().map(|(name, due)| view! { <Tell name=name due=due /> })
}

#[component]
fn Tell(name: String, due: PracticeDue) -> impl IntoView {
    let app = app();
    let words = RwSignal::new(String::new());
    let work = Work::new();
    let (lead, label) = match due.practice {
        Practice::Skill(_) => (t!("practice-asked-skill", name = name), t!("practice-did")),
        Practice::Article(_) => (t!("practice-asked-article", name = name), t!("practice-read")),
    };
    let asked = due.words.clone();
    let tell = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(session), due, name) = (app.session(), due.clone(), name.clone()) else { return };
        let said = words.get_untracked();
        if too_many(&said, FORM_TEXT_CHARS_MAX).is_some() || !work.begin() {
            return;
        }
        spawn_local(async move {
            if work.end(session.practised(&due, &said).await).is_some() {
                app.say(t!("practice-told", name = name));
            }
        });
    };
    view! {
        <form class="card stack" novalidate on:submit=tell data-testid="practice-asked">
            <p>{lead}</p>
            {(!asked.is_empty()).then(|| view! { <p class="said">{asked}</p> })}
            <FewWords label=t!("practice-how") value=words most=FORM_TEXT_CHARS_MAX />
            <Working work=work />
            <div class="row"><SubmitButton label=label work=work /><span class="small soft"><Icon glyph=Glyph::Info />" "{t!("practice-only-this")}</span></div>
        </form>
    }
}
