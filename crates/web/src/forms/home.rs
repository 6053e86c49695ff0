//! `/forms`: what the practice made, and where to begin from.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::form::{Form, first_assessment};
use rapport_care::worksheet;
use rapport_client::Session;
use rapport_wire::EntryId;

use super::build::{blank, copy_of};
use crate::app::{Watched, app};
use crate::begun::{Begun, BegunList};
use crate::components::{Choose, Confirm, Glyph, Icon, PageHead, Work, Working};
use crate::i18n::t;
use crate::own_id::{id_of, name_of};
use crate::route::Route;
use crate::router::{Link, router};
use crate::talk::follow;

/// Where a new one begins when nothing is chosen.
const BLANK: &str = "blank";

/// `/forms`.
#[component]
pub(super) fn Home() -> impl IntoView {
    let made = follow(&[Watched::Spaces], Session::made_forms);
    let (app, work) = (app(), Work::new());
    // The name and the title of the form one is asked about.
    let leaving = RwSignal::new(None::<(String, String)>);
    let rows =
        move || made.get().into_iter().map(|form| view! { <Row form=form leaving=leaving /> }).collect_view();
    let put_away = move |(id, title): (String, String)| {
        let Some(session) = app.session().filter(|_| work.begin()) else { return };
        spawn_local(async move {
            if work.end(session.put_form_away(&id).await).is_some() {
                app.say(t!("forms-away-done", name = title));
            }
        });
    };
    let none = move || made.with(Vec::is_empty).then(|| view! { <p class="soft">{t!("forms-none")}</p> });
    view! {
        <div class="page">
            <PageHead title=t!("forms-title") lead=t!("forms-lead") />
            <div class="stack loose">
                <section class="stack"><h2>{t!("forms-ours")}</h2>{none}<ul class="times" role="list" data-testid="forms">{rows}</ul><Working work=work /><Unkept made=made /><Away /></section>
                <section class="stack"><h2>{t!("forms-new")}</h2><Begin made=made /></section>
                <p><Link to=Route::Records class="button plain"><Icon glyph=Glyph::Back /><span>{t!("forms-to-records")}</span></Link></p>
            </div>
            <Confirm open=leaving title=t!("forms-away-title") body=|(_, title)| t!("forms-away-body", name = title) yes=t!("forms-away") on_yes=put_away />
        </div>
    }
}

/// What is being made on this device.
#[component]
fn Unkept(made: Memo<Vec<Form>>) -> impl IntoView {
    let (app, all) = (app(), RwSignal::new(Vec::new()));
    let look = move || {
        let Some(session) = app.session() else { return };
        let kept = made.get();
        spawn_local(async move {
            let drafts = session.forms_begun().await.into_iter();
            // What was opened and not touched is no work of anybody's.
            let touched = drafts.filter(|draft| {
                let same = kept.iter().any(|form| form.id == draft.id && form.clone().into_draft() == *draft);
                !same && *draft != blank(&draft.id)
            });
            let named = touched.filter_map(|draft| {
                let title = if draft.title.trim().is_empty() { t!("article-nameless") } else { draft.title };
                Some(Begun { to: Route::EditForm(id_of(&draft.id)?), name: draft.id, title })
            });
            let _ = all.try_set(named.collect());
        });
    };
    Effect::new(look);
    let throw = move |it: Begun| {
        let Some(session) = app.session() else { return };
        all.update(|all| all.retain(|known| known.name != it.name));
        spawn_local(async move { session.keep_made_aside(&it.name, None).await });
    };
    view! { <BegunList heading=t!("forms-begun") all=all on_throw=throw /> }
}

/// What was put away, and the way back.
#[component]
fn Away() -> impl IntoView {
    let (app, work) = (app(), Work::new());
    let away = follow(&[Watched::Spaces], Session::forms_put_away);
    let row = move |form: Form| {
        let (title, label) = (form.title.clone(), t!("forms-back-this", name = form.title));
        let back = move |_| {
            let Some(session) = app.session().filter(|_| work.begin()) else { return };
            let form = form.clone();
            spawn_local(async move {
                if work.end(session.keep_form(&form).await).is_some() {
                    app.say(t!("forms-back-done", name = form.title));
                }
            });
        };
        view! {
            <li class="time-row">
                <p class="grow">{title}</p>
                <button type="button" class="button" aria-label=label on:click=back>{t!("forms-back")}</button>
            </li>
        }
    };
    move || {
        let all = away.get();
        (!all.is_empty()).then(|| {
            view! {
                <details class="fold" data-testid="forms-away">
                    <summary>{t!("forms-away-list", count = all.len())}</summary>
                    <ul class="times" role="list">{all.into_iter().map(row).collect_view()}</ul>
                    <Working work=work />
                </details>
            }
        })
    }
}

#[component]
fn Row(form: Form, leaving: RwSignal<Option<(String, String)>>) -> impl IntoView {
    let (id, title) = (form.id.clone(), form.title.clone());
    let away = move |_| leaving.set(Some((id.clone(), title.clone())));
    let to = id_of(&form.id).map(Route::EditForm);
    let label = t!("forms-away-this", name = form.title);
    view! {
        <li class="time-row">
            <div class="grow"><p class="strong">{form.title.clone()}</p><p class="small soft">{t!("forms-count", count = form.questions().count(), version = form.version)}</p></div>
            {to.map(|to| view! { <Link to=to class="button"><Icon glyph=Glyph::Edit /><span>{t!("forms-edit", name = form.title)}</span></Link> })}
            <button type="button" class="button plain" aria-label=label on:click=away>{t!("forms-away")}</button>
        </li>
    }
}

/// A new one: from nothing, or from one there is.
#[component]
fn Begin(made: Memo<Vec<Form>>) -> impl IntoView {
    let (app, router) = (app(), router());
    let from = RwSignal::new(BLANK.to_owned());
    let choices = move || {
        let named = |form: &Form| (form.id.clone(), t!("forms-copy-of", name = form.title));
        let made = made.get();
        let shipped = std::iter::once(first_assessment()).chain(worksheet::shelf());
        let all = shipped.map(named).chain(made.iter().map(named));
        std::iter::once((BLANK.to_owned(), t!("forms-blank"))).chain(all).collect::<Vec<_>>()
    };
    let begin = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(session) = app.session() else { return };
        let id = EntryId::from_bytes(session.fresh_note().0);
        let source = from.with_untracked(|from| {
            let own = made.with_untracked(|made| made.iter().find(|form| form.id == *from).cloned());
            own.or_else(|| rapport_care::form::known::with_rapport(from).cloned())
        });
        let name = name_of(id);
        let draft = source.map_or_else(|| blank(&name), |form| copy_of(&form, &name));
        spawn_local(async move {
            session.keep_made_aside(&name, Some(&draft)).await;
            router.go(Route::EditForm(id));
        });
    };
    view! {
        <form class="stack" on:submit=begin>
            <Choose label=t!("forms-from") options=Signal::derive(choices) value=from />
            <div><button type="submit" class="button main"><Icon glyph=Glyph::Edit /><span>{t!("forms-begin")}</span></button></div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_in_an_address_is_one_for_a_form() {
        let id = EntryId::from_bytes([0xab; 16]);
        assert!(Form::of(copy_of(first_assessment(), &name_of(id))).is_ok());
    }
}
