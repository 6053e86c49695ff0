//! Consents, by real clients on a real server: who may ask and who answers, what binds whom, and that nothing of it is
//! lost or changed.

use anyhow::{Context as _, Result, ensure};
use rapport_bot::practice::{client, colleague, owner};
use rapport_care::ConsentId;
use rapport_care::consent::Standing;
use rapport_care::content::{Content, Says};
use rapport_client::Session;
use rapport_client::session::{ConsentView, Happened};
use rapport_testkit::Server;
use rapport_wire::SpaceId;
use tokio::task::LocalSet;

#[tokio::test]
async fn a_client_answers_the_words_they_read_and_takes_it_back() {
    Box::pin(LocalSet::new().run_until(agreement())).await.unwrap();
}

fn words(of: &str) -> String {
    format!("# Therapy online\n\nWhat you agree to.\n\n{of}")
}

fn one(session: &Session, care: SpaceId) -> Option<ConsentView> {
    session.consents(care)?.all.into_iter().next()
}

fn stands(session: &Session, care: SpaceId, standing: Standing) -> bool {
    one(session, care).is_some_and(|it| it.clients.iter().all(|client| client.standing == standing))
}

async fn agreement() -> Result<()> {
    let server = Server::start().await?;
    let origin = server.origin().to_owned();
    let thea = owner(&origin, server.owner_link(), "thea").await?;
    let bea = colleague(&origin, &thea, "bea").await?;
    let (alex, care) = client(&origin, &thea, "alex").await?;
    let id = thea.session.fresh_consent();

    ensure!(bea.session.consents(care).is_none(), "a colleague sees what is none of theirs");
    ensure!(bea.session.ask_consent(care, id, &words("a")).await.is_err(), "a stranger asked");
    ensure!(alex.session.ask_consent(care, id, &words("a")).await.is_err(), "a client asked");

    // What is begun stays on the device until it is sent.
    thea.session.keep_consent_aside(care, id, Some(&words("beg"))).await;
    ensure!(thea.session.consent_aside(care, id).await == Some(words("beg")));
    thea.session.ask_consent(care, id, &words("a")).await?;
    ensure!(thea.session.consent_aside(care, id).await.is_none(), "what was sent is no draft");
    alex.until("the words", |session| one(session, care).is_some()).await?;
    let waiting = alex.session.consents_to_answer();
    ensure!(waiting == [(care, "Therapy online".to_owned(), false)], "{waiting:?}");
    ensure!(thea.session.consents_to_answer().is_empty(), "staff are asked");

    // Taken back before anybody answered, it is gone for both; and it can be asked again.
    let first = one(&thea.session, care).context("asked")?;
    ensure!(first.can_take_back && first.mine.is_none());
    let theirs = one(&alex.session, care).context("asked")?;
    ensure!(!theirs.can_take_back && theirs.mine == Some(Standing::Open));
    ensure!(alex.session.take_consent_back(care, theirs.words.entry).await.is_err(), "a client took it back");
    thea.session.take_consent_back(care, first.words.entry).await?;
    alex.until("nothing", |session| one(session, care).is_none()).await?;
    thea.session.ask_consent(care, id, &words("a")).await?;
    alex.until("the words again", |session| one(session, care).is_some()).await?;

    // Only the client answers, and to the words they read.
    let asked = one(&alex.session, care).context("asked")?;
    ensure!(
        thea.session.answer_consent(care, id, &asked.words, Says::Agrees, "").await.is_err(),
        "staff answered"
    );
    ensure!(bea.session.answer_consent(care, id, &asked.words, Says::Agrees, "").await.is_err());
    alex.session.answer_consent(care, id, &asked.words, Says::Agrees, " With pleasure. ").await?;
    thea.until("a yes", |session| stands(session, care, Standing::Agrees)).await?;
    ensure!(alex.session.consents_to_answer().is_empty(), "what was answered waits");
    let kept = one(&thea.session, care).context("kept")?;
    ensure!(!kept.can_take_back, "what was answered can be taken back");
    ensure!(kept.history[0].why == "With pleasure." && kept.history[0].says == Some(Says::Agrees));

    ensure!(thea.session.take_consent_back(care, kept.words.entry).await.is_err(), "it was taken back");
    // New words bind nobody; what was agreed to before holds until they are answered.
    thea.session.ask_consent(care, id, &words("b")).await?;
    alex.until("new words", |session| stands(session, care, Standing::AgreedBefore)).await?;
    ensure!(alex.session.consents_to_answer().iter().all(|(.., again)| *again), "it is asked again");
    ensure!(
        one(&alex.session, care).is_some_and(|it| it.answered.is_some_and(|it| it.title == "Therapy online"))
    );
    let new = one(&alex.session, care).context("new words")?;
    alex.session.answer_consent(care, id, &new.words, Says::Withdraws, "Too much.").await?;
    thea.until("a no", |session| stands(session, care, Standing::Withdrawn)).await?;
    let told = one(&thea.session, care).context("told")?;
    let said: Vec<_> = told.history.iter().filter_map(|step| step.says).collect();
    ensure!(said == [Says::Withdraws, Says::Agrees], "{said:?}");

    // It stands in the record, and on the day's page of whoever treats them.
    let answers = |it: &Happened| matches!(it, Happened::Consent { says: Some(_), .. });
    let lately = thea.session.lately(rapport_wire::Timestamp::from_micros(0));
    ensure!(lately.iter().filter(|(_, it)| answers(&it.what)).count() == 2, "{lately:?}");

    // Words one asked others to agree to are there to begin with elsewhere, and nowhere for whoever did not.
    let (_, other) = client(&origin, &thea, "noor").await?;
    let before = thea.session.consent_words(other);
    ensure!(before.len() == 1 && before[0].0 == care && before[0].1.markdown == words("b"), "{before:?}");
    ensure!(bea.session.consent_words(other).is_empty());

    // An answer to words that nobody asked for counts for nothing.
    let made_up = rapport_care::content::ConsentSaid {
        consent: ConsentId(id.0),
        asked: new.words.entry,
        words: [7; 32],
        says: Says::Agrees,
        said_at: 0,
        after: None,
        why: String::new(),
    };
    alex.session.send(care, Content::ConsentSaid(made_up)).await?;
    alex.session.answer_consent(care, id, &new.words, Says::Declines, "").await?;
    thea.until("the last word", |session| stands(session, care, Standing::Declined)).await?;

    // A no to words that are taken back meanwhile is a no, and the words stay with it.
    thea.session.ask_consent(care, id, &words("c")).await?;
    alex.until("words once more", |session| stands(session, care, Standing::DeclinedBefore)).await?;
    let asked = one(&alex.session, care).context("words once more")?;
    thea.session.take_consent_back(care, asked.words.entry).await?;
    alex.session.answer_consent(care, id, &asked.words, Says::Withdraws, "").await?;
    thea.until("a no", |session| stands(session, care, Standing::Withdrawn)).await?;
    ensure!(one(&thea.session, care).is_some_and(|it| it.words.markdown == words("c")), "its words are gone");
    // The record tells what counts, and nothing else.
    let lately = thea.session.lately(rapport_wire::Timestamp::from_micros(0));
    ensure!(lately.iter().filter(|(_, it)| answers(&it.what)).count() == 4, "{lately:?}");
    Ok(())
}
