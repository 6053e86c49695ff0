//! What somebody chose to have at hand on this device, without a passphrase and without a network
//! (`docs/adr/0014`).
//!
//! Each thing is sealed under a key of its own, which the browser made, keeps beside it and hands out to no
//! program, ours included. That is no protection from whoever can open this browser, and is not meant to be
//! one: the screens say so. It lies in the vault's store, so that whatever forgets the vault forgets it too.

use js_sys::{Array, Object, Reflect, Uint8Array};
use rapport_client::platform::{VaultError, Write};
use wasm_bindgen::prelude::*;

use super::SystemChance;
use super::vault::Vault;

/// What names in a pocket begin with.
const PREFIX: &str = "pocket/";
const CIPHER: &str = "AES-GCM";
const KEY_BITS: f64 = 256.0;
const IV_BYTES: usize = 12;

#[wasm_bindgen]
extern "C" {
    // Bound here, because three functions are not worth three more features of `web-sys`.
    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = generateKey)]
    async fn generate_key(algorithm: &JsValue, extractable: bool, usages: &Array)
    -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"])]
    async fn encrypt(algorithm: &JsValue, key: &JsValue, clear: &Uint8Array) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"])]
    async fn decrypt(algorithm: &JsValue, key: &JsValue, sealed: &JsValue) -> Result<JsValue, JsValue>;
}

/// The pocket of this browser.
#[derive(Default)]
pub(crate) struct Pocket {
    vault: Vault,
}

impl Pocket {
    /// Keeps bytes under a name, in place of what was there.
    pub(crate) async fn put(&self, name: &str, clear: &[u8]) -> Result<(), VaultError> {
        let sealed = seal(name, clear).await;
        let sealed = sealed.map_err(|_| VaultError("this browser cannot seal it".to_owned()))?;
        self.vault.put(&format!("{PREFIX}{name}"), &sealed).await
    }

    /// Everything in it that opens, with its name.
    pub(crate) async fn all(&self) -> Vec<(String, Vec<u8>)> {
        let mut opened = Vec::new();
        for (key, value) in self.vault.values(PREFIX).await.unwrap_or_default() {
            let name = key.trim_start_matches(PREFIX).to_owned();
            if let Ok(clear) = open(&name, &value).await {
                opened.push((name, clear));
            }
        }
        opened
    }

    /// Takes one thing out.
    pub(crate) async fn take_out(&self, name: &str) -> Result<(), VaultError> {
        self.vault.write(vec![Write::Delete(format!("{PREFIX}{name}"))]).await
    }

    /// Empties it.
    pub(crate) async fn empty(&self) -> Result<(), VaultError> {
        self.vault.write(vec![Write::DeleteAll(PREFIX.to_owned())]).await
    }
}

/// A key that no program can read, and the bytes sealed under it; a fresh key each time, so that no nonce can
/// meet it twice.
async fn seal(name: &str, clear: &[u8]) -> Result<JsValue, JsValue> {
    let cipher = Object::new();
    Reflect::set(&cipher, &"name".into(), &CIPHER.into())?;
    Reflect::set(&cipher, &"length".into(), &KEY_BITS.into())?;
    let uses: Array = ["encrypt", "decrypt"].map(JsValue::from).into_iter().collect();
    let key = generate_key(&cipher, false, &uses).await?;
    let mut iv = [0; IV_BYTES];
    SystemChance::fill(&mut iv);
    let iv = Uint8Array::from(iv.as_slice());
    let sealed = encrypt(&parameters(name, &iv)?, &key, &Uint8Array::from(clear)).await?;
    let kept = Object::new();
    for (field, value) in [("key", &key), ("iv", iv.as_ref()), ("sealed", &sealed)] {
        Reflect::set(&kept, &field.into(), value)?;
    }
    Ok(kept.into())
}

async fn open(name: &str, kept: &JsValue) -> Result<Vec<u8>, JsValue> {
    let field = |field: &str| Reflect::get(kept, &field.into());
    let (key, iv, sealed) = (field("key")?, Uint8Array::new(&field("iv")?), field("sealed")?);
    let clear = decrypt(&parameters(name, &iv)?, &key, &sealed).await?;
    Ok(Uint8Array::new(&clear).to_vec())
}

/// What is kept under one name opens under no other.
fn parameters(name: &str, iv: &Uint8Array) -> Result<JsValue, JsValue> {
    let parameters = Object::new();
    Reflect::set(&parameters, &"name".into(), &CIPHER.into())?;
    Reflect::set(&parameters, &"iv".into(), iv)?;
    Reflect::set(&parameters, &"additionalData".into(), &Uint8Array::from(name.as_bytes()))?;
    Ok(parameters.into())
}
