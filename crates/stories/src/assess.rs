//! From first questions and a first consent to a first plan, and how a session felt.

mod consent;

use anyhow::{Result, ensure};
use rapport_testkit::Browser;
use rapport_testkit::browser::Line;
use rapport_testkit::browser::emulate::Screen;
use rapport_testkit::browser::find::What;
use rapport_testkit::wait;
use serde_json::json;

use crate::person::{Person, sign_in, thea_and_alex};
use crate::time::fields::{choose, press_nth, set};
use crate::{Stage, Story};

/// A practice asks, in its own words.
pub(crate) const STORY: Story = Story {
    name: "assess",
    about: "Thea asks Alex to agree to how they work, and he does, until he does not. She makes a first assessment of her own out of the one that comes with Rapport, with a question that \
            depends on another; Alex begins it on a phone and finishes it on another device. What worries reaches \
            Thea at once; what he wants becomes their first plan. After a session he says how it felt.",
    tell: |stage| Box::pin(tell(stage)),
};

const PHONE: Screen = Screen { width: 360, height: 740, dark: false };

async fn tell(stage: &mut Stage) -> Result<()> {
    let (thea, phone) = thea_and_alex(stage).await?;

    consent::consent(stage, &thea, &phone).await?;
    build(stage, &thea).await?;
    give(stage, &thea).await?;
    begin_on_a_phone(stage, &phone).await?;
    let desk = stage.person("alex-at-home").await?;
    finish_at_home(stage, &desk).await?;
    phone.says("Nothing for now.").await?;
    read(stage, &thea).await?;
    first_plan(stage, &thea, &desk).await?;
    felt(stage, &phone, &thea).await?;
    thea.no_errors(&[]).await?;
    desk.no_errors(&[]).await?;
    phone.no_errors(&["ERR_INTERNET_DISCONNECTED", "WebSocket"]).await
}

/// Out of the one there is: another name, one more question that depends on an answer, nothing that cannot be.
async fn build(stage: &Stage, thea: &Browser) -> Result<()> {
    thea.follow("Records").await?;
    thea.follow("Forms of the practice").await?;
    thea.says("Nothing yet. Begin with").await?;
    choose(thea, "Begin with", "Before we begin").await?;
    stage.show(thea, "forms").await?;
    thea.press_button("Begin").await?;
    thea.find(What::TestId("builder")).await?;
    set(thea, "Name of the form", "Our first questions").await?;
    // One more in the last section, still without words: said, and where.
    press_last(thea, "Add a question").await?;
    thea.press_button("Keep it for the practice").await?;
    thea.says("Some words are missing, or too long.").await?;
    set_last(thea, "The question", "Which evenings?").await?;
    set_last(thea, "When it is asked", "After “Which times of the week suit you?”: “Evenings”").await?;
    // It cannot ask about what comes after it.
    carry(thea, "Which evenings?", "up", 4).await?;
    thea.press_button("Keep it for the practice").await?;
    thea.says("It depends on a question that comes later.").await?;
    stage.show(thea, "form-forward").await?;
    thea.reload().await?;
    thea.holds(
        "what was made to be there",
        "return document.querySelector('[data-testid=builder] input')?.value === 'Our first questions'",
    )
    .await?;
    carry(thea, "Which evenings?", "down", 4).await?;
    thea.press_button("See how it looks").await?;
    thea.find(What::TestId("preview")).await?;
    stage.show(thea, "form-built").await?;
    thea.press_button("Keep it for the practice").await?;
    thea.says("Kept: Our first questions").await?;
    thea.says("version 1").await?;
    stage.show(thea, "forms-ours").await
}

async fn give(stage: &Stage, thea: &Browser) -> Result<()> {
    thea.follow("Messages").await?;
    thea.follow("Alex").await?;
    thea.follow("Measures").await?;
    thea.follow("Worksheets and forms").await?;
    thea.press_button("Give something to do or to read").await?;
    choose(thea, "Which one", "Our first questions").await?;
    thea.fill("A word about it", "Before we meet, in your own time.").await?;
    stage.show(thea, "give-form").await?;
    thea.press_button("Give it").await?;
    thea.says("Given: Our first questions").await
}

