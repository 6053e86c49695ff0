//! The server as its callers see it, over HTTP and the socket, on both databases.
//!
//! Every test starts a server of its own in this process. The people in them are real: they stretch
//! passphrases, sign records and seal entries with `seal`, which the server itself never links.

mod support;

mod access;
mod accounts;
mod blobs;
mod calls;
mod edge;
mod floods;
mod invitations;
mod records;
mod socket;
mod storage;
