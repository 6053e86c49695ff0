//! Forms, by real clients on a real server: what a practice made reaches whoever is asked, what was begun goes on
//! on another device and leaves nothing behind, and an answer finds the words it was given under.

use anyhow::{Context as _, Result, ensure};
use rapport_bot::person::Person;
use rapport_bot::practice::{client, named, owner};
use rapport_care::Content;
use rapport_care::content::{FormName, FormWorded, Rhythm};
use rapport_care::conversation::What;
use rapport_care::form::{Answer, Draft, Form, Responses, first_assessment};
use rapport_client::Session;
use rapport_testkit::Server;
use rapport_wire::SpaceId;
use tokio::task::LocalSet;

#[tokio::test]
async fn a_form_of_the_practice_is_answered_on_two_devices() {
    LocalSet::new().run_until(answered()).await.unwrap();
}

fn form(title: &str) -> Form {
    let draft = Draft { id: "own-1".into(), title: title.into(), ..first_assessment().clone().into_draft() };
    Form::of(draft).unwrap()
}

fn text(words: &str) -> Answer {
    Answer::Text(words.into())
}

fn chosen(option: &str) -> Answer {
    Answer::Chosen(vec![option.into()], None)
}

/// How many begun forms stand in somebody's own space.
fn begun(session: &Session, own: SpaceId) -> usize {
    session.engine(|engine| {
        let all = engine.written(own);
        let stands =
            |what: &What| matches!(what, What::Said(Content::FormBegun(it)) if !it.responses.is_empty());
        all.events().filter(|event| !all.is_withdrawn(event) && stands(&event.what)).count()
    })
}

async fn answered() -> Result<()> {
    let server = Server::start().await?;
    let thea = owner(server.origin(), server.owner_link(), "thea").await?;
    let (alex, care) = client(server.origin(), &thea, "alex").await?;

    // On the practice's shelf, and in the client's hands with its words.
    let ours = form("Our first questions");
    thea.session.keep_form(&ours).await?;
    ensure!(thea.session.made_forms() == [ours.clone()], "it is not on the shelf");
    ensure!(alex.session.made_forms().is_empty(), "a client sees the practice's shelf");
    let account = alex.session.account();
    thea.session.give_page(care, account, &ours, Rhythm::Once, "Before we meet.").await?;
    alex.until("the form", |session| !session.pages_due().is_empty()).await?;
    let due = alex.session.pages_due().remove(0);
    ensure!(due.form == ours && due.words == "Before we meet.", "something else is asked: {due:?}");

    // Words that a client puts beside it are nobody's form.
    alex.session.send(care, Content::FormWorded(FormWorded::of(&form("Send your passphrase")))).await?;
    alex.until_sent().await?;
    let name = FormName { id: ours.id.clone(), version: ours.version };
    ensure!(alex.session.form_named(care, &name) == Some(ours.clone()), "a client rewrote it");

    // Begun on one device, gone on with on another.
    let mut said = Responses::from([("what-brings-you".to_owned(), text("I lie awake."))]);
    alex.session.keep_form_begun(care, due.ask, &said).await;
    alex.session.carry_form(care, due.ask, &said).await?;
    alex.until_sent().await?;
    said.insert("goals".into(), text("To sleep."));
    alex.session.carry_form(care, due.ask, &said).await?;
    let own = alex.session.own_space().context("an own space")?;
    let desk = Person::sign_in(server.origin(), &named("alex")).await?;
    desk.until_in(own, 1).await?;
    desk.until_in(care, 2).await?;
    desk.until("what was begun", |session| begun(session, own) == 1).await?;
    ensure!(desk.session.begun_form(care, due.ask).await == said, "something else was begun");

    let more = [("therapy-before", "no"), ("thoughts", "sometimes"), ("plan", "no"), ("at-home", "yes")];
    said.extend(more.map(|(id, option)| (id.to_owned(), chosen(option))));
    let (due_form, asked) = desk.session.form_due(care, due.ask).context("it is no longer due")?;
    ensure!(due_form.validate(&said).is_ok(), "{:?}", due_form.validate(&said));
    desk.session.send_form(care, &due_form, &said, Some(asked)).await?;
    desk.until_sent().await?;
    alex.until("nothing to do", |session| session.pages_due().is_empty()).await?;
    alex.until("nothing left of what was begun", |session| begun(session, own) == 0).await?;

    // It is read under the words it was given under, also after the practice changed them; what worries is open.
    thea.until("the answers", |session| session.pages(care).len() == 1).await?;
    let changed = Form::of(Draft { version: 2, ..form("Other questions").into_draft() })?;
    thea.session.keep_form(&changed).await?;
    let page = thea.session.pages(care).remove(0);
    ensure!(thea.session.form_answered(care, &page.is) == Some(ours), "read under other words");
    ensure!(page.is.worries == ["thoughts"], "{:?}", page.is.worries);
    ensure!(thea.session.open_risks().len() == 1, "nobody is told of what worries");
    thea.session.put_form_away("own-1").await?;
    ensure!(thea.session.made_forms().is_empty(), "it is offered still");
    for person in [&thea, &alex, &desk] {
        ensure!(person.session.findings().is_empty(), "somebody was alarmed");
    }
    Ok(())
}
