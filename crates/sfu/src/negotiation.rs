//! One offer at a time.
//!
//! The participant offers what they send, the SFU offers what they receive, on one
//! connection. When both offer at once the browser is polite: it takes its own offer
//! back, answers ours, and offers again. So an offer that arrives while ours is
//! waiting for an answer is one the browser has already taken back, and is ignored.

use std::time::Instant;

use str0m::Rtc;
use str0m::change::{SdpAnswer, SdpOffer, SdpPendingOffer};
use str0m::media::{Direction, MediaKind, Mid};

use crate::error::{SfuError, check_sdp};
use crate::limits::ANSWER_WAIT_MAX;
use crate::route::TrackKey;
use crate::{Media, Track};

/// A subscription as negotiation knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) track: TrackKey,
    pub(crate) kind: Media,
}

/// A subscription and its media section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) mid: Mid,
    pub(crate) wanted: Wanted,
}

/// What is agreed, what is being asked, and what is to be asked next.
#[derive(Debug, Default)]
pub(crate) struct Negotiation {
    wanted: Vec<Wanted>,
    stopping: Vec<Mid>,
    bound: Vec<Bound>,
    offered: Option<Offered>,
}

#[derive(Debug)]
struct Offered {
    pending: SdpPendingOffer,
    adding: Vec<Bound>,
    answer_by: Instant,
}

/// An offer to be sent.
#[derive(Debug)]
pub(crate) struct Offer {
    pub(crate) sdp: String,
    pub(crate) tracks: Vec<Track>,
}

impl Negotiation {
    /// Asks for a track, at the next opportunity.
    pub(crate) fn want(&mut self, wanted: Wanted) {
        self.wanted.push(wanted);
    }

    /// Gives a track up, at the next opportunity.
    pub(crate) fn give_up(&mut self, track: TrackKey) {
        self.wanted.retain(|wanted| wanted.track != track);
        let adding = self.offered.as_mut().map(|offered| &mut offered.adding);
        for list in [Some(&mut self.bound), adding].into_iter().flatten() {
            self.stopping.extend(list.iter().filter(|b| b.wanted.track == track).map(|b| b.mid));
            list.retain(|bound| bound.wanted.track != track);
        }
    }

    /// The offer to send now, if something is to be asked and nothing is waiting for an answer.
    pub(crate) fn next_offer(&mut self, rtc: &mut Rtc, now: Instant) -> Option<Offer> {
        if self.offered.is_some() || (self.wanted.is_empty() && self.stopping.is_empty()) {
            return None;
        }
        let mut changes = rtc.sdp_api();
        for mid in self.stopping.drain(..) {
            changes.stop_media(mid);
        }
        let adding: Vec<Bound> = self
            .wanted
            .drain(..)
            .map(|wanted| {
                let stream = wanted.track.publisher.to_string();
                let mid =
                    changes.add_media(media_kind(wanted.kind), Direction::SendOnly, Some(stream), None, None);
                Bound { mid, wanted }
            })
            .collect();
        let (sdp, pending) = changes.apply()?;
        let tracks = self.bound.iter().chain(&adding).map(binding).collect();
        self.offered = Some(Offered { pending, adding, answer_by: now + ANSWER_WAIT_MAX });
        Some(Offer { sdp: sdp.to_sdp_string(), tracks })
    }

    /// Takes the participant's answer; the subscriptions that begin with it.
    pub(crate) fn answered(&mut self, rtc: &mut Rtc, sdp: &str) -> Result<Vec<Bound>, SfuError> {
        check_sdp(sdp)?;
        let answer = SdpAnswer::from_sdp_string(sdp).map_err(refused)?;
        let offered = self.offered.take().ok_or(SfuError::NothingOffered)?;
        if let Err(error) = rtc.sdp_api().accept_answer(offered.pending, answer) {
            // Half of it may be in force: nobody knows any more what was agreed.
            rtc.disconnect();
            return Err(refused(error));
        }
        self.bound.extend(&offered.adding);
        Ok(offered.adding)
    }

    /// Takes the participant's offer; the answer, or nothing if the offer was one they took back.
    pub(crate) fn accept(&mut self, rtc: &mut Rtc, sdp: &str) -> Result<Option<String>, SfuError> {
        check_sdp(sdp)?;
        let offer = SdpOffer::from_sdp_string(sdp).map_err(refused)?;
        if self.offered.is_some() {
            return Ok(None);
        }
        let answer = rtc.sdp_api().accept_offer(offer).map_err(refused)?;
        Ok(Some(answer.to_sdp_string()))
    }

    /// When an answer must have come.
    pub(crate) fn answer_by(&self) -> Option<Instant> {
        self.offered.as_ref().map(|offered| offered.answer_by)
    }
}

fn binding(bound: &Bound) -> Track {
    Track { mid: bound.mid.to_string(), participant: bound.wanted.track.publisher, media: bound.wanted.kind }
}

fn media_kind(kind: Media) -> MediaKind {
    match kind {
        Media::Audio => MediaKind::Audio,
        Media::Video => MediaKind::Video,
    }
}

fn refused(error: impl std::fmt::Display) -> SfuError {
    SfuError::SdpRefused(error.to_string())
}
