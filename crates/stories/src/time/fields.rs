//! Fields for dates, times and choices, filled as their pages read them; hours near now; weeks paged through.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rapport_testkit::Browser;
use rapport_testkit::browser::find::What;
use rapport_testkit::wait;
use serde_json::json;

/// Sets the field with this label, whatever its kind; how a date is typed depends on the browser's country.
pub(crate) async fn set(who: &Browser, label: &str, value: &str) -> Result<()> {
    who.find(What::Label(label)).await?;
    let put = "
        const [label, value] = arguments;
        const named = e => [...(e.labels ?? [])].map(l => l.innerText.replace(/\\s+/g, ' ').trim()).join(' ');
        const all = [...document.querySelectorAll('input,select,textarea')].filter(e => e.checkVisibility());
        const field = all.find(e => named(e) === label) ?? all.find(e => named(e).includes(label));
        if (!field) return 'no such field';
        if (field.type === 'checkbox') { if (String(field.checked) !== value) field.click(); return value; }
        field.value = value;
        field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
        return field.value;";
    let outcome: String = who.script(put, vec![json!(label), json!(value)]).await?;
    ensure!(outcome == value, "{}: {label:?} took {outcome:?} for {value:?}", who.who());
    Ok(())
}

/// Chooses, in the field with this label, what is called so.
pub(crate) async fn choose(who: &Browser, label: &str, words: &str) -> Result<()> {
    who.find(What::Label(label)).await?;
    let find = "
        const [label, words] = arguments;
        const named = e => [...(e.labels ?? [])].map(l => l.innerText.trim()).join(' ');
        const all = [...document.querySelectorAll('select')].filter(e => e.checkVisibility());
        const field = all.find(e => named(e) === label) ?? all.find(e => named(e).includes(label));
        return [...(field?.options ?? [])].find(o => o.text.includes(words))?.value ?? null;";
    let what = format!("{words:?} among {label:?}");
    let value = wait::until(&what, async || {
        who.script::<Option<String>>(find, vec![json!(label), json!(words)]).await
    });
    set(who, label, &value.await?).await
}

/// A date and a time of somebody's wall clock, as fields take them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wall {
    /// `2026-11-22`.
    pub(crate) date: String,
    /// `17:05`.
    pub(crate) time: String,
}

/// The next moment on the grid of five minutes that is at least so many seconds away, by this browser's clock.
pub(crate) async fn soon(who: &Browser, seconds: u32) -> Result<Wall> {
    let read = "
        const step = 5 * 60 * 1000;
        const at = new Date(Math.ceil((Date.now() + arguments[0] * 1000) / step) * step);
        const two = n => String(n).padStart(2, '0');
        return [`${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`, `${two(at.getHours())}:${two(at.getMinutes())}`];";
    let (date, time) = who.script(read, vec![json!(seconds)]).await?;
    Ok(Wall { date, time })
}

/// The date of the next such weekday (1 is Monday) that is at least a week away, by this browser's calendar.
pub(super) async fn weekday_ahead(who: &Browser, weekday: u8) -> Result<String> {
    let read = "
        const at = new Date(Date.now() + 7 * 24 * 3600 * 1000);
        while ((at.getDay() || 7) !== arguments[0]) at.setDate(at.getDate() + 1);
        const two = n => String(n).padStart(2, '0');
        return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;";
    who.script(read, vec![json!(weekday)]).await.context("no weekday")
}

/// Arranges a session from the therapist's page, once, and waits until it stands in the week.
pub(crate) async fn arrange(thea: &Browser, with: &str, at: &Wall) -> Result<()> {
    thea.goto("/week/arrange").await?;
    choose(thea, "With", with).await?;
    set(thea, "Date", &at.date).await?;
    set(thea, "Time", &at.time).await?;
    thea.press_button("Look at the dates").await?;
    thea.find(What::TestId("preview")).await?;
    thea.press_button("Arrange it").await?;
    thea.find(What::Role("heading", "Your week")).await.map(|_| ())
}

/// Presses the button that says this in the dialog that is open.
pub(crate) async fn agree(who: &Browser, words: &str) -> Result<()> {
    let press = "
        const button = [...document.querySelectorAll('dialog[open] button')].find(b => b.innerText.trim() === arguments[0]);
        button?.click();
        return Boolean(button);";
    wait::until(&format!("the dialog's {words:?}"), async || {
        Ok(who.script::<bool>(press, vec![json!(words)]).await?.then_some(()))
    })
    .await
}

/// Presses one of several that look alike.
pub(crate) async fn press_nth(who: &Browser, selector: &str, index: usize) -> Result<()> {
    let press = "const one = [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility())[arguments[1]]; one?.click(); return Boolean(one)";
    wait::until(&format!("{selector} number {index}"), async || {
        Ok(who.script::<bool>(press, vec![json!(selector), json!(index)]).await?.then_some(()))
    })
    .await
}

/// Pages through the weeks until one shows this.
pub(super) async fn week_with(thea: &Browser, shown: What<'_>) -> Result<()> {
    for _ in 0..4 {
        let here = wait::until_within(Duration::from_secs(3), "a week", async || {
            Ok(thea.has(shown).await?.then_some(()))
        });
        if here.await.is_ok() {
            return Ok(());
        }
        thea.press_button("The week after").await?;
    }
    thea.find(shown).await.map(|_| ())
}
