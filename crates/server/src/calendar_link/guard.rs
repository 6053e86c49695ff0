//! Where a fetch may go: public addresses over HTTPS, and the servers the operator named. Pure, but for asking
//! the resolver.
//!
//! A name is resolved once, every address it gives is looked at, and the connection goes to what was looked at:
//! a name that changes its mind in between changes nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use rapport_wire::Code;
use reqwest::Url;

/// A place that may be asked.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) url: Url,
    pub(super) host: String,
    /// Where its host is; empty for none.
    pub(super) addresses: Vec<SocketAddr>,
}

/// An address somebody typed, or a server redirected to: of the right form, over HTTPS unless its server is
/// allowed, with no login inside.
pub(super) fn parse(text: &str, allowed: &[String]) -> Result<Url, Code> {
    // What telephones and Apple's calendar hand out.
    let text = text.trim();
    let rest = text.strip_prefix("webcal://").map(|rest| format!("https://{rest}"));
    let url = Url::parse(rest.as_deref().unwrap_or(text)).map_err(|_| Code::SourceInvalid)?;
    let bare = url.username().is_empty() && url.password().is_none() && url.has_host();
    match url.scheme() {
        "https" if bare => Ok(url),
        "http" if bare && is_allowed(&url, allowed) => Ok(url),
        "http" if bare => Err(Code::SourcePrivate),
        _ => Err(Code::SourceInvalid),
    }
}

/// Whether an operator named the server of this address.
pub(super) fn is_allowed(url: &Url, allowed: &[String]) -> bool {
    let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else { return false };
    allowed.iter().any(|server| server.eq_ignore_ascii_case(&format!("{host}:{port}")))
}

/// Resolves a place. Refused when any of its addresses is not public: a name that points to both is up to
/// something.
pub(super) async fn resolve(url: Url, allowed: &[String]) -> Result<Place, Code> {
    let host = url.host_str().ok_or(Code::SourceInvalid)?.to_owned();
    let port = url.port_or_known_default().ok_or(Code::SourceInvalid)?;
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let found = tokio::net::lookup_host((bare, port)).await.map_err(|_| Code::SourceUnreachable)?;
    let addresses: Vec<SocketAddr> = found.collect();
    if addresses.is_empty() {
        return Err(Code::SourceUnreachable);
    }
    if !is_allowed(&url, allowed) && !addresses.iter().all(|address| is_public(address.ip())) {
        return Err(Code::SourcePrivate);
    }
    Ok(Place { url, host, addresses })
}

/// Whether an address is one that anybody on the internet could be meant by (RFC 6890 and its registries).
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => match embedded(v6) {
            Some(v4) => is_public_v4(v4),
            None => is_public_v6(v6),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b); // RFC 6598: behind a provider's NAT
    let protocol = a == 192 && b == 0 && c == 0; // RFC 6890
    let relay = a == 192 && b == 88 && c == 99; // RFC 7526
    let benchmark = a == 198 && (18..20).contains(&b); // RFC 2544
    let reserved = a >= 240; // RFC 1112, and broadcast
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local() // 169.254.169.254 tells secrets of cloud machines
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || shared
        || protocol
        || relay
        || benchmark
        || reserved)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    // Only 2000::/3 is given out; in it, some are not for the internet.
    let global = (0x2000..0x4000).contains(&first);
    let special = first == 0x2001 && second < 0x200; // RFC 2928: Teredo, ORCHID, benchmarks
    let documentation = (first == 0x2001 && second == 0xdb8) || (first == 0x3fff && second < 0x1000);
    global && !special && !documentation
}

/// The IPv4 address inside one of IPv6: mapped, compatible, translated (RFC 6052, RFC 8215), 6to4.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let segments = address.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match segments {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] if high != 0 || low > 1 => Some(v4(high, low)),
        [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0 | 1, .., high, low]
        | [0x2002, high, low, ..] => Some(v4(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_private_networks_are_known_in_every_dress() {
        for private in [
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.8",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "192.0.2.1",
            "203.0.113.9",
            "192.88.99.1",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "3fff::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::a00:1",
            "2002:7f00:1::1",
            "2002:a00:1::",
            "::ffff:0:127.0.0.1",
            "fec0::1",
            "100::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.0.1",
            "100.128.0.1",
            "172.32.0.1",
            "2606:4700::1",
            "2a00:1450::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn plain_http_is_for_servers_that_were_named() {
        let allowed = ["127.0.0.1:5232".to_owned(), "cal.internal:443".to_owned()];
        let parse = |text| parse(text, &allowed).map(|url| url.to_string());
        assert_eq!(parse("webcal://a.example/x.ics").unwrap(), "https://a.example/x.ics");
        assert_eq!(parse(" https://a.example/x ").unwrap(), "https://a.example/x");
        assert_eq!(parse("http://127.0.0.1:5232/me/").unwrap(), "http://127.0.0.1:5232/me/");
        assert_eq!(parse("http://a.example/x"), Err(Code::SourcePrivate));
        assert_eq!(parse("http://127.0.0.1:5233/"), Err(Code::SourcePrivate));
        for wrong in
            ["", "x", "ftp://a.example/", "file:///etc/passwd", "https://me:pw@a.example/", "gopher://a"]
        {
            assert_eq!(parse(wrong), Err(Code::SourceInvalid), "{wrong}");
        }
    }

    #[tokio::test]
    async fn names_and_numbers_of_this_machine_are_refused_unless_named() {
        let go = async |text: &str, allowed: &[String]| {
            let url = Url::parse(text).unwrap();
            resolve(url, allowed).await.map(|place| place.addresses.len())
        };
        // A name that points here, and numbers in every spelling a parser takes.
        for url in [
            "https://localhost/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://[::ffff:7f00:1]/",
            "https://169.254.169.254/latest/meta-data/",
        ] {
            assert_eq!(go(url, &[]).await, Err(Code::SourcePrivate), "{url}");
        }
        assert!(go("http://127.0.0.1:9/", &["127.0.0.1:9".to_owned()]).await.is_ok());
        assert_eq!(go("http://127.0.0.1:9/", &["127.0.0.1:8".to_owned()]).await, Err(Code::SourcePrivate));
    }
}
