//! A file of this machine as the client reads it, piece by piece, never whole in memory.

use futures_util::future::LocalBoxFuture;
use js_sys::Uint8Array;
use rapport_client::ClientError;
use rapport_client::session::Source;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// A file or a recording.
#[derive(Clone)]
pub(crate) struct FileSource(pub(crate) Blob);

impl Source for FileSource {
    fn size(&self) -> u64 {
        self.0.size() as u64
    }

    fn read(&self, offset: u64, len: usize) -> LocalBoxFuture<'_, Result<Vec<u8>, ClientError>> {
        Box::pin(async move {
            let end = offset + len as u64;
            // A file that was changed or taken away meanwhile cannot be read on.
            let piece = self
                .0
                .slice_with_f64_and_f64(offset as f64, end as f64)
                .map_err(|_| ClientError::FileDamaged)?;
            let bytes = JsFuture::from(piece.array_buffer()).await.map_err(|_| ClientError::FileDamaged)?;
            let bytes = Uint8Array::new(&bytes).to_vec();
            if bytes.len() == len { Ok(bytes) } else { Err(ClientError::FileDamaged) }
        })
    }
}