/// A step is kept for other devices, what is begun after it for this one.
async fn begin_on_a_phone(stage: &Stage, phone: &Browser) -> Result<()> {
    phone.set_screen(PHONE).await?;
    phone.follow("Progress").await?;
    phone.says("Before we meet, in your own time.").await?;
    phone.follow("Fill it in").await?;
    phone.says("Step 1 of 7").await?;
    phone.fill("What made you look for help now?", "I lie awake, and the days are grey.").await?;
    phone.says("Since when has it been like this?").await?;
    pick(phone, "A few months").await?;
    stage.show(phone, "step").await?;
    phone.set_screen(PHONE).await?;
    phone.press_button("Go on").await?;
    phone.says("Step 2 of 7").await?;
    phone.fill("If this goes well", "I sleep through, and I paint again.").await?;
    phone.press_button("Go on").await?;
    phone.says("Step 3 of 7").await?;
    // A line that breaks takes nothing along.
    phone.set_line(Line::NONE).await?;
    pick(phone, "Yes").await?;
    phone.says("What helped there?").await?;
    phone.set_line(Line::GOOD).await?;
    phone.press_button("Leave it for later").await?;
    phone.find(What::Role("heading", "Progress")).await.map(drop)
}

/// On another device, from where it was left.
async fn finish_at_home(stage: &Stage, desk: &Browser) -> Result<()> {
    let alex = Person {
        handle: "alex",
        passphrase: "alex walks seven quiet herons home".to_owned(),
        words: Vec::new(),
    };
    sign_in(desk, &alex).await?;
    desk.follow("Progress").await?;
    desk.follow("Fill it in").await?;
    desk.says("This is what you had begun.").await?;
    desk.says("Step 3 of 7").await?;
    desk.says("What helped there?").await?;
    desk.press_button("Go on").await?;
    desk.says("Step 4 of 7").await?;
    desk.press_button("Go on").await?;
    desk.says("Step 5 of 7").await?;
    pick_of(desk, "thoughts", "Sometimes").await?;
    desk.find(What::TestId("help-now")).await?;
    pick_of(desk, "plan", "No").await?;
    pick_of(desk, "at-home", "Yes").await?;
    stage.show(desk, "step-worry").await?;
    desk.press_button("Go on").await?;
    desk.says("Step 6 of 7").await?;
    desk.press_button("Go on").await?;
    desk.says("Step 7 of 7").await?;
    pick(desk, "Evenings").await?;
    desk.fill("Which evenings?", "Tuesdays.").await?;
    stage.show(desk, "last-step").await?;
    desk.press_button("Send it").await?;
    desk.says("It is on its way.").await?;
    desk.find(What::TestId("help-now")).await?;
    stage.show(desk, "form-sent").await
}

/// What worries stands above all else; the rest under its questions.
async fn read(stage: &Stage, thea: &Browser) -> Result<()> {
    thea.follow("Today").await?;
    thea.says("An answer that needs you first").await?;
    // Word for word, without a detour.
    thea.says("Sometimes").await?;
    thea.says("Read the whole form").await?;
    thea.says("New from your clients").await?;
    stage.show(thea, "today-form-worry").await?;
    thea.follow("Messages").await?;
    thea.follow("Alex").await?;
    thea.follow("Measures").await?;
    thea.follow("Worksheets and forms").await?;
    // The newest one lies open.
    thea.says("I lie awake, and the days are grey.").await?;
    thea.says("Tuesdays.").await?;
    thea.says("Asked, and left open").await?;
    stage.show(thea, "assessment-read").await
}

/// What he wants becomes the first plan, in his words; it holds once he agrees.
async fn first_plan(stage: &Stage, thea: &Browser, alex: &Browser) -> Result<()> {
    thea.follow("To the conversation").await?;
    thea.follow("Measures").await?;
    thea.follow("Plan").await?;
    thea.follow("Write the first plan").await?;
    thea.says("From the first assessment, in their own words:").await?;
    thea.press_button("Make it a goal").await?;
    thea.gone(What::TestId("wanted")).await?;
    thea.has_focus("Goal 1").await?;
    stage.show(thea, "first-plan").await?;
    thea.press_button("Suggest it").await?;
    thea.says("It holds as soon as the other side has agreed.").await?;
    alex.follow("To your progress").await?;
    alex.follow("Open the plan").await?;
    alex.press_button("Agree to this").await?;
    thea.says("What you agreed").await?;
    stage.show(thea, "plan-agreed").await
}

