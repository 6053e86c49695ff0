//! What anybody may know of the practice before signing in: its name, its fingerprint, the version.

use rapport_wire::practice::{GetPractice, Practice};

use crate::app::App;
use crate::http::{Guest, Reply, Routes};

/// The routes of this feature.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes.open(practice)
}

async fn practice(app: App, _: Guest, _: GetPractice) -> Reply<Practice> {
    Ok(Practice {
        name: app.config.practice_name.clone(),
        space: app.store.practice_space().await?,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}
