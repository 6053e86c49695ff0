//! Where a story plays: a server of its own, people with a browser each, and a folder for pictures.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use rapport_testkit::server::Options;
use rapport_testkit::{Browser, Chromedriver, Pictures, Server};

/// The stage of one story.
#[derive(Debug)]
pub struct Stage {
    pictures: Pictures,
    driver: Chromedriver,
    people: Vec<Browser>,
    server: Option<Server>,
}

impl Stage {
    /// An empty stage, whose pictures go to this folder.
    ///
    /// # Errors
    /// Chromium's driver does not start.
    pub async fn open(folder: &Path) -> Result<Self> {
        let pictures = Pictures::in_folder(folder)?;
        Ok(Self { pictures, driver: Chromedriver::start().await?, people: Vec::new(), server: None })
    }

    /// Starts the server, on SQLite.
    ///
    /// # Errors
    /// It does not start.
    pub async fn serve(&mut self) -> Result<&mut Server> {
        self.serve_with(Options::default()).await
    }

    /// Starts the server with these options.
    ///
    /// # Errors
    /// It does not start.
    pub async fn serve_with(&mut self, options: Options) -> Result<&mut Server> {
        Ok(self.server.insert(Server::start_with(options).await?))
    }

    /// The server.
    ///
    /// # Errors
    /// The story has not started it.
    pub fn server(&mut self) -> Result<&mut Server> {
        self.server.as_mut().context("the story has not started its server")
    }

    /// A new person, or a person's new device, with an empty browser.
    ///
    /// # Errors
    /// Chromium does not start, or there is no server yet.
    pub async fn person(&mut self, who: &str) -> Result<Browser> {
        let origin = self.server()?.origin().to_owned();
        let browser = self.driver.open(who, &origin).await?;
        self.people.push(browser.clone());
        Ok(browser)
    }

    /// Takes pictures of the page on every screen, and has axe-core look at each.
    ///
    /// # Errors
    /// axe-core found something.
    pub async fn show(&self, who: &Browser, what: &str) -> Result<()> {
        who.show(&self.pictures, what).await
    }

    /// Where this story leaves things for people to look at.
    pub fn folder(&self) -> &Path {
        self.pictures.folder()
    }

    /// Ends it: keeps the logs (and, when the story failed, a picture of each screen as it was),
    /// closes the browsers, ends the server.
    pub async fn close(self, failed: bool) {
        for person in self.people {
            let who = person.who().to_owned();
            if failed {
                let _ = person.picture(&self.pictures.folder().join(format!("failed-{who}.png"))).await;
            }
            let lines = person.console().await.unwrap_or_default();
            let text = lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
            let _ = fs::write(self.pictures.folder().join(format!("console-{who}.log")), text);
            let _ = person.quit().await; // it may have been closed by the story
        }
        if let Some(server) = self.server {
            let _ = fs::write(self.pictures.folder().join("server.log"), server.log());
        }
    }
}
