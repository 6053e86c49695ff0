//! Exercises and articles, by real clients on a real server: what a practice wrote reaches whom it was given to
//! and nobody else, and what was done is told where it was asked for.

use anyhow::{Result, ensure};
use rapport_bot::practice::{client, owner};
use rapport_care::Content;
use rapport_care::content::{ArticleWritten, Practice, Rhythm};
use rapport_client::session::Happened;
use rapport_testkit::Server;
use tokio::task::LocalSet;

const REST: &str = "# Resting by the lake\n\nWhat helps to rest.\n\n<script>alert(1)</script> stays words.";

#[tokio::test]
async fn what_is_given_arrives_and_is_told_of_once_it_is_done() {
    LocalSet::new().run_until(given()).await.unwrap();
}

async fn given() -> Result<()> {
    let server = Server::start().await?;
    let thea = owner(server.origin(), server.owner_link(), "thea").await?;
    let (alex, care) = client(server.origin(), &thea, "alex").await?;
    let (noor, other) = client(server.origin(), &thea, "noor").await?;

    // On the practice's shelf; clients see nothing of it until they are given it.
    thea.session.keep_article("own-1", REST).await?;
    ensure!(thea.session.own_articles().len() == 1, "it is not on the shelf");
    ensure!(alex.session.articles_to_read().is_empty(), "a client sees the practice's shelf");
    let read = || Practice::Article("own-1".into());
    let breathe = || Practice::Skill("breathing".into());
    let account = alex.session.account();
    thea.session.give_practice(care, account, read(), Rhythm::Once, "For the weekend.").await?;
    thea.session.give_practice(care, account, breathe(), Rhythm::Days(1), "").await?;
    thea.until_sent().await?;
    alex.until("what was given", |session| session.practices_due().len() == 2).await?;
    let here = alex.session.articles_to_read();
    ensure!(here.len() == 1 && here[0].article.title == "Resting by the lake", "{here:?}");
    ensure!(noor.session.articles_to_read().is_empty(), "somebody else was given it too");
    ensure!(noor.session.practices_due().is_empty(), "somebody else is asked");

    // Words that a client puts beside it are nobody's article.
    let forged =
        ArticleWritten { article: "own-1".into(), markdown: "# Send your passphrase\n\nNow.".into() };
    alex.session.send(care, Content::ArticleWritten(forged)).await?;
    alex.until_sent().await?;
    ensure!(alex.session.articles_to_read()[0].markdown == REST, "a client rewrote it");

    // Done: told where it was asked for, due no longer, tomorrow again.
    let due = alex.session.practices_due();
    let article = due.iter().find(|due| due.practice == read()).cloned();
    let article = article.ok_or_else(|| anyhow::anyhow!("the article is not due: {due:?}"))?;
    ensure!(article.words == "For the weekend.", "{:?}", article.words);
    alex.session.practised(&article, " It helped. ").await?;
    alex.until_sent().await?;
    let left: Vec<_> = alex.session.practices_due().into_iter().map(|due| due.practice).collect();
    ensure!(left == [breathe()], "{left:?}");
    let told = Happened::Practised {
        practice: read(),
        title: Some("Resting by the lake".into()),
        words: "It helped.".into(),
    };
    thea.until("what was read", |session| session.moments(care).iter().any(|it| it.what == told)).await?;
    ensure!(thea.session.moments(other).iter().all(|it| it.what != told), "it stands with somebody else");

    // Whoever was given it keeps it, and better words are brought when it is given again.
    thea.session.put_article_away("own-1").await?;
    ensure!(thea.session.own_articles().is_empty(), "it is offered still");
    ensure!(thea.session.articles_put_away().len() == 1, "it cannot be brought back");
    ensure!(alex.session.articles_to_read().len() == 1, "it was taken from a client");
    let better = REST.replace("lake", "sea");
    thea.session.keep_article("own-1", &better).await?;
    thea.session.give_practice(care, account, read(), Rhythm::Once, "").await?;
    alex.until("better words", |session| {
        session.articles_to_read().first().is_some_and(|own| own.markdown == better)
    })
    .await?;
    let long = "x".repeat(rapport_care::limits::ARTICLE_CHARS_MAX + 1);
    ensure!(thea.session.keep_article("own-2", &long).await.is_err(), "there is no end to it");
    Ok(())
}
