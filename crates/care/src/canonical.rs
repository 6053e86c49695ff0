//! The one way to write a measure or a form down, so that a checksum means its content and not its line
//! breaks.
//!
//! RFC 8785 (JSON Canonicalization Scheme), for what they hold: objects with their keys in order, no
//! space between, whole numbers. Anybody can check one without us:
//! `jq -cSj 'del(.checksum)' phq-9.json | sha256sum`.

use serde_json::Value;
use sha2::{Digest, Sha256};

pub(crate) fn checksum(value: &Value) -> [u8; 32] {
    let mut out = String::new();
    write(value, &mut out);
    Sha256::digest(out.as_bytes()).into()
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Array(values) => {
            out.push('[');
            separated(values, out, write);
            out.push(']');
        }
        Value::Object(fields) => {
            // Sorted here, because serde_json keeps the file's order once any crate asks it to. Our keys
            // are ASCII, so bytes sort like the UTF-16 units that the RFC names.
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(key, _)| key.as_bytes());
            out.push('{');
            separated(&fields, out, |(key, value), out| {
                out.push_str(&Value::String((*key).clone()).to_string());
                out.push(':');
                write(value, out);
            });
            out.push('}');
        }
        // serde_json escapes strings exactly as the RFC does, and writes whole numbers plainly.
        leaf => out.push_str(&leaf.to_string()),
    }
}

fn separated<T>(values: &[T], out: &mut String, each: impl Fn(&T, &mut String)) {
    for (i, value) in values.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        each(value, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_order_and_nothing_is_between() {
        let value: Value = serde_json::from_str(
            "{ \"b\": [1, null, true],\n \"a\": {\"z\": \"a\\u0008\\n\\u0001 \\\"é\\\" …\", \"y\": {}} }",
        )
        .unwrap();
        let mut out = String::new();
        write(&value, &mut out);
        assert_eq!(out, "{\"a\":{\"y\":{},\"z\":\"a\\b\\n\\u0001 \\\"é\\\" …\"},\"b\":[1,null,true]}");
    }
}
