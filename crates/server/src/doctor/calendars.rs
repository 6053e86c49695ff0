//! Whether the key is there that opens the addresses of calendars elsewhere. A backup does not hold it.

use rapport_store::Store;
use rapport_wire::{Bytes, SourceId, Timestamp};

use super::Finding;
use crate::calendar_link::SourceKey;
use crate::config::Config;

const WHAT: &str = "calendars elsewhere";

/// What to do with the key, once it is there.
const KEEP: &str = "keep a copy of calendar.key apart from the backups, which do not hold it";

/// None when the database cannot be asked, which is another finding.
pub(super) async fn look(config: &Config, now: Timestamp) -> Option<Finding> {
    let key = match SourceKey::if_in_folder(&config.data_dir) {
        Ok(key) => key,
        Err(error) => return Some(Finding::bad(WHAT, format!("{error:#}"))),
    };
    let sealed = match config.check_database_file() {
        Ok(()) => sealed(config, now).await?,
        Err(_) => Vec::new(),
    };
    if sealed.is_empty() {
        let words = if key.is_some() {
            format!("nobody has named any yet; {KEEP}")
        } else {
            "nobody has named any, so there is no calendar.key yet; the next start makes it".to_owned()
        };
        return Some(Finding::good(WHAT, words));
    }
    let opens = |id, sealed: &[u8]| key.as_ref().is_some_and(|key| key.opens(id, sealed));
    let (all, shut) = (sealed.len(), sealed.iter().filter(|(id, sealed)| !opens(*id, sealed)).count());
    Some(if shut == 0 {
        Finding::good(WHAT, format!("{all}; {KEEP}"))
    } else {
        let words = format!(
            "calendar.key does not open {shut} of {all}: put back the one that belongs to this database, or have \
             them named again"
        );
        Finding::bad(WHAT, words)
    })
}

/// What is sealed under the key.
async fn sealed(config: &Config, now: Timestamp) -> Option<Vec<(SourceId, Bytes)>> {
    let store = Store::open(&config.database_url(), now).await.ok()?;
    let sealed = store.sealed_sources().await;
    store.close().await.ok()?;
    sealed.ok()
}
