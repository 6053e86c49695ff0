//! Whether the certificate can be read, fits its key, and for how long it lasts.

use rapport_wire::Timestamp;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;

use super::Finding;
use crate::config::Tls;
use crate::edge;

/// Days before a certificate's end from which on it is time.
const SOON_DAYS: i64 = 14;

pub(super) fn look(tls: &Tls, now: Timestamp) -> Option<Finding> {
    let cert = tls.cert.as_ref()?;
    edge::install_provider();
    if let Err(error) = edge::acceptor(tls) {
        return Some(Finding::bad("TLS", error.to_string()));
    }
    let chain = match edge::pem_certificates(cert) {
        Ok(chain) => chain,
        Err(error) => return Some(Finding::bad("TLS", error.to_string())),
    };
    let leaf = chain.first().and_then(|leaf| X509Certificate::from_der(leaf).ok());
    let Some((_, leaf)) = leaf else {
        return Some(Finding::bad("TLS", "the certificate cannot be read"));
    };
    let seconds = |at: x509_parser::time::ASN1Time| at.timestamp() - now.as_millis() / 1000;
    let (begins, ends) = (seconds(leaf.validity().not_before), seconds(leaf.validity().not_after));
    let days = ends / (24 * 3600);
    Some(if begins > 0 {
        Finding::bad("TLS", "the certificate is not valid yet: check the clock, or get another")
    } else if ends <= 0 {
        Finding::bad("TLS", "the certificate has expired: renew it and start the server again")
    } else if days < SOON_DAYS {
        Finding::soon("TLS", format!("the certificate ends in {days} days: renew it"))
    } else {
        Finding::good("TLS", format!("the certificate is good for {days} days"))
    })
}
