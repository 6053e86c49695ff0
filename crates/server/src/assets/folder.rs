//! Files of a folder, for development.

use std::path::{Component, Path};

/// A file's bytes; nothing outside the folder.
pub(super) async fn read(folder: &Path, name: &str) -> Option<Vec<u8>> {
    let name = Path::new(name);
    let plain = name.components().all(|part| matches!(part, Component::Normal(_)));
    if !plain {
        return None;
    }
    tokio::fs::read(folder.join(name)).await.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nothing_outside_the_folder_is_read() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("secret"), "x").unwrap();
        let inner = folder.path().join("dist");
        std::fs::create_dir(&inner).unwrap();
        std::fs::write(inner.join("app.js"), "y").unwrap();
        assert_eq!(read(&inner, "app.js").await.as_deref(), Some(b"y".as_slice()));
        for name in ["../secret", "/etc/hostname", "", "a/../../secret"] {
            assert_eq!(read(&inner, name).await, None, "{name}");
        }
    }
}
