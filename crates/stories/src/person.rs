//! What people do in more than one story: coming in, inviting, coming back.

use anyhow::{Context, Result, ensure};
use rapport_testkit::Browser;
use rapport_testkit::browser::find::What;
use rapport_testkit::wait;
use std::time::Duration;

use crate::Stage;

/// Argon2 in a browser on a busy machine, twice over.
const STRETCHING: Duration = Duration::from_mins(2);

/// Somebody with an account: what they would need to come back.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// What they sign in with.
    pub(crate) handle: &'static str,
    /// Their passphrase.
    pub(crate) passphrase: String,
    /// Their recovery words, in order.
    pub(crate) words: Vec<String>,
}

/// Makes an account on the page that is open (`/setup#…` or `/join#…`), up to the first conversation list.
///
/// Takes pictures on the way under names beginning with `what`.
///
/// # Errors
/// The page did not do as it should.
pub(crate) async fn make_account(
    stage: &Stage,
    browser: &Browser,
    handle: &'static str,
    name: &str,
    submit: &str,
) -> Result<Person> {
    let passphrase = format!("{handle} walks seven quiet herons home");
    browser.find(What::Label("Sign-in name")).await?;
    stage.show(browser, &format!("{handle}-account")).await?;

    // Too weak first: nobody is let through with it, and it says what to do.
    browser.fill("Sign-in name", handle).await?;
    browser.fill("What others call you here", name).await?;
    browser.fill("Choose a passphrase", "sunshine").await?;
    browser.press_button(submit).await?;
    browser.says("This passphrase is too easy to guess").await?;

    browser.fill("Choose a passphrase", &passphrase).await?;
    browser.says("ard to guess.").await?;
    browser.press_button(submit).await?;
    let words = recovery_words(browser).await?;
    stage.show(browser, &format!("{handle}-recovery-words")).await?;
    keep_words(browser, &words).await?;
    Ok(Person { handle, passphrase, words })
}

/// As [`make_account`], for stories that are about something else: no pictures, no detours.
///
/// # Errors
/// The page did not do as it should.
pub(crate) async fn come_in(browser: &Browser, link: &str, name: &str) -> Result<()> {
    browser.goto(link).await?;
    browser.fill("Sign-in name", browser.who()).await?;
    browser.fill("What others call you here", name).await?;
    browser.fill("Choose a passphrase", &format!("{} walks seven quiet herons home", browser.who())).await?;
    browser.says("ard to guess.").await?;
    browser.click(What::Css("main form button[type=submit]")).await?;
    let words = recovery_words(browser).await?;
    keep_words(browser, &words).await
}

/// What most stories begin with: a practice, its therapist Thea, and Alex, whom she treats.
///
/// # Errors
/// The page did not do as it should.
pub(crate) async fn thea_and_alex(stage: &mut Stage) -> Result<(Browser, Browser)> {
    stage.serve().await?;
    let link = stage.server()?.owner_link().to_owned();
    let thea = stage.person("thea").await?;
    come_in(&thea, &link, "Thea").await?;
    let link = client_link(&thea).await?;
    let alex = stage.person("alex").await?;
    come_in(&alex, &link, "Alex").await?;
    Ok((thea, alex))
}

/// The link of an invitation for a client, without pictures.
///
/// # Errors
/// The page did not do as it should.
pub(crate) async fn client_link(browser: &Browser) -> Result<String> {
    // Anew: the link before this one may still stand there.
    browser.goto("/invite").await?;
    browser.find(What::Role("heading", "Invite somebody")).await?;
    if browser.has(What::Role("radio", "A client")).await? {
        browser.click(What::Role("radio", "A client")).await?;
    }
    browser.press_button("Make the link").await?;
    Ok(browser.find(What::TestId("invite-link")).await?.text().await?)
}

async fn keep_words(browser: &Browser, words: &[String]) -> Result<()> {
    browser.press_button("I have written them down").await?;
    copy_words_back(browser, words).await?;
    browser.press_button("That is right, go on").await?;
    browser.holds("the messages page", "return location.pathname === '/messages'").await
}

/// The recovery words that are shown, in order.
///
/// # Errors
/// They are not shown in time.
pub(crate) async fn recovery_words(browser: &Browser) -> Result<Vec<String>> {
    let read = "return [...document.querySelectorAll('[data-testid=recovery-words] li')].map(li => li.innerText.trim())";
    let words = wait::until_within(STRETCHING, "the recovery words", async || {
        let words: Vec<String> = browser.script(read, Vec::new()).await?;
        Ok((!words.is_empty()).then_some(words))
    });
    let words = words.await.with_context(|| format!("{} was not let in", browser.who()))?;
    ensure!(words.len() == 24, "there are {} recovery words", words.len());
    Ok(words)
}

/// Copies the words back that are asked for.
///
/// # Errors
/// The page did not do as it should.
pub(crate) async fn copy_words_back(browser: &Browser, words: &[String]) -> Result<()> {
    browser.says("Check your copy").await?;
    for (number, word) in (1..).zip(words) {
        let label = format!("Word number {number}");
        let exact = format!(
            "return [...document.querySelectorAll('label')].some(l => l.innerText.trim() === '{label}')"
        );
        if browser.script::<bool>(&exact, Vec::new()).await? {
            browser.fill(&label, word).await?;
        }
    }
    Ok(())
}

/// Makes an invitation for `whom` ("A client", "A therapist") and gives its link.
///
/// # Errors
/// The page did not do as it should.
pub(crate) async fn invite(stage: &Stage, browser: &Browser, whom: &str) -> Result<String> {
    browser.follow("Invite").await?;
    browser.find(What::Role("heading", "Invite somebody")).await?;
    if browser.has(What::Role("radio", whom)).await? {
        browser.click(What::Role("radio", whom)).await?;
    }
    stage.show(browser, "invite").await?;
    browser.press_button("Make the link").await?;
    let shown = browser.find(What::TestId("invite-link")).await?;
    stage.show(browser, "invite-link").await?;
    let link = shown.text().await?;
    ensure!(link.contains("/join#1."), "that is no invitation: {link}");
    Ok(link)
}

/// Says yes to the question in front of the page.
///
/// # Errors
/// There is none.
pub(crate) async fn confirm(browser: &Browser) -> Result<()> {
    let yes = "document.querySelector('dialog[open] button.main').click(); return null";
    browser.script::<Option<()>>(yes, Vec::new()).await.map(drop)
}

/// Signs in on a device that has never been here.
///
/// # Errors
/// The page did not do as it should.
pub(crate) async fn sign_in(browser: &Browser, person: &Person) -> Result<()> {
    browser.goto("/sign-in").await?;
    browser.fill("Sign-in name", person.handle).await?;
    browser.fill("Passphrase", &person.passphrase).await?;
    browser.press_button("Sign in").await?;
    let inside = "return location.pathname === '/messages'";
    wait::until_within(STRETCHING, "the messages page", async || {
        Ok(browser.script::<bool>(inside, Vec::new()).await?.then_some(()))
    })
    .await
}
