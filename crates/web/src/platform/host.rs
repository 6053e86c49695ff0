//! What `boot.js` hands over: where the other parts of the program are.

use js_sys::{Array, Function, JsString};
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

#[wasm_bindgen]
extern "C" {
    /// The object that `boot.js` passes to `main_page`.
    #[derive(Clone)]
    pub type Host;

    /// Where the module of the heavy worker is.
    #[wasm_bindgen(method, getter, js_name = heavyWorker)]
    pub fn heavy_worker(this: &Host) -> String;

    /// Where the module of the frame worker is.
    #[wasm_bindgen(method, getter, js_name = frameWorker)]
    pub fn frame_worker(this: &Host) -> String;

    #[wasm_bindgen(method, catch)]
    async fn strength(this: &Host) -> Result<JsValue, JsValue>;

    /// Loads what makes and reads archives.
    #[wasm_bindgen(method, catch)]
    pub async fn takeaway(this: &Host) -> Result<JsValue, JsValue>;
}

/// The judge of passphrases, once it has arrived.
#[derive(Clone)]
pub(crate) struct Judge(Function);

/// What the judge says of a passphrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// 0 to 4.
    pub(crate) score: u8,
    /// Names of texts that help to find a better one.
    pub(crate) hints: Vec<String>,
}

impl Judge {
    /// Loads it; none when it did not arrive.
    pub(crate) async fn load(host: &Host) -> Option<Self> {
        host.strength().await.ok()?.dyn_into().ok().map(Self)
    }

    /// Judges a passphrase, given what others know of the person.
    pub(crate) fn judge(&self, passphrase: &str, own_words: &[String]) -> Option<Verdict> {
        let own_words: Array = own_words.iter().map(|word| JsString::from(word.as_str())).collect();
        let verdict = self.0.call2(&JsValue::NULL, &passphrase.into(), &own_words).ok()?;
        let verdict = Array::from(&verdict);
        let mut words = verdict.iter().filter_map(|word| word.as_string());
        let score = words.next()?.parse().ok()?;
        Some(Verdict { score, hints: words.collect() })
    }
}
