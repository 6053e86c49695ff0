//! The clock a page reads: set back or forward, so that weeks pass within a story. The server keeps its own.

use anyhow::Result;
use serde_json::json;

use super::Browser;

/// A clock that is off by so many seconds. It goes by the page's own count, so that setting it twice is setting
/// it once; and a page that has slept through its timers does not lock itself for it.
const CLOCK: &str = "
    const now = () => Math.floor(performance.timeOrigin + performance.now()) + OFF * 1000;
    const Real = globalThis.testkitDate ??= Date;
    globalThis.Date = class extends Real {
        constructor(...given) { given.length ? super(...given) : super(now()); }
        static now() { return now(); }
    };
    globalThis.dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift' }));
    return null;";

impl Browser {
    /// Puts the page's clock off by so many seconds, and that of every page loaded from now on.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn set_clock(&self, seconds: i64) -> Result<()> {
        let clock = CLOCK.replace("OFF", &format!("({seconds})"));
        let every = json!({ "source": format!("(() => {{ {clock} }})()") });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", every).await?;
        self.script::<Option<()>>(&clock, Vec::new()).await.map(drop)
    }
}
