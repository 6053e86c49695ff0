//! The screen a person has: its size, and whether they like it light or dark.

use anyhow::Result;
use serde_json::json;

use super::Browser;

/// No page is longer, in CSS pixels; one that grows with its screen ends here.
const LONGEST: u32 = 24_000;

/// A screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// CSS pixels.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// Whether the person prefers dark pages.
    pub dark: bool,
}

impl Screen {
    /// A small phone and a desk, light and dark: what every page is looked at on.
    pub const ALL: [Self; 4] = [
        Self { width: 360, height: 740, dark: false },
        Self { width: 360, height: 740, dark: true },
        Self { width: 1440, height: 900, dark: false },
        Self { width: 1440, height: 900, dark: true },
    ];

    /// The one that stories use between pictures.
    pub const USUAL: Self = Self { width: 1440, height: 900, dark: false };

    /// `360-dark`, for file names.
    pub fn name(self) -> String {
        format!("{}-{}", self.width, if self.dark { "dark" } else { "light" })
    }
}

impl Browser {
    /// Gives the page this screen, and waits until it has been drawn. Motion is reduced, so that a
    /// picture shows how things are and not how they come about.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn set_screen(&self, screen: Screen) -> Result<()> {
        let Screen { width, height, dark } = screen;
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
        let features = json!([
            { "name": "prefers-color-scheme", "value": if dark { "dark" } else { "light" } },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await?;
        self.drawn().await
    }

    /// Makes this screen as high as the page is long: nothing of it is under a bar that stays while one scrolls.
    ///
    /// # Errors
    /// The browser is gone.
    pub(super) async fn unroll(&self, screen: Screen) -> Result<()> {
        let long: u32 = self.script("return document.documentElement.scrollHeight", Vec::new()).await?;
        let height = long.clamp(screen.height, LONGEST);
        if height > screen.height { self.set_screen(Screen { height, ..screen }).await } else { Ok(()) }
    }

    /// Puts the browser into a time zone (IANA): what is loaded from now on shows its clock.
    ///
    /// # Errors
    /// There is no such zone.
    pub async fn set_zone(&self, zone: &str) -> Result<()> {
        self.devtools("Emulation.setTimezoneOverride", json!({ "timezoneId": zone })).await.map(|_| ())
    }

    /// Back to the usual screen.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn usual_screen(&self) -> Result<()> {
        self.set_screen(Screen::USUAL).await
    }

    /// Waits until what has been asked for is on the screen: two frames, the first may be under way.
    async fn drawn(&self) -> Result<()> {
        let two_frames = "await new Promise(requestAnimationFrame); await new Promise(requestAnimationFrame); return null;";
        self.script_async::<Option<()>>(two_frames, Vec::new()).await.map(|_| ())
    }
}
