//! The public half of encryption: formats, canonical bytes, verifying, sealing to a key.
