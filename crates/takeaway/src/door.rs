//! What the browser calls: the same two steps with plain bytes, and names of errors instead of errors.

use rapport_care::whole::Whole;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{Opened, Packing, read};

/// An archive on its way out.
#[wasm_bindgen]
#[derive(Default)]
pub struct Outgoing {
    files: Vec<Vec<u8>>,
    packing: Option<Packing>,
}

#[wasm_bindgen]
impl Outgoing {
    /// With nothing in it.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a file's clear bytes.
    pub fn add_file(&mut self, bytes: Vec<u8>) {
        self.files.push(bytes);
    }

    /// Lays out the bytes of a whole; gives the manifest, which is to be signed.
    #[expect(clippy::needless_pass_by_value, reason = "wasm-bindgen hands over owned bytes")]
    pub fn lay_out(&mut self, whole: Vec<u8>, signer: Vec<u8>) -> Result<Vec<u8>, String> {
        let whole = Whole::from_bytes(&whole).map_err(|_| "archive-malformed")?;
        let signer = signer.try_into().map_err(|_| "archive-malformed")?;
        let packing = Packing::new(&whole, signer, std::mem::take(&mut self.files)).map_err(|error| {
            if error == crate::PackError::TooLarge { "archive-too-large" } else { "archive-malformed" }
        })?;
        Ok(self.packing.insert(packing).manifest().to_vec())
    }

    /// The archive, with the signature over what [`Self::lay_out`] gave.
    pub fn finish(&mut self, signature: &[u8]) -> Result<Vec<u8>, String> {
        let packing = self.packing.take().ok_or("archive-malformed")?;
        packing.finish(signature).map_err(|_| "archive-malformed".to_owned())
    }
}

/// An archive that came in.
#[wasm_bindgen]
pub struct Incoming(Opened);

#[wasm_bindgen]
impl Incoming {
    /// Reads it; the name of what is wrong otherwise ([`crate::ReadError::code`]).
    pub fn open(archive: &[u8]) -> Result<Incoming, String> {
        read(archive).map(Self).map_err(|error| error.code().to_owned())
    }

    /// The bytes of the whole.
    pub fn whole(&self) -> Vec<u8> {
        self.0.whole.to_bytes()
    }

    /// What was signed.
    pub fn manifest(&self) -> Vec<u8> {
        self.0.manifest.clone()
    }

    /// The signature.
    pub fn signature(&self) -> Vec<u8> {
        self.0.signature.clone()
    }

    /// Fingerprint of whoever the manifest says signed it.
    pub fn signer(&self) -> Vec<u8> {
        self.0.signer.to_vec()
    }

    /// A file, by the SHA-256 of its bytes; empty when it is not there.
    pub fn file(&self, hash: &[u8]) -> Vec<u8> {
        let hash: Result<[u8; 32], _> = hash.try_into();
        hash.ok().and_then(|hash| self.0.files.get(&hash)).cloned().unwrap_or_default()
    }
}
