//! Headless client: sign-in, sync, outbox, spaces, call state; transport passed in.
