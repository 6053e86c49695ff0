//! Hours are painted, booked in three taps, moved, met, called off; each at their own clock.

use std::time::Duration;

use anyhow::{Result, ensure};
use rapport_testkit::browser::emulate::Screen;
use rapport_testkit::browser::find::What;
use rapport_testkit::{Browser, wait};
use serde_json::json;
use thirtyfour::Key;

use super::fields::{agree, arrange, choose, press_nth, set, soon, week_with};
use super::{client, therapist};
use crate::session::meet;
use crate::{Stage, Story};

/// Booking.
pub(crate) const STORY: Story = Story {
    name: "book",
    about: "Thea paints her hours by mouse, touch and keyboard; Alex, five hours away, books in three taps, moves \
            the session, calls one off late, and joins from the appointment; Thea says what became of it.",
    tell: |stage| Box::pin(tell(stage)),
};

/// A moment on the grid is at most so far away, and a little more.
const GRID: Duration = Duration::from_mins(7);

async fn tell(stage: &mut Stage) -> Result<()> {
    stage.serve().await?;
    let thea = therapist(stage, "Europe/London").await?;
    let alex = client(stage, &thea, "alex", "Alex", "America/New_York").await?;
    nothing_yet(stage, &thea, &alex).await?;
    paint(stage, &thea).await?;
    rules(stage, &thea).await?;
    three_taps(stage, &thea, &alex).await?;
    about(stage, &thea, &alex).await?;
    another_time(stage, &thea, &alex).await?;
    late(stage, &thea, &alex).await?;
    join(stage, &thea, &alex).await?;
    thea.no_errors(&[]).await?;
    alex.no_errors(&[]).await
}

/// What will be here, and how to begin.
async fn nothing_yet(stage: &Stage, thea: &Browser, alex: &Browser) -> Result<()> {
    thea.follow("Today").await?;
    thea.says("Nothing is booked for today.").await?;
    stage.show(thea, "today-empty").await?;
    thea.follow("Sessions").await?;
    thea.says("Nobody can book yet").await?;
    stage.show(thea, "week-empty").await?;
    alex.follow("Sessions").await?;
    alex.says("Nothing is booked").await?;
    stage.show(alex, "sessions-empty").await?;
    alex.follow("Reminders").await?;
    alex.says("This practice sends no mail").await?;
    stage.show(alex, "reminders-no-mail").await
}

async fn paint(stage: &Stage, thea: &Browser) -> Result<()> {
    thea.follow("Change your hours").await?;
    thea.find(What::TestId("hours-grid")).await?;
    by_keyboard(thea).await?;
    by_mouse(thea).await?;
    by_touch(thea).await?;
    // Typed: Saturday morning; and one date that is different.
    choose(thea, "Day", "Saturday").await?;
    set(thea, "From", "10:00").await?;
    set(thea, "Until", "13:00").await?;
    thea.press_button("Add hours").await?;
    thea.says("Saturday 10:00 to 13:00").await?;
    some_kinds(stage, thea).await?;
    let holiday = super::fields::weekday_ahead(thea, 3).await?;
    set(thea, "Date", &holiday).await?;
    thea.press_button("Add this date").await?;
    thea.find(What::Css("[data-testid=exceptions] li")).await?;
    stage.show(thea, "hours").await?;
    thea.press_button("Save your hours").await?;
    thea.says("From now on these are the times that are offered.").await?;
    thea.follow("Back to the week").await?;
    thea.find(What::Role("heading", "Your week")).await.map(|_| ())
}

/// A second kind, by voice; and Saturday is not for it.
async fn some_kinds(stage: &Stage, thea: &Browser) -> Result<()> {
    choose(thea, "How you meet", "Voice").await?;
    set(thea, "Minutes", "25").await?;
    press_nth(thea, ".section form button[type=submit]", 0).await?;
    press_nth(thea, "[data-testid=hours-list] summary", 5).await?;
    press_nth(thea, "[data-testid=hours-list] li:last-child .choice input", 1).await?;
    thea.says("For some of what you offer").await?;
    stage.show(thea, "hours-kinds").await
}

