//! A questionnaire every week, for ten weeks: asked, answered, drawn; off track, an answer that worries, better.

use anyhow::Result;
use rapport_testkit::Browser;
use rapport_testkit::browser::emulate::Screen;
use rapport_testkit::browser::find::What;

use crate::person::thea_and_alex;
use crate::time::fields::{choose, set};
use crate::{Stage, Story};

/// A rhythm of PHQ-9.
pub(crate) const STORY: Story = Story {
    name: "measure",
    about: "Thea asks Alex for a PHQ-9 every week; Alex answers on a phone, by the keyboard, after a reload and without \
            a line. Ten weeks pass: off track at the fourth, a worrying answer at the seventh, better at the tenth.",
    tell: |stage| Box::pin(tell(stage)),
};

const DAY: i64 = 24 * 3_600;
/// The browsers begin so long ago.
const WEEKS: i64 = 10;
const PHONE: Screen = Screen { width: 360, height: 740, dark: false };

/// What Alex chooses in each week, counted from one: 2 is "Several days".
const ANSWERS: [&str; 11] = [
    "4333333212", // 16; 15 once the fifth is changed
    "3333333312", // 16
    "3333333212", // 15
    "4333333312", // 17
    "3333333312", // 16: a month, and no better
    "3333322212",
    "3333222212",
    "3332222221", // the ninth: several days
    "3222221112",
    "2222211111",
    "2222111111", // 4
];

async fn tell(stage: &mut Stage) -> Result<()> {
    let (thea, alex) = thea_and_alex(stage).await?;

    ask(stage, &thea).await?;
    at_week(&alex, 0).await?;
    alex.reload().await?;
    by_keyboard(stage, &alex).await?;
    on_a_phone_without_a_line(stage, &alex).await?;
    for week in 2..5 {
        answer(&alex, week).await?;
    }
    off_track(stage, &thea).await?;
    for week in 5..7 {
        answer(&alex, week).await?;
    }
    worry(stage, &alex).await?;
    deal(stage, &thea).await?;
    for week in 8..11 {
        answer(&alex, week).await?;
    }
    over_time(stage, &thea, &alex).await?;
    // The server was away for a while.
    thea.no_errors(&["ERR_CONNECTION_REFUSED", "WebSocket"]).await?;
    alex.no_errors(&["ERR_CONNECTION_REFUSED", "WebSocket"]).await
}

/// A browser's clock in a week of the story.
async fn at_week(who: &Browser, week: i64) -> Result<()> {
    who.set_clock((week - WEEKS) * 7 * DAY).await
}

async fn ask(stage: &Stage, thea: &Browser) -> Result<()> {
    at_week(thea, 0).await?;
    thea.goto("/messages").await?;
    thea.press_button("I have read this").await?;
    thea.follow("Alex").await?;
    thea.follow("Measures").await?;
    thea.says("Measures: Alex").await?;
    thea.says("No answers yet.").await?;
    // Somebody who types a last day before the first is told so.
    set(thea, "Last day", "2020-01-01").await?;
    thea.press_button("Ask for it").await?;
    thea.says("One of the dates does not fit").await?;
    set(thea, "Last day", "").await?;
    choose(thea, "Measure", "PHQ-9").await?;
    stage.show(thea, "ask").await?;
    thea.press_button("Ask for it").await?;
    thea.says("Every week, from").await?;
    thea.set_clock(0).await
}

/// The first time, at a desk: digits, back, a look through, a change, and thanks.
async fn by_keyboard(stage: &Stage, alex: &Browser) -> Result<()> {
    alex.goto("/sessions").await?;
    alex.says("One thing to do").await?;
    // The server tells the page that its clock is off, and it says so: what stands below moves down.
    alex.press_button("I have read this").await?;
    alex.follow("Progress").await?;
    alex.find(What::Role("heading", "Progress")).await?;
    alex.says("Thea would like to know.").await?;
    stage.show(alex, "progress-to-do").await?;
    alex.follow("Answer").await?;
    alex.has_focus("Little interest or pleasure in doing things").await?;
    alex.says("Question 1 of 10").await?;
    stage.show(alex, "question").await?;
    alex.type_keys("1").await?;
    alex.says("Question 2 of 10").await?;
    alex.press_button("Back").await?;
    for (number, digit) in (1..).zip(ANSWERS[0].chars()) {
        alex.says(&format!("Question {number} of 10")).await?;
        alex.holds("the question to have the focus", "return document.activeElement?.matches('main h1')")
            .await?;
        alex.type_keys(digit.to_string()).await?;
    }
    alex.says("Look through them").await?;
    alex.press_button("Change your answer to: Poor appetite or overeating").await?;
    alex.says("Question 5 of 10").await?;
    alex.press_button("Several days").await?;
    stage.show(alex, "review").await?;
    alex.press_button("Send").await?;
    alex.says("Your answers add up to 15 of 27. On this questionnaire that is called “Moderately severe”.")
        .await?;
    stage.show(alex, "thanks").await?;
    alex.follow("See your progress").await?;
    alex.says("Nothing for now.").await
}

