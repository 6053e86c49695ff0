//! Which configurations are safe to start with.

use super::Config;
use super::mail::BadMail;

/// No law asks for more; a larger number is a slip of the hand.
const MOST_YEARS: u16 = 100;

/// Why the server will not start, and what to change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsafe {
    /// Half of TLS.
    #[error("tls.cert and tls.key belong together: set both, or neither")]
    HalfTls,
    /// Plain HTTP in the open.
    #[error(
        "refusing plain HTTP on {0}: set tls.cert and tls.key, or name your reverse proxy in trusted_proxies, \
         or listen on 127.0.0.1"
    )]
    PlainHttp(std::net::SocketAddr),
    /// No origin is known.
    #[error(
        "origins must name the address people type, such as \"https://practice.example\", when listen is not loopback"
    )]
    NoOrigin,
    /// An origin is not one.
    #[error("\"{0}\" is not an origin: write scheme, host and port alone, such as https://practice.example")]
    NotAnOrigin(String),
    /// An origin would send cookies in the clear.
    #[error("\"{0}\" is plain HTTP and not on this machine: browsers would refuse to sign in, use https://")]
    PlainOrigin(String),
    /// The practice has no name.
    #[error(
        "practice_name is empty: write what people know the practice by, such as \"Elm Street Practice\""
    )]
    NoName,
    /// Records are kept longer than anybody could want.
    #[error(
        "records_years is {0}: write how many years your law asks you to keep a record, at most {MOST_YEARS}"
    )]
    TooManyYears(u16),
    /// A limit that would let nobody in.
    #[error(
        "{0} is 0, which would let nobody in: leave it out for the usual limit, or write a number above 0"
    )]
    ZeroLimit(&'static str),
    /// Media would be told an address nobody can reach.
    #[error("media.addresses must name the public addresses of this machine when media.udp or listen is {0}")]
    NoMediaAddress(std::net::IpAddr),
    /// Mail could not be sent, or not safely.
    #[error(transparent)]
    Mail(#[from] BadMail),
    /// A server for calendars is named in another form.
    #[error("calendar.allow: \"{0}\" is not host:port, such as \"calendar.clinic.internal:443\"")]
    NotAServer(String),
}

/// Refuses what must not run.
pub fn check(config: &Config) -> Result<(), Unsafe> {
    if config.tls.cert.is_some() != config.tls.key.is_some() {
        return Err(Unsafe::HalfTls);
    }
    if config.practice_name.trim().is_empty() {
        return Err(Unsafe::NoName);
    }
    if config.records_years > MOST_YEARS {
        return Err(Unsafe::TooManyYears(config.records_years));
    }
    let limits = [
        ("limits.knocks_per_minute", config.limits.knocks_per_minute),
        ("limits.sign_ins_per_minute", config.limits.sign_ins_per_minute),
    ];
    if let Some((name, _)) = limits.into_iter().find(|(_, limit)| *limit == 0) {
        return Err(Unsafe::ZeroLimit(name));
    }
    let loopback = config.listen.ip().is_loopback();
    if !config.has_tls() && !loopback && config.trusted_proxies.is_empty() {
        return Err(Unsafe::PlainHttp(config.listen));
    }
    if !loopback && config.origins.is_empty() {
        return Err(Unsafe::NoOrigin);
    }
    config.origins.iter().try_for_each(|origin| check_origin(origin))?;
    let udp = config.media_udp(config.listen).ip();
    if udp.is_unspecified() && config.media.addresses.is_empty() {
        return Err(Unsafe::NoMediaAddress(udp));
    }
    config.mail.check()?;
    match config.calendar.allow.iter().find(|server| !is_server(server)) {
        Some(wrong) => Err(Unsafe::NotAServer(wrong.clone())),
        None => Ok(()),
    }
}

/// `host:port`.
fn is_server(text: &str) -> bool {
    let parts = text.rsplit_once(':');
    parts.is_some_and(|(host, port)| !host.is_empty() && !host.contains('/') && port.parse::<u16>().is_ok())
}

fn check_origin(origin: &str) -> Result<(), Unsafe> {
    let not = || Unsafe::NotAnOrigin(origin.to_owned());
    let (scheme, authority) = origin.split_once("://").ok_or_else(not)?;
    let clean = !authority.is_empty() && !authority.contains(['/', '?', '#', '@', ' ']);
    if !clean || !matches!(scheme, "http" | "https") || origin != origin.to_lowercase() {
        return Err(not());
    }
    if scheme == "http" && !is_local(authority) {
        return Err(Unsafe::PlainOrigin(origin.to_owned()));
    }
    Ok(())
}

/// Whether browsers count this host as their own machine (a secure context without TLS).
pub fn is_local(authority: &str) -> bool {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => authority,
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::super::Limits;
    use super::*;

    fn open() -> Config {
        Config {
            listen: "0.0.0.0:443".parse().unwrap(),
            origins: vec!["https://practice.example".to_owned()],
            media: super::super::Media { udp: None, addresses: vec!["192.0.2.1".parse().unwrap()] },
            ..Config::default()
        }
    }

    #[test]
    fn plain_http_needs_loopback_or_a_proxy() {
        assert_eq!(check(&Config::default()), Ok(()));
        assert!(matches!(check(&open()), Err(Unsafe::PlainHttp(_))));
        let behind = Config { trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()], ..open() };
        assert_eq!(check(&behind), Ok(()));
    }

    #[test]
    fn half_of_tls_and_missing_addresses_are_refused() {
        let tls = super::super::Tls { cert: Some("c".into()), key: None };
        assert_eq!(check(&Config { tls, ..open() }), Err(Unsafe::HalfTls));
        let tls = super::super::Tls { cert: Some("c".into()), key: Some("k".into()) };
        let with_tls = Config { tls, ..open() };
        assert_eq!(check(&with_tls), Ok(()));
        assert_eq!(check(&Config { origins: Vec::new(), ..with_tls.clone() }), Err(Unsafe::NoOrigin));
        let no_media = Config { media: super::super::Media::default(), ..with_tls };
        assert!(matches!(check(&no_media), Err(Unsafe::NoMediaAddress(_))));
    }

    #[test]
    fn a_server_for_calendars_has_a_port() {
        let allow = |server: &str| {
            let calendar = super::super::Calendar { allow: vec![server.to_owned()] };
            check(&Config { calendar, ..Config::default() }).is_ok()
        };
        assert!(allow("127.0.0.1:5232") && allow("[::1]:80") && allow("cal.internal:443"));
        assert!(!allow("cal.internal") && !allow("http://cal.internal:80") && !allow(":80"));
    }

    #[test]
    fn a_name_that_is_none_and_limits_of_nothing_are_refused() {
        let nameless = Config { practice_name: " ".to_owned(), ..Config::default() };
        assert_eq!(check(&nameless), Err(Unsafe::NoName));
        let usual = Config::default().limits;
        for (name, limits) in [
            ("limits.knocks_per_minute", Limits { knocks_per_minute: 0, ..usual.clone() }),
            ("limits.sign_ins_per_minute", Limits { sign_ins_per_minute: 0, ..usual }),
        ] {
            assert_eq!(check(&Config { limits, ..Config::default() }), Err(Unsafe::ZeroLimit(name)));
        }
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        for good in ["https://a.example", "http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:80"] {
            assert_eq!(check_origin(good), Ok(()), "{good}");
        }
        for bad in ["a.example", "https://a.example/", "ftp://a", "https://", "https://A.example"] {
            assert!(matches!(check_origin(bad), Err(Unsafe::NotAnOrigin(_))), "{bad}");
        }
        assert!(matches!(check_origin("http://a.example"), Err(Unsafe::PlainOrigin(_))));
    }
}
