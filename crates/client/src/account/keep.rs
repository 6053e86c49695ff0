//! Keeping the keyring: at the server, and its unlock copy on the device.
