//! Which screen is shown: decided by who is here and where they are, and by nothing else.

use crate::app::Phase;
use crate::i18n::t;
use crate::route::Route;

/// A screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Page {
    /// Looking at what is kept here.
    Opening,
    /// That did not work.
    Unopened,
    /// Asks for the passphrase again.
    Unlock,
    /// Sign in.
    SignIn,
    /// Come back by words.
    Recover,
    /// The owner's set-up.
    Setup,
    /// Joining with a new account.
    Join,
    /// Joining with the account that is signed in.
    Accept,
    /// What the server sees.
    Trust,
    /// Whom to reach now.
    Reach,
    /// Nothing here.
    NotFound,
    /// Conversations, and the chosen one beside them.
    Messages,
    /// Times: sessions, booking, a therapist's day and week.
    Time(Route),
    /// Exercises and articles.
    Practise(Route),
    /// Worksheets.
    Sheet(Route),
    /// The forms of the practice.
    Forms(Route),
    /// Records, notes, and what is private.
    Record,
    /// Measures: progress, answering, how a client gets on.
    Measure(Route),
    /// The safety plan.
    Safety(Route),
    /// The plan of the therapy.
    Plan(Route),
    /// What is agreed to.
    Consent(Route),
    /// One's journal.
    Journal,
    /// Invitations.
    Invite,
    /// You.
    Settings,
    /// Taking along, bringing in, earlier records.
    Leave(Route),
    /// What was done for somebody who left for good.
    HasLeft,
    /// New recovery words.
    NewWords,
}

impl Page {
    /// The screen for somebody who is at `route`.
    pub(crate) fn of(phase: &Phase, route: Route) -> Self {
        match (phase, route) {
            (_, Route::Trust) => Self::Trust,
            (_, Route::Reach) => Self::Reach,
            // Nothing of anybody is in them, and they help without a network and without a passphrase.
            (_, Route::Practise | Route::Skill(_) | Route::Library | Route::Article(_)) => {
                Self::Practise(route)
            }
            (Phase::Departed(_), _) => Self::HasLeft,
            (Phase::Opening, _) => Self::Opening,
            (Phase::Unopened(_), _) => Self::Unopened,
            // A new person's link works on a device that somebody else has locked: it shows nothing of theirs.
            (Phase::SignedOut | Phase::Locked { .. }, Route::Join) => Self::Join,
            (Phase::SignedOut, Route::Setup) => Self::Setup,
            (Phase::Locked { .. } | Phase::SignedOut, Route::Recover) => Self::Recover,
            (Phase::Locked { .. }, _) => Self::Unlock,
            (Phase::SignedOut | Phase::In, Route::NotFound) => Self::NotFound,
            (Phase::SignedOut, _) => Self::SignIn,
            (Phase::In, Route::Join) => Self::Accept,
            (Phase::In, Route::Invite) => Self::Invite,
            (
                Phase::In,
                Route::Records
                | Route::Record(_)
                | Route::Note(..)
                | Route::WriteNote(..)
                | Route::Cosign(..)
                | Route::Private
                | Route::PrivateNote(_),
            ) => Self::Record,
            (Phase::In, Route::Settings) => Self::Settings,
            (Phase::In, Route::TakeAlong | Route::ForGood | Route::Earlier(_)) => Self::Leave(route),
            (
                Phase::In,
                Route::Sessions
                | Route::Book(_)
                | Route::Move(_)
                | Route::Today
                | Route::Week
                | Route::Hours
                | Route::Arrange
                | Route::Rules
                | Route::Reminders
                | Route::Calendars,
            ) => Self::Time(route),
            (
                Phase::In,
                Route::Sheet(_) | Route::Pages(_) | Route::Together(_) | Route::Form(..) | Route::Feedback(_),
            ) => Self::Sheet(route),
            (Phase::In, Route::OwnArticle(_) | Route::WriteArticle(_)) => Self::Practise(route),
            (Phase::In, Route::Forms | Route::EditForm(_)) => Self::Forms(route),
            (Phase::In, Route::Progress | Route::Answer(..) | Route::Course(_)) => Self::Measure(route),
            (Phase::In, Route::Safety(_) | Route::WriteSafety(_)) => Self::Safety(route),
            (Phase::In, Route::Plan(_) | Route::WritePlan(_)) => Self::Plan(route),
            (Phase::In, Route::Consents(_) | Route::WriteConsent(..)) => Self::Consent(route),
            (Phase::In, Route::Journal | Route::JournalPage(_)) => Self::Journal,
            (Phase::In, Route::NewWords) => Self::NewWords,
            (Phase::In, _) => Self::Messages,
        }
    }