/// Four questions, twice: drawn for both, and a fall is worth a word.
async fn felt(stage: &Stage, alex: &Browser, thea: &Browser) -> Result<()> {
    alex.follow("Messages").await?;
    alex.follow("Thea").await?;
    let space: String = alex.script("return location.pathname.split('/')[2]", Vec::new()).await?;
    for (answers, wish) in [([9, 8, 9, 7], ""), ([9, 4, 8, 7], "More time to be silent.")] {
        alex.goto(&format!("/sessions/feedback/{space}")).await?;
        alex.find(What::Role("heading", "How was this session?")).await?;
        for (n, at) in answers.into_iter().enumerate() {
            press_nth(alex, ".step input", n * 11 + at).await?;
        }
        if !wish.is_empty() {
            alex.fill("Is there something that should be different", wish).await?;
            stage.show(alex, "feedback").await?;
        }
        alex.press_button("Send it").await?;
        alex.find(What::Role("heading", "Thank you")).await?;
        alex.follow("To your progress").await?;
        alex.says("How sessions feel").await?;
    }
    alex.says("More time to be silent.").await?;
    stage.show(alex, "felt").await?;
    thea.follow("Messages").await?;
    thea.follow("Alex").await?;
    thea.follow("Measures").await?;
    thea.says("worth a word").await?;
    thea.says("More time to be silent.").await?;
    stage.show(thea, "felt-by-therapist").await
}

async fn pick(who: &Browser, label: &str) -> Result<()> {
    press(who, "label.choice", label, false).await
}

/// Among the answers to one question: several may be called "Yes".
async fn pick_of(who: &Browser, question: &str, label: &str) -> Result<()> {
    press(who, &format!("[data-question='{question}'] label.choice"), label, false).await
}

async fn press_last(who: &Browser, label: &str) -> Result<()> {
    press(who, "button", label, true).await
}

/// Presses what is called so; of several, the last or the first.
async fn press(who: &Browser, selector: &str, label: &str, last: bool) -> Result<()> {
    let press = "
        const [selector, label, last] = arguments;
        const shown = [...document.querySelectorAll(selector)].filter(e => e.checkVisibility());
        const named = shown.filter(e => e.innerText.trim() === label);
        const one = last ? named.at(-1) : named[0];
        one?.click();
        return Boolean(one);";
    let what = format!("{label:?} among {selector}");
    let arguments = || vec![json!(selector), json!(label), json!(last)];
    wait::until(&what, async || Ok(who.script::<bool>(press, arguments()).await?.then_some(()))).await
}

/// Moves a question of a form that is made, by so many places.
async fn carry(who: &Browser, words: &str, way: &str, places: usize) -> Result<()> {
    let press = "
        const [words, way] = arguments;
        const cards = [...document.querySelectorAll('[data-testid=builder-question]')];
        const card = cards.find(c => [...c.querySelectorAll('input')].some(i => i.value === words));
        card?.querySelector(`button[aria-label^='Move'][aria-label$='${way}']`)?.click();
        return Boolean(card);";
    for _ in 0..places {
        let there = who.script::<bool>(press, vec![json!(words), json!(way)]).await?;
        ensure!(there, "no question {words:?}");
    }
    Ok(())
}

/// Writes or chooses in a field of the newest question of a form that is made.
async fn set_last(who: &Browser, label: &str, words: &str) -> Result<()> {
    let put = "
        const cards = [...document.querySelectorAll('[data-testid=builder-question]')];
        const labels = [...(cards.at(-1)?.querySelectorAll('label') ?? [])];
        const field = document.getElementById(labels.find(l => l.innerText.trim() === arguments[0])?.htmlFor);
        if (!field) return false;
        const option = [...(field.options ?? [])].find(o => o.text.trim() === arguments[1]);
        if (field.options && !option) return false;
        field.value = option?.value ?? arguments[1];
        field.dispatchEvent(new Event(field.options ? 'change' : 'input', { bubbles: true }));
        return true;";
    let what = format!("{words:?} in {label:?}");
    wait::until(&what, async || {
        Ok(who.script::<bool>(put, vec![json!(label), json!(words)]).await?.then_some(()))
    })
    .await
}
