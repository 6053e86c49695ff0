//! TLS from certificate files, through rustls on aws-lc-rs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::ServerConfig;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

use crate::config::Tls;

/// Why TLS cannot be set up.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsError {
    /// A file cannot be read as PEM.
    #[error("{0} cannot be read as PEM: {1}")]
    File(PathBuf, rustls_pki_types::pem::Error),
    /// The file is there and holds nothing.
    #[error("{0} holds no certificate")]
    Empty(PathBuf),
    /// Certificate and key do not fit.
    #[error("tls.cert and tls.key do not fit together: {0}")]
    Mismatch(#[from] rustls::Error),
}

/// Chooses the one cryptography provider of this process. Called once, before anything speaks TLS: several
/// libraries here could each bring their own.
pub(crate) fn install_provider() {
    // An error means that it was installed before, by another server in the same test process.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
}

/// The certificates in a PEM file, leaf first.
pub(crate) fn pem_certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let certificates = read.map_err(|error| TlsError::File(path.to_owned(), error))?;
    if certificates.is_empty() { Err(TlsError::Empty(path.to_owned())) } else { Ok(certificates) }
}

/// An acceptor when both files are configured.
pub(crate) fn acceptor(tls: &Tls) -> Result<Option<TlsAcceptor>, TlsError> {
    let (Some(cert), Some(key)) = (&tls.cert, &tls.key) else { return Ok(None) };
    let chain = pem_certificates(cert)?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(|error| TlsError::File(key.clone(), error))?;
    let mut config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Some(TlsAcceptor::from(Arc::new(config))))
}