    /// The title of the window: neutral, because others may see it.
    pub(crate) fn title(&self, route: Route) -> String {
        match self {
            Self::Messages if matches!(route, Route::Session(_)) => t!("title-session"),
            Self::Messages => t!("title-messages"),
            Self::SignIn | Self::Unlock => t!("title-sign-in"),
            Self::Settings | Self::NewWords => t!("title-settings"),
            Self::Leave(_) => t!("title-leave"),
            Self::Invite => t!("title-invite"),
            Self::Record => t!("title-record"),
            Self::Forms(_) => t!("title-forms"),
            Self::Time(_) => t!("title-time"),
            Self::Practise(_) | Self::Sheet(_) => t!("title-practise"),
            Self::Measure(_) | Self::Safety(_) | Self::Plan(_) | Self::Consent(_) | Self::Journal => {
                t!("title-progress")
            }
            Self::Trust => t!("title-trust"),
            _ => t!("title-home"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapport_client::session::Departed;
    use rapport_wire::Timestamp;
    use rapport_wire::account::AccountErased;

    fn locked() -> Phase {
        Phase::Locked { handle: "mara".to_owned() }
    }

    #[test]
    fn who_left_is_told_what_was_done_wherever_they_are() {
        let kept_until = Timestamp::from_micros(0);
        let [devices, spaces_destroyed, spaces_left, spaces_kept, spaces_shared] = [1, 1, 0, 1, 0];
        let erased =
            AccountErased { devices, spaces_destroyed, spaces_left, spaces_kept, spaces_shared, kept_until };
        let gone = Phase::Departed(Departed { erased, forgotten: true });
        for route in [Route::ForGood, Route::Messages, Route::Settings, Route::NotFound] {
            assert_eq!(Page::of(&gone, route), Page::HasLeft);
        }
        // Help stands open to everybody, to them too.
        assert_eq!(Page::of(&gone, Route::Reach), Page::Reach);
        assert_eq!(Page::of(&Phase::SignedOut, Route::ForGood), Page::SignIn);
    }

    #[test]
    fn nobody_sees_a_screen_of_somebody_else() {
        for route in [Route::Messages, Route::Settings, Route::Invite, Route::Today, Route::Sessions] {
            assert_eq!(Page::of(&Phase::SignedOut, route), Page::SignIn);
            assert_eq!(Page::of(&locked(), route), Page::Unlock);
            assert_eq!(Page::of(&Phase::Opening, route), Page::Opening);
        }
    }

    #[test]
    fn a_link_leads_where_it_can_be_used() {
        assert_eq!(Page::of(&Phase::SignedOut, Route::Join), Page::Join);
        assert_eq!(Page::of(&Phase::In, Route::Join), Page::Accept);
        assert_eq!(Page::of(&Phase::SignedOut, Route::Setup), Page::Setup);
        assert_eq!(Page::of(&Phase::In, Route::Setup), Page::Messages);
        assert_eq!(Page::of(&Phase::In, Route::Week), Page::Time(Route::Week));
    }

    #[test]
    fn exercises_are_there_for_anybody_and_worksheets_are_not() {
        for phase in [Phase::Opening, Phase::SignedOut, locked(), Phase::In] {
            assert_eq!(Page::of(&phase, Route::Practise), Page::Practise(Route::Practise));
            assert_eq!(Page::of(&phase, Route::Reach), Page::Reach);
            assert_eq!(Page::of(&phase, Route::Library), Page::Practise(Route::Library));
        }
        assert_eq!(Page::of(&locked(), Route::Sheet("mood-diary")), Page::Unlock);
        assert_eq!(Page::of(&Phase::SignedOut, Route::Sheet("mood-diary")), Page::SignIn);
    }

    #[test]
    fn a_safety_plan_opens_only_for_somebody_who_is_in() {
        let plan = Route::Safety(rapport_wire::SpaceId::from_bytes([3; 32]));
        assert_eq!(Page::of(&Phase::In, plan), Page::Safety(plan));
        assert_eq!(Page::of(&locked(), plan), Page::Unlock);
        assert_eq!(Page::of(&locked(), Route::Journal), Page::Unlock);
        assert_eq!(Page::of(&Phase::SignedOut, plan), Page::SignIn);
    }

    #[test]
    fn what_the_server_sees_can_be_read_by_anybody_at_any_time() {
        for phase in [Phase::Opening, Phase::SignedOut, locked(), Phase::In] {
            assert_eq!(Page::of(&phase, Route::Trust), Page::Trust);
        }
    }
}
