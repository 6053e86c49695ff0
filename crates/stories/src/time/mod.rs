//! Stories about time: hours are offered and booked, come back every week, become free and are taken by
//! whoever waits, and people are reminded.

pub(crate) mod book;
pub(crate) mod fields;
pub(crate) mod recur;
pub(crate) mod remind;
pub(crate) mod waitlist;

use anyhow::Result;
use rapport_testkit::Browser;

use crate::Stage;
use crate::person::{client_link, come_in};

/// Thea, who runs a practice of one, at her clock.
async fn therapist(stage: &mut Stage, zone: &str) -> Result<Browser> {
    let link = stage.server()?.owner_link().to_owned();
    let thea = stage.person("thea").await?;
    thea.set_zone(zone).await?;
    come_in(&thea, &link, "Thea").await?;
    Ok(thea)
}

/// A client of hers, at their clock.
async fn client(stage: &mut Stage, thea: &Browser, who: &str, name: &str, zone: &str) -> Result<Browser> {
    let link = client_link(thea).await?;
    let client = stage.person(who).await?;
    client.set_zone(zone).await?;
    come_in(&client, &link, name).await?;
    Ok(client)
}

/// Offers hours of one weekday, typed, and saves them.
async fn offer(thea: &Browser, day: &str, from: &str, until: &str) -> Result<()> {
    thea.goto("/week/hours").await?;
    fields::choose(thea, "Day", day).await?;
    fields::set(thea, "From", from).await?;
    fields::set(thea, "Until", until).await?;
    thea.press_button("Add hours").await?;
    thea.says(&format!("{day} {from} to {until}")).await?;
    thea.press_button("Save your hours").await?;
    thea.says("From now on these are the times that are offered.").await
}
