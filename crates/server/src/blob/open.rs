//! `POST /api/spaces/{space}/blobs/{blob}`: begins an attachment, or tells how far it has come.

use rapport_wire::Code;
use rapport_wire::blob::{BlobState, OpenBlob};

use crate::app::App;
use crate::http::{Caller, Reply};

pub(super) async fn open(app: App, caller: Caller, ask: OpenBlob) -> Reply<BlobState> {
    app.store.member(ask.space, caller.account).await?.ok_or(Code::NotFound)?;
    if app.disk.is_full() {
        return Err(Code::DiskFull.into());
    }
    Ok(app.store.open_blob(ask.space, ask.blob, caller.account, ask.chunks, app.now()).await?)
}