/// The second time, on a phone: begun, loaded again, and finished while the server is away.
async fn on_a_phone_without_a_line(stage: &mut Stage, alex: &Browser) -> Result<()> {
    alex.set_screen(PHONE).await?;
    open(alex, 1).await?;
    for digit in ANSWERS[1].chars().take(4) {
        choose_nth(alex, digit).await?;
    }
    alex.says("Question 5 of 10").await?;
    alex.reload().await?;
    alex.says("You had begun this.").await?;
    stage.server()?.kill().await?;
    for (number, digit) in (1..).zip(ANSWERS[1].chars()).skip(4) {
        alex.says(&format!("Question {number} of 10")).await?;
        choose_nth(alex, digit).await?;
    }
    alex.press_button("Send").await?;
    alex.says("Your answers add up to 16 of 27.").await?;
    stage.server()?.start_again().await?;
    alex.set_screen(Screen::USUAL).await
}

/// Opens what is due in a week.
async fn open(alex: &Browser, week: i64) -> Result<()> {
    at_week(alex, week).await?;
    alex.follow("Messages").await?;
    alex.follow("Progress").await?;
    alex.follow("Answer").await
}

async fn choose_nth(alex: &Browser, digit: char) -> Result<()> {
    alex.click(What::Css(&format!(".answers > li:nth-child({digit}) > button"))).await
}

async fn answer(alex: &Browser, week: usize) -> Result<()> {
    open(alex, i64::try_from(week)?).await?;
    for (number, digit) in (1..).zip(ANSWERS[week].chars()) {
        alex.says(&format!("Question {number} of 10")).await?;
        choose_nth(alex, digit).await?;
        // Help comes first; then it goes on.
        if (number, digit) == (9, '2') {
            alex.press_button("Go on with the questions").await?;
        }
    }
    alex.says("Look through them").await?;
    alex.press_button("Send").await?;
    alex.says("Your answers add up to").await
}

/// A month has gone by, and it is no better: said in words, and drawn.
async fn off_track(stage: &Stage, thea: &Browser) -> Result<()> {
    thea.says("Off track: after four weeks still above the cut-off").await?;
    thea.holds("five scores", "return document.querySelectorAll('.chart .score').length === 5").await?;
    stage.show(thea, "off-track").await
}

/// The ninth question: help before, while and after.
async fn worry(stage: &Stage, alex: &Browser) -> Result<()> {
    open(alex, 7).await?;
    for (number, digit) in (1..).zip(ANSWERS[7].chars().take(9)) {
        alex.says(&format!("Question {number} of 10")).await?;
        choose_nth(alex, digit).await?;
    }
    alex.has_focus("Thank you for saying so").await?;
    alex.find(What::TestId("help-now")).await?;
    stage.show(alex, "help").await?;
    alex.says("Samaritans").await?;
    alex.press_button("Go on with the questions").await?;
    alex.says("Question 10 of 10").await?;
    alex.press_button("Leave this one open").await?;
    alex.says("Look through them").await?;
    alex.find(What::TestId("help-now")).await?;
    // Above the help, which is long: whoever stops there would have told nobody.
    alex.says("Not sent yet.").await?;
    stage.show(alex, "review-with-help").await?;
    alex.press_button("Send them now").await?;
    alex.says("Your answers are on their way").await?;
    alex.find(What::TestId("help-now")).await?;
    stage.show(alex, "thanks-with-help").await
}

/// It stands above all else on Today until somebody has said what was done.
async fn deal(stage: &Stage, thea: &Browser) -> Result<()> {
    thea.follow("Today").await?;
    thea.says("An answer that needs you first").await?;
    thea.says("Thoughts that you would be better off dead").await?;
    stage.show(thea, "today-worry").await?;
    thea.click(What::Css("[data-testid=open-risks] details > summary")).await?;
    thea.press_button("Keep this").await?;
    thea.says("Choose what came of it, and add a sentence.").await?;
    // Tried, and not reached: it stays.
    choose(thea, "What came of it", "Could not reach them").await?;
    thea.fill("In your words", "Called twice, left no message.").await?;
    thea.press_button("Keep this").await?;
    thea.says("Could not reach them: Called twice, left no message.").await?;
    thea.reload().await?;
    thea.find(What::TestId("open-risks")).await?;
    thea.click(What::Css("[data-testid=open-risks] details > summary")).await?;
    choose(thea, "What came of it", "safety plan").await?;
    thea.fill("In your words", "We spoke for twenty minutes and went through the plan.").await?;
    stage.show(thea, "today-deal").await?;
    thea.press_button("Keep this").await?;
    thea.says("Noted, and closed.").await?;
    thea.gone(What::TestId("open-risks")).await
}

/// Ten weeks on both sides, drawn and as a table; then it is no longer asked for.
async fn over_time(stage: &Stage, thea: &Browser, alex: &Browser) -> Result<()> {
    alex.set_clock(0).await?;
    alex.follow("See your progress").await?;
    alex.says("That is a clear change for the better.").await?;
    alex.reload().await?;
    alex.holds("eleven scores", "return document.querySelectorAll('.chart .score').length === 11").await?;
    stage.show(alex, "progress").await?;
    alex.press_button("As a table").await?;
    alex.says("4 of 27").await?;
    stage.show(alex, "progress-table").await?;

    thea.follow("Messages").await?;
    thea.follow("Alex").await?;
    thea.follow("Measures").await?;
    thea.says("reliably better, and no longer a case").await?;
    thea.says("It crossed the cut-off for the better.").await?;
    thea.press_button("What was done about answers that worried").await?;
    thea.says("We spoke for twenty minutes").await?;
    stage.show(thea, "course").await?;
    thea.press_button("Stop asking for PHQ-9").await?;
    thea.says("Nothing is asked for.").await
}
