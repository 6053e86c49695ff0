//! The cookie that is a device's sign-in: random, HttpOnly, SameSite=Strict, and under TLS bound to the host.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rapport_wire::limits::DEVICE_DAYS_MAX;

use crate::chance::Token;

/// RFC 6265bis 4.1.3.2: the prefix makes browsers insist on Secure, Path=/ and no Domain.
const NAME: &str = "__Host-rapport";
/// The name on plain loopback, where a Secure cookie would not come back.
const NAME_LOCAL: &str = "rapport";

/// What a reply does to the cookie.
#[derive(Debug, Clone)]
pub(crate) enum SetCookie {
    /// A device was let in.
    SignedIn(Token),
    /// It was let out.
    SignedOut,
}

impl SetCookie {
    /// The header; `secure` when browsers reach this server over TLS.
    pub(crate) fn header(&self, secure: bool) -> Option<HeaderValue> {
        let (value, seconds) = match self {
            Self::SignedIn(token) => (URL_SAFE_NO_PAD.encode(token.as_bytes()), DEVICE_DAYS_MAX * 24 * 3600),
            Self::SignedOut => (String::new(), 0),
        };
        let (name, flag) = if secure { (NAME, "; Secure") } else { (NAME_LOCAL, "") };
        let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{flag}");
        let mut value = HeaderValue::from_str(&text).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

/// The token a request carries, when it carries one of the right form.
pub(crate) fn token_of(headers: &HeaderMap, secure: bool) -> Option<Token> {
    let wanted = if secure { NAME } else { NAME_LOCAL };
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|cookie| cookie.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, text) = pairs.into_iter().find(|(name, _)| *name == wanted)?;
    Token::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_comes_back() {
        for secure in [true, false] {
            let set = SetCookie::SignedIn(Token::from_bytes([7; 32])).header(secure).unwrap();
            let set = set.to_str().unwrap();
            assert!(set.contains("HttpOnly; SameSite=Strict"));
            assert_eq!(set.contains("; Secure"), secure);
            let mut headers = HeaderMap::new();
            let pair = set.split(';').next().unwrap();
            headers.insert(header::COOKIE, format!("other=1; {pair}").parse().unwrap());
            assert_eq!(token_of(&headers, secure).unwrap().as_bytes(), &[7; 32]);
            assert!(token_of(&headers, !secure).is_none());
        }
    }

    #[test]
    fn a_token_of_another_length_is_none() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "rapport=AAAA".parse().unwrap());
        assert!(token_of(&headers, false).is_none());
    }
}