/// Monday nine to noon: Space, then Shift with the arrow down.
async fn by_keyboard(thea: &Browser) -> Result<()> {
    let stand = "document.getElementById('cell-540').focus(); return document.activeElement.id";
    ensure!(thea.script::<String>(stand, Vec::new()).await? == "cell-540", "the field takes no focus");
    // The field in the tab order is the one at nine on Monday.
    thea.type_keys(" ").await?;
    for half_hour in 1..6_u16 {
        let chain = thea.driver().action_chain().key_down(Key::Shift).send_keys(Key::Down).key_up(Key::Shift);
        chain.perform().await?;
        let at = 540 + 30 * half_hour;
        thea.holds("the focus to move on", &format!("return document.activeElement.id === 'cell-{at}'"))
            .await?;
    }
    thea.says("Monday 09:00 to 12:00").await
}

/// Tuesday to Thursday, two to five: one stroke.
async fn by_mouse(thea: &Browser) -> Result<()> {
    let (from, to) = (1_440 + 14 * 60, 3 * 1_440 + 16 * 60 + 30);
    let [from, to] = [from, to].map(|at| format!("#cell-{at}"));
    let (from, to) = (thea.find(What::Css(&from)).await?, thea.find(What::Css(&to)).await?);
    from.scroll_into_view().await?;
    let chain = thea.driver().action_chain().click_and_hold_element(&from).move_to_element_center(&to);
    chain.release().perform().await?;
    for day in ["Tuesday", "Wednesday", "Thursday"] {
        thea.says(&format!("{day} 14:00 to 17:00")).await?;
    }
    Ok(())
}

/// On a phone, one day at a time: Friday, ten to eleven, by a finger.
async fn by_touch(thea: &Browser) -> Result<()> {
    thea.set_screen(Screen { width: 360, height: 740, dark: false }).await?;
    thea.press_button("Fri").await?;
    let [from, to] = [600, 630].map(|minute| 4 * 1_440 + minute);
    let place = "
        const cell = document.getElementById(`cell-${arguments[0]}`);
        cell.scrollIntoView({ block: 'center' });
        const box = cell.getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2];";
    let (x, y): (f64, f64) = thea.script(place, vec![json!(from)]).await?;
    let below = "const box = document.getElementById(`cell-${arguments[0]}`).getBoundingClientRect(); return box.y + box.height / 2";
    let lower: f64 = thea.script(below, vec![json!(to)]).await?;
    let touch = async |kind: &str, points: serde_json::Value| {
        thea.devtools("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points })).await
    };
    touch("touchStart", json!([{ "x": x, "y": y }])).await?;
    // A finger that rests begins to paint; one that moves at once would scroll.
    thea.holds(
        "the first field to be painted",
        &format!("return document.getElementById('cell-{from}').ariaSelected === 'true'"),
    )
    .await?;
    touch("touchMove", json!([{ "x": x, "y": lower }])).await?;
    touch("touchEnd", json!([])).await?;
    thea.says("Friday 10:00 to 11:00").await?;
    thea.usual_screen().await
}

async fn rules(stage: &Stage, thea: &Browser) -> Result<()> {
    thea.follow("Rules for booking").await?;
    choose(thea, "Calling off counts as late", "24 hours").await?;
    thea.press_button("Save").await?;
    thea.says("Saved").await?;
    stage.show(thea, "rules").await
}

/// A day, a time, yes.
async fn three_taps(stage: &Stage, thea: &Browser, alex: &Browser) -> Result<()> {
    thea.follow("Sessions").await?;
    alex.follow("Sessions").await?;
    alex.follow("Book with Thea").await?;
    alex.says("Which day?").await?;
    stage.show(alex, "book-day").await?;
    press_nth(alex, ".day-chip", 1).await?;
    press_nth(alex, ".time-chip", 0).await?;
    alex.says("Kept for you until").await?;
    stage.show(alex, "book-decide").await?;
    week_with(thea, What::Css(".block.held")).await?;
    alex.press_button("Book it").await?;
    alex.find(What::TestId("next-session")).await?;
    alex.says("for Thea in London").await?;
    stage.show(alex, "sessions-booked").await?;
    thea.gone(What::Css(".block.held")).await?;
    thea.press_button("Alex").await?;
    thea.says("for Alex in New York").await?;
    stage.show(thea, "week-booked").await
}

