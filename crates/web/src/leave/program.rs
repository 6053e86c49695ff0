//! The program that makes and reads archives, once it has arrived.

use js_sys::{Array, Function, Reflect, Uint8Array};
use rapport_client::session::{Archive, Taken};
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

use crate::i18n::{Sentences, named, sentences};
use crate::platform::Host;

#[wasm_bindgen]
extern "C" {
    /// `rapport_takeaway::door::Outgoing`.
    type Outgoing;

    #[wasm_bindgen(method)]
    fn add_file(this: &Outgoing, bytes: Uint8Array);

    #[wasm_bindgen(method, catch)]
    fn lay_out(this: &Outgoing, whole: Uint8Array, signer: Uint8Array) -> Result<Uint8Array, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn finish(this: &Outgoing, signature: Uint8Array) -> Result<Uint8Array, JsValue>;

    #[wasm_bindgen(method, js_name = free)]
    fn drop_out(this: &Outgoing);

    /// `rapport_takeaway::door::Incoming`.
    type Incoming;

    #[wasm_bindgen(method)]
    fn whole(this: &Incoming) -> Uint8Array;

    #[wasm_bindgen(method)]
    fn manifest(this: &Incoming) -> Uint8Array;

    #[wasm_bindgen(method)]
    fn signature(this: &Incoming) -> Uint8Array;

    #[wasm_bindgen(method)]
    fn signer(this: &Incoming) -> Uint8Array;

    #[wasm_bindgen(method)]
    fn file(this: &Incoming, hash: Uint8Array) -> Uint8Array;

    #[wasm_bindgen(method, js_name = free)]
    fn drop_in(this: &Incoming);
}

/// It, loaded.
pub(super) struct Program(JsValue);

/// What an archive could not be made or read for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong(String);

impl Wrong {
    fn of(thrown: &JsValue) -> Self {
        Self(thrown.as_string().unwrap_or_else(|| "archive-malformed".into()))
    }

    /// As a person reads it.
    pub(super) fn sentences(&self) -> Sentences {
        match named(&self.0, &[]).zip(named(&format!("{}-rec", self.0), &[])) {
            Some((what, rec)) => Sentences { what, rec },
            None => sentences(&rapport_client::ClientError::FileDamaged),
        }
    }
}

impl Program {
    /// Loads it from where `host` says.
    pub(super) async fn from(host: &Host) -> Result<Self, Wrong> {
        host.takeaway().await.map(Self).map_err(|_| Wrong("archive-unavailable".into()))
    }

    /// Makes an archive; `sign` signs its manifest.
    pub(super) fn pack(&self, taken: &Taken, sign: impl Fn(&[u8]) -> Vec<u8>) -> Result<Uint8Array, Wrong> {
        let of = |thrown: JsValue| Wrong::of(&thrown);
        let class: Function = self.part("Outgoing")?;
        let outgoing = Reflect::construct(&class, &Array::new()).map_err(of)?.unchecked_into::<Outgoing>();
        for bytes in &taken.files {
            outgoing.add_file(Uint8Array::from(bytes.as_slice()));
        }
        let whole = Uint8Array::from(taken.whole.to_bytes().as_slice());
        let signer = Uint8Array::from(taken.signer.as_slice());
        let manifest = outgoing.lay_out(whole, signer).map_err(of)?;
        let signature = sign(&manifest.to_vec());
        let archive = outgoing.finish(Uint8Array::from(signature.as_slice())).map_err(of);
        outgoing.drop_out();
        archive
    }

    /// Reads an archive.
    pub(super) fn read(&self, bytes: &Uint8Array) -> Result<Archive, Wrong> {
        let of = |thrown: JsValue| Wrong::of(&thrown);
        let class: Function = self.part("Incoming")?;
        let open: Function = Reflect::get(&class, &"open".into()).map_err(of)?.unchecked_into();
        let incoming = open.call1(&class, bytes).map_err(of)?.unchecked_into::<Incoming>();
        let archive = opened(&incoming);
        incoming.drop_in();
        archive
    }

    fn part(&self, name: &str) -> Result<Function, Wrong> {
        let part = Reflect::get(&self.0, &name.into()).map_err(|thrown| Wrong::of(&thrown))?;
        part.dyn_into().map_err(|thrown| Wrong::of(&thrown))
    }
}

fn opened(incoming: &Incoming) -> Result<Archive, Wrong> {
    let malformed = || Wrong("archive-malformed".into());
    let whole =
        rapport_care::whole::Whole::from_bytes(&incoming.whole().to_vec()).map_err(|_| malformed())?;
    let hashes = whole.files().filter_map(|(_, _, file)| rapport_care::whole::hash_of(&file));
    let files =
        hashes.map(|hash| (hash, incoming.file(Uint8Array::from(hash.as_slice())).to_vec())).collect();
    Ok(Archive {
        files,
        manifest: incoming.manifest().to_vec(),
        signature: incoming.signature().to_vec(),
        signer: incoming.signer().to_vec().try_into().map_err(|_| malformed())?,
        whole,
    })
}
