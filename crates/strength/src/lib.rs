//! How hard a passphrase is to guess (zxcvbn), loaded only where one is chosen.