/// What it is about reaches those who meet, and goes with the appointment when it moves.
async fn about(stage: &Stage, thea: &Browser, alex: &Browser) -> Result<()> {
    alex.press_button("Say what it is about").await?;
    alex.fill("What would you like to talk about?", "The move, and how I sleep since.").await?;
    stage.show(alex, "about").await?;
    alex.press_button("Save").await?;
    alex.says("Saved with the session.").await?;
    alex.find(What::Role("button", "Change what you wrote")).await?;
    thea.says("The move, and how I sleep since.").await?;
    stage.show(thea, "week-about").await
}

async fn another_time(stage: &Stage, thea: &Browser, alex: &Browser) -> Result<()> {
    let before = hours(alex).await?;
    alex.follow("Move").await?;
    alex.says("Nothing changes until you say so.").await?;
    press_nth(alex, ".day-chip", 2).await?;
    press_nth(alex, ".time-chip", 1).await?;
    alex.says("Move it to this time?").await?;
    stage.show(alex, "move").await?;
    alex.press_button("Move it").await?;
    alex.says("Moved to").await?;
    alex.find(What::TestId("next-session")).await?;
    let after = hours(alex).await?;
    ensure!(before != after, "it stands where it stood: {before}");
    alex.says("The move, and how I sleep since.").await?;
    thea.follow("Today").await?;
    thea.says("with Alex").await
}

/// The day and hours of the next session.
async fn hours(who: &Browser) -> Result<String> {
    who.find(What::TestId("next-session")).await?;
    who.script(
        "return document.querySelector('[data-testid=next-session] div:has(.time-day)').innerText",
        Vec::new(),
    )
    .await
}

/// Thea gives one that begins soon; Alex reads what calling it off means, and calls it off.
async fn late(stage: &Stage, thea: &Browser, alex: &Browser) -> Result<()> {
    arrange(thea, "Alex", &soon(thea, 3 * 3_600).await?).await?;
    alex.follow("Sessions").await?;
    alex.press_button("Call off").await?;
    alex.says("it will be noted as called off late").await?;
    stage.show(alex, "call-off-late").await?;
    agree(alex, "Call off").await?;
    alex.says("It is called off.").await?;
    // It would have been today: it stays to be seen until then.
    alex.find(What::TestId("called-off")).await?;
    alex.says("Called off late").await?;
    stage.show(alex, "called-off").await
}

/// From the appointment into the sealed session; and after it began, what became of it.
async fn join(stage: &Stage, thea: &Browser, alex: &Browser) -> Result<()> {
    arrange(thea, "Alex", &soon(thea, 60).await?).await?;
    alex.find(What::Role("link", "Join")).await?;
    stage.show(alex, "join").await?;
    thea.follow("Today").await?;
    thea.find(What::Role("link", "Join")).await?;
    stage.show(thea, "today").await?;
    alex.follow("Join").await?;
    thea.follow("Join").await?;
    meet(thea, alex).await?;
    for person in [thea, alex] {
        person.press_button("Leave").await?;
        person.says("The session has ended").await?;
    }
    thea.goto("/week").await?;
    press_nth(thea, ".block", 0).await?;
    wait::until_within(GRID, "the hour to begin", async || {
        Ok(thea.has(What::Role("button", "We met")).await?.then_some(()))
    })
    .await?;
    stage.show(thea, "outcome").await?;
    thea.press_button("We met").await?;
    thea.says("Noted.").await?;
    thea.holds("the answer to be kept", "return [...document.querySelectorAll('button[aria-pressed=true]')].some(b => b.innerText.trim() === 'We met')").await
}
