//! What is kept on this device: one IndexedDB store from key to sealed bytes.

use std::cell::RefCell;
use std::rc::Rc;

use idb::{Database, DatabaseEvent, Error, Factory, KeyRange, ObjectStoreParams, Query, TransactionMode};
use js_sys::Uint8Array;
use rapport_client::platform::{VaultError, Write};
use wasm_bindgen::{JsCast, JsValue};

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
        let all = self.values(&prefix).await?;
        // What is in somebody's pocket is no bytes, and none of the vault's business.
        let bytes = |value: JsValue| value.dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec());
        Ok(all.into_iter().filter_map(|(key, value)| Some((key, bytes(value)?))).collect())
    }

    /// Keeps and forgets; whole or not at all.
    pub(crate) async fn write(&self, batch: Vec<Write>) -> Result<(), VaultError> {
        self.try_write(batch).await.map_err(|e| refused(&e))?
    }

    async fn try_values(&self, prefix: &str) -> Result<Vec<(String, JsValue)>, Error> {
        let database = self.database().await?;
        let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
        let store = transaction.object_store(STORE)?;
        // Both asked for before either is awaited: an idle transaction ends by itself.
        let keys = store.get_all_keys(Some(beginning_with(prefix)?), None)?;
        let values = store.get_all(Some(beginning_with(prefix)?), None)?;
        let (keys, values) = (keys.await?, values.await?);
        Ok(keys.into_iter().filter_map(|key| key.as_string()).zip(values).collect())
    }

    /// Everything whose key begins so, as the browser holds it: also what is no bytes.
    pub(super) async fn values(&self, prefix: &str) -> Result<Vec<(String, JsValue)>, VaultError> {
        self.try_values(prefix).await.map_err(|e| refused(&e))
    }

    /// Keeps one value as the browser holds it.
    pub(super) async fn put(&self, key: &str, value: &JsValue) -> Result<(), VaultError> {
        self.try_put(key, value).await.map_err(|e| refused(&e))?
    }

    async fn try_put(&self, key: &str, value: &JsValue) -> Result<Result<(), VaultError>, Error> {
        let database = self.database().await?;
        let transaction = database.transaction(&[STORE], TransactionMode::ReadWrite)?;
        transaction.object_store(STORE)?.put(value, Some(&JsValue::from(key)))?;
        Ok(kept(transaction.commit()?.await?.is_committed()))
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
        // Asked for at once: a page that goes away takes along what waits to be asked for.
        Ok(kept(transaction.commit()?.await?.is_committed()))
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

fn kept(committed: bool) -> Result<(), VaultError> {
    if committed { Ok(()) } else { Err(VaultError("the device has no room".to_owned())) }
}

fn refused(error: &Error) -> VaultError {
    VaultError(error.to_string())
}
