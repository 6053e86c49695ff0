//! What is kept on this device: one IndexedDB store from key to sealed bytes.

use std::cell::RefCell;
use std::rc::Rc;

use idb::{Database, DatabaseEvent, Error, Factory, KeyRange, ObjectStoreParams, Query, TransactionMode};
use js_sys::Uint8Array;
use rapport_client::platform::{VaultError, Write};
use wasm_bindgen::JsValue;

/// A name that says nothing to whoever looks through a browser's storage.
const NAME: &str = "home";
const VERSION: u32 = 1;
const STORE: &str = "kept";

/// The vault; opened when first used.
#[derive(Default)]
pub(crate) struct Vault {
    open: RefCell<Option<Rc<Database>>>,
}

impl Vault {
    /// Everything whose key begins so, in order of key.
    pub(crate) async fn read(&self, prefix: String) -> Result<Vec<(String, Vec<u8>)>, VaultError> {
        self.try_read(&prefix).await.map_err(|e| refused(&e))
    }

    /// Keeps and forgets; whole or not at all.
    pub(crate) async fn write(&self, batch: Vec<Write>) -> Result<(), VaultError> {
        self.try_write(batch).await.map_err(|e| refused(&e))?
    }

    async fn try_read(&self, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, Error> {
        let database = self.database().await?;
        let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
        let store = transaction.object_store(STORE)?;
        // Both asked for before either is awaited: an idle transaction ends by itself.
        let keys = store.get_all_keys(Some(beginning_with(prefix)?), None)?;
        let values = store.get_all(Some(beginning_with(prefix)?), None)?;
        let (keys, values) = (keys.await?, values.await?);
        let pairs = keys.into_iter().zip(values);
        Ok(pairs
            .filter_map(|(key, value)| Some((key.as_string()?, Uint8Array::new(&value).to_vec())))
            .collect())
    }

    async fn try_write(&self, batch: Vec<Write>) -> Result<Result<(), VaultError>, Error> {
        let database = self.database().await?;
        let transaction = database.transaction(&[STORE], TransactionMode::ReadWrite)?;
        let store = transaction.object_store(STORE)?;
        for change in batch {
            match change {
                Write::Put(key, bytes) => {
                    store.put(&Uint8Array::from(bytes.as_slice()), Some(&JsValue::from(key)))?;
                }
                Write::Delete(key) => {
                    store.delete(Query::Key(JsValue::from(key)))?;
                }
                Write::DeleteAll(prefix) => {
                    store.delete(beginning_with(&prefix)?)?;
                }
            }
        }
        let ended = transaction.await?;
        Ok(if ended.is_committed() { Ok(()) } else { Err(VaultError("the device has no room".to_owned())) })
    }

    async fn database(&self) -> Result<Rc<Database>, Error> {
        if let Some(database) = self.open.borrow().clone() {
            return Ok(database);
        }
        let mut request = Factory::new()?.open(NAME, Some(VERSION))?;
        request.on_upgrade_needed(|event| {
            if let Ok(database) = event.database() {
                let _ = database.create_object_store(STORE, ObjectStoreParams::new());
            }
        });
        let database = Rc::new(request.await?);
        *self.open.borrow_mut() = Some(database.clone());
        Ok(database)
    }
}

/// Keys are plain text: nothing sorts after the highest character.
fn beginning_with(prefix: &str) -> Result<Query, Error> {
    let last = format!("{prefix}\u{ffff}");
    Ok(Query::KeyRange(KeyRange::bound(&prefix.into(), &last.into(), None, None)?))
}

fn refused(error: &Error) -> VaultError {
    VaultError(error.to_string())
}
