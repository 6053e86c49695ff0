//! Whether the key is there that opens the addresses of calendars elsewhere. A backup does not hold it.

use rapport_store::Store;
use rapport_wire::Timestamp;

use super::Finding;
use crate::calendar_link::SourceKey;
use crate::config::{Config, DATABASE_FILE};

const WHAT: &str = "calendars elsewhere";

/// None when nobody has named any, or the database cannot be asked, which is another finding.
pub(super) async fn look(config: &Config, now: Timestamp) -> Option<Finding> {
    if config.database.url.is_none() && !config.data_dir.join(DATABASE_FILE).exists() {
        return None;
    }
    let store = Store::open(&config.database_url(), now).await.ok()?;
    let sealed = store.sealed_sources().await.ok()?;
    store.close().await.ok()?;
    if sealed.is_empty() {
        return None;
    }
    let key = match SourceKey::if_in_folder(&config.data_dir) {
        Ok(key) => key,
        Err(error) => return Some(Finding::bad(WHAT, format!("{error:#}"))),
    };
    let opens = |id, sealed: &[u8]| key.as_ref().is_some_and(|key| key.opens(id, sealed));
    let (all, shut) = (sealed.len(), sealed.iter().filter(|(id, sealed)| !opens(*id, sealed)).count());
    Some(if shut == 0 {
        let words =
            format!("{all}; keep a copy of calendar.key apart from the backups, which do not hold it");
        Finding::good(WHAT, words)
    } else {
        let words = format!(
            "calendar.key does not open {shut} of {all}: put back the one that belongs to this database, or have \
             them named again"
        );
        Finding::bad(WHAT, words)
    })
}
