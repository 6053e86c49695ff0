//! The secret half of encryption: identities, keyrings, opening, wrapping.
