//! The browser client: from the binary, or from a folder while developing.
//!
//! Files under `pkg/` carry a hash in their names and are kept by browsers for good; everything else is asked
//! for again each time. A path that is no file gets `index.html`: the client routes by itself.

mod embedded;
mod folder;
mod serve;

use std::borrow::Cow;
use std::path::PathBuf;

pub(crate) use serve::serve;

/// Where files come from.
#[derive(Debug)]
pub(crate) enum Assets {
    /// The binary.
    Embedded,
    /// A folder, read anew each time.
    Folder(PathBuf),
}

impl Assets {
    /// As configured.
    pub(crate) fn new(folder: Option<PathBuf>) -> Self {
        folder.map_or(Self::Embedded, Self::Folder)
    }

    /// A file's bytes, when there is one of that name.
    async fn read(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        match self {
            Self::Embedded => embedded::read(name).map(Cow::Borrowed),
            Self::Folder(folder) => folder::read(folder, name).await.map(Cow::Owned),
        }
    }
}
