//! Opaque bytes: base64url in JSON, raw in postcard, cheap to clone (one payload fans out to many sockets).

use std::fmt;
use std::ops::Deref;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Bytes whose meaning belongs to `envelope` or `seal`; shared, not copied.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Bytes(pub ::bytes::Bytes);

impl Bytes {
    /// An owned copy as a vector.
    pub fn to_vec(&self) -> Vec<u8> {
        self.0.to_vec()
    }
}

impl Deref for Bytes {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self(::bytes::Bytes::copy_from_slice(bytes))
    }
}

impl fmt::Debug for Bytes {
    // Length alone: a debug print of a request must never spill what is inside it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({})", self.0.len())
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        if s.is_human_readable() {
            s.serialize_str(&URL_SAFE_NO_PAD.encode(&self.0))
        } else {
            s.serialize_bytes(&self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Raw;
        impl serde::de::Visitor<'_> for Raw {
            type Value = Bytes;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }
            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes::from(bytes))
            }
            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Bytes, E> {
                Ok(Bytes::from(bytes))
            }
        }
        if d.is_human_readable() {
            let text = String::deserialize(d)?;
            URL_SAFE_NO_PAD.decode(text).map(Self::from).map_err(serde::de::Error::custom)
        } else {
            d.deserialize_bytes(Raw)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips_in_both_languages() {
        let bytes = Bytes::from(vec![0, 255, 7]);
        let json = serde_json::to_string(&bytes).unwrap();
        assert_eq!(json, "\"AP8H\"");
        assert_eq!(serde_json::from_str::<Bytes>(&json).unwrap(), bytes);
        let raw = postcard::to_allocvec(&bytes).unwrap();
        assert_eq!(raw, [3, 0, 255, 7]);
        assert_eq!(postcard::from_bytes::<Bytes>(&raw).unwrap(), bytes);
        assert_eq!(format!("{bytes:?}"), "Bytes(3)");
    }
}
