//! The addresses of this app, as one type: every link is a `Route`, and every address is read into one.

use rapport_care::library::shelf;
use rapport_care::worksheet;
use rapport_wire::{AppointmentId, EntryId, SpaceId};

use crate::practise::Skill;

/// Where somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    /// The list of conversations; also what `/` shows.
    Messages,
    /// One conversation.
    Talk(SpaceId),
    /// The session of a conversation.
    Session(SpaceId),
    /// One's own sessions, as a client.
    Sessions,
    /// Booking a session with the people of a space.
    Book(SpaceId),
    /// Moving an appointment.
    Move(AppointmentId),
    /// A client's progress: what there is to do, and how it went.
    Progress,
    /// Answering what an entry asks for.
    Answer(SpaceId, EntryId),
    /// Filling in a form that an entry asks for.
    Form(SpaceId, EntryId),
    /// How the last session with the people of a space felt.
    Feedback(SpaceId),
    /// How the client of a space gets on, for whoever treats them.
    Course(SpaceId),
    /// A therapist's day.
    Today,
    /// A therapist's week.
    Week,
    /// The hours a therapist offers.
    Hours,
    /// Giving a client an appointment, or a series.
    Arrange,
    /// What the practice asks of everybody who books.
    Rules,
    /// Reminders.
    Reminders,
    /// Calendars elsewhere.
    Calendars,
    /// Exercises, and something to read.
    Practise,
    /// One exercise.
    Skill(Skill),
    /// Filling in a worksheet.
    Sheet(&'static str),
    /// The worksheets shared in a conversation.
    Pages(SpaceId),
    /// A page filled in together with the people of a conversation.
    Together(SpaceId),
    /// What there is to read.
    Library,
    /// An article that comes with Rapport.
    Article(&'static str),
    /// An article of the practice's own.
    OwnArticle(EntryId),
    /// Writing one.
    WriteArticle(EntryId),
    /// The forms the practice made.
    Forms,
    /// Making one, or changing it.
    EditForm(EntryId),
    /// Every client's record, and what waits for oneself.
    Records,
    /// Everything that happened with a client.
    Record(SpaceId),
    /// One note about them.
    Note(SpaceId, EntryId),
    /// Writing one.
    WriteNote(SpaceId, EntryId),
    /// A trainee's note, by its record.
    Cosign(SpaceId, EntryId),
    /// One's private notes.
    Private,
    /// One of them.
    PrivateNote(EntryId),
    /// The safety plan of a space.
    Safety(SpaceId),
    /// Writing it.
    WriteSafety(SpaceId),
    /// The plan of the therapy.
    Plan(SpaceId),
    /// Writing it.
    WritePlan(SpaceId),
    /// What the clients of a space agree to.
    Consents(SpaceId),
    /// Asking them for a consent.
    WriteConsent(SpaceId, EntryId),
    /// One's journal.
    Journal,
    /// One of its pages.
    JournalPage(EntryId),
    /// Invitations.
    Invite,
    /// You.
    Settings,
    /// Taking one's words along, and bringing them in.
    TakeAlong,
    /// Leaving for good.
    ForGood,
    /// What was brought into a care space.
    Earlier(SpaceId),
    /// Whom to reach now.
    Reach,
    /// What the server can and cannot see.
    Trust,
    /// The owner's set-up, from the link of the first start.
    Setup,
    /// An invitation's link.
    Join,
    /// Sign in.
    SignIn,
    /// Come back with the recovery words.
    Recover,
    /// Make new recovery words.
    NewWords,
    /// Nothing.
    NotFound,
}

impl Route {
    /// Reads a path, without query and fragment.
    pub(crate) fn parse(path: &str) -> Self {
        let parts: Vec<_> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] | ["messages" | "unlock"] => Self::Messages,
            ["messages", space] => space.parse().map_or(Self::NotFound, Self::Talk),
            ["session", space] => space.parse().map_or(Self::NotFound, Self::Session),
            ["sessions"] => Self::Sessions,
            ["sessions", "book", space] => space.parse().map_or(Self::NotFound, Self::Book),
            ["sessions", "move", which] => which.parse().map_or(Self::NotFound, Self::Move),
            ["progress"] => Self::Progress,
            ["progress", space] => space.parse().map_or(Self::NotFound, Self::Course),
            ["progress", "answer", space, ask] => match (space.parse(), ask.parse()) {
                (Ok(space), Ok(ask)) => Self::Answer(space, ask),
                _ => Self::NotFound,
            },
            ["progress", "form", space, ask] => {
                both(space, ask).map_or(Self::NotFound, |(s, a)| Self::Form(s, a))
            }
            ["sessions", "feedback", space] => space.parse().map_or(Self::NotFound, Self::Feedback),
            ["forms"] => Self::Forms,
            ["forms", form] => form.parse().map_or(Self::NotFound, Self::EditForm),
            ["today"] => Self::Today,
            ["week"] => Self::Week,
            ["week", "hours"] => Self::Hours,
            ["week", "arrange"] => Self::Arrange,
            ["week", "rules"] => Self::Rules,
            ["reminders"] => Self::Reminders,
            ["calendars"] => Self::Calendars,
            ["practise"] => Self::Practise,
            ["practise", name] => Skill::from_name(name).map_or(Self::NotFound, Self::Skill),
            ["practise", "sheet", id] => worksheet::find(id).map_or(Self::NotFound, |it| Self::Sheet(&it.id)),
            ["messages", space, "worksheets"] => space.parse().map_or(Self::NotFound, Self::Pages),
            ["messages", space, "together"] => space.parse().map_or(Self::NotFound, Self::Together),
            ["library"] => Self::Library,
            ["library", id] => {
                shelf().iter().find(|it| it.id == *id).map_or(Self::NotFound, |it| Self::Article(it.id))
            }
            ["library", "own", id] => id.parse().map_or(Self::NotFound, Self::OwnArticle),
            ["library", "write", id] => id.parse().map_or(Self::NotFound, Self::WriteArticle),
            ["records"] => Self::Records,
            ["records", care] => care.parse().map_or(Self::NotFound, Self::Record),
            ["records", care, "write", note] => {
                both(care, note).map_or(Self::NotFound, |(c, n)| Self::WriteNote(c, n))
            }
            ["records", care, note] => both(care, note).map_or(Self::NotFound, |(c, n)| Self::Note(c, n)),
            ["cosign", record, note] => {
                both(record, note).map_or(Self::NotFound, |(r, n)| Self::Cosign(r, n))
            }
            ["private"] => Self::Private,
            ["private", note] => note.parse().map_or(Self::NotFound, Self::PrivateNote),
            ["safety-plan", space] => space.parse().map_or(Self::NotFound, Self::Safety),
            ["safety-plan", space, "write"] => space.parse().map_or(Self::NotFound, Self::WriteSafety),
            ["plan", space] => space.parse().map_or(Self::NotFound, Self::Plan),
            ["plan", space, "write"] => space.parse().map_or(Self::NotFound, Self::WritePlan),
            ["consents", space] => space.parse().map_or(Self::NotFound, Self::Consents),
            ["consents", space, id] => {
                both(space, id).map_or(Self::NotFound, |(s, i)| Self::WriteConsent(s, i))
            }
            ["journal"] => Self::Journal,
            ["journal", page] => page.parse().map_or(Self::NotFound, Self::JournalPage),
            ["invite"] => Self::Invite,
            ["settings"] => Self::Settings,
            ["take-along"] => Self::TakeAlong,
            ["leave-for-good"] => Self::ForGood,
            ["earlier", care] => care.parse().map_or(Self::NotFound, Self::Earlier),
            ["reach-out-now"] => Self::Reach,
            ["what-the-server-sees"] => Self::Trust,
            ["setup"] => Self::Setup,
            ["join"] => Self::Join,
            ["sign-in"] => Self::SignIn,
            ["recover"] => Self::Recover,
            ["recovery-words"] => Self::NewWords,
            _ => Self::NotFound,
        }
    }

    /// Whether it is a part of what another route leads to.
    pub(crate) const fn is_within(self, other: Self) -> bool {
        match self {
            Self::Talk(_) | Self::Pages(_) | Self::Together(_) => matches!(other, Self::Messages),
            Self::Session(_) | Self::Book(_) | Self::Move(_) => matches!(other, Self::Sessions | Self::Week),
            Self::Feedback(_) => matches!(other, Self::Sessions),
            Self::Answer(..) | Self::Form(..) | Self::Journal | Self::JournalPage(_) => {
                matches!(other, Self::Progress)
            }
            // A client comes from their Progress, a therapist from the record.
            Self::Course(_)
            | Self::Safety(_)
            | Self::WriteSafety(_)
            | Self::Plan(_)
            | Self::WritePlan(_)
            | Self::Consents(_)
            | Self::WriteConsent(..) => matches!(other, Self::Progress | Self::Records),
            Self::Hours | Self::Arrange | Self::Rules => matches!(other, Self::Week),
            Self::Skill(_)
            | Self::Sheet(_)
            | Self::Library
            | Self::Article(_)
            | Self::OwnArticle(_)
            | Self::WriteArticle(_) => matches!(other, Self::Practise),
            Self::Record(_)
            | Self::Forms
            | Self::EditForm(_)
            | Self::Note(..)
            | Self::WriteNote(..)
            | Self::Cosign(..)
            | Self::Private
            | Self::PrivateNote(_) => matches!(other, Self::Records),
            Self::NewWords | Self::TakeAlong | Self::ForGood | Self::Earlier(_) => {
                matches!(other, Self::Settings)
            }
            _ => false,
        }
    }

    /// The path that [`Self::parse`] reads.
    pub(crate) fn path(self) -> String {
        let fixed = match self {
            Self::Talk(space) => return format!("/messages/{space}"),
            Self::Session(space) => return format!("/session/{space}"),
            Self::Book(space) => return format!("/sessions/book/{space}"),
            Self::Move(which) => return format!("/sessions/move/{which}"),
            Self::Skill(skill) => return format!("/practise/{}", skill.as_str()),
            Self::Sheet(id) => return format!("/practise/sheet/{id}"),
            Self::Pages(space) => return format!("/messages/{space}/worksheets"),
            Self::Together(space) => return format!("/messages/{space}/together"),
            Self::Article(id) => return format!("/library/{id}"),
            Self::OwnArticle(id) => return format!("/library/own/{id}"),
            Self::WriteArticle(id) => return format!("/library/write/{id}"),
            Self::Practise => "/practise",
            Self::Library => "/library",
            Self::Record(care) => return format!("/records/{care}"),
            Self::Note(care, note) => return format!("/records/{care}/{note}"),
            Self::WriteNote(care, note) => return format!("/records/{care}/write/{note}"),
            Self::Cosign(record, note) => return format!("/cosign/{record}/{note}"),
            Self::PrivateNote(note) => return format!("/private/{note}"),
            Self::Safety(space) => return format!("/safety-plan/{space}"),
            Self::WriteSafety(space) => return format!("/safety-plan/{space}/write"),
            Self::Plan(space) => return format!("/plan/{space}"),
            Self::WritePlan(space) => return format!("/plan/{space}/write"),
            Self::Consents(space) => return format!("/consents/{space}"),
            Self::WriteConsent(space, id) => return format!("/consents/{space}/{id}"),
            Self::JournalPage(page) => return format!("/journal/{page}"),
            Self::Journal => "/journal",
            Self::Earlier(care) => return format!("/earlier/{care}"),
            Self::TakeAlong => "/take-along",
            Self::ForGood => "/leave-for-good",
            Self::Records => "/records",
            Self::Private => "/private",
            Self::Answer(space, ask) => return format!("/progress/answer/{space}/{ask}"),
            Self::Form(space, ask) => return format!("/progress/form/{space}/{ask}"),
            Self::Feedback(space) => return format!("/sessions/feedback/{space}"),
            Self::EditForm(form) => return format!("/forms/{form}"),
            Self::Forms => "/forms",
            Self::Course(space) => return format!("/progress/{space}"),
            Self::Progress => "/progress",
            Self::Messages => "/messages",
            Self::Sessions => "/sessions",
            Self::Today => "/today",
            Self::Week => "/week",
            Self::Hours => "/week/hours",
            Self::Arrange => "/week/arrange",
            Self::Rules => "/week/rules",
            Self::Reminders => "/reminders",
            Self::Calendars => "/calendars",
            Self::Invite => "/invite",
            Self::Settings => "/settings",
            Self::Reach => "/reach-out-now",
            Self::Trust => "/what-the-server-sees",
            Self::Setup => "/setup",
            Self::Join => "/join",
            Self::SignIn => "/sign-in",
            Self::Recover => "/recover",
            Self::NewWords => "/recovery-words",
            Self::NotFound => "/nothing-here",
        };
        fixed.to_owned()
    }
}

fn both(space: &str, entry: &str) -> Option<(SpaceId, EntryId)> {
    Some((space.parse().ok()?, entry.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_read_from_its_own_path() {
        let space = SpaceId::from_bytes([3; 32]);
        let routes = [
            Route::Messages,
            Route::Talk(space),
            Route::Session(space),
            Route::Sessions,
            Route::Book(space),
            Route::Move(AppointmentId::from_bytes([4; 16])),
            Route::Progress,
            Route::Answer(space, EntryId::from_bytes([5; 16])),
            Route::Course(space),
            Route::Form(space, EntryId::from_bytes([5; 16])),
            Route::Feedback(space),
            Route::Forms,
            Route::EditForm(EntryId::from_bytes([6; 16])),
            Route::Today,
            Route::Week,
            Route::Hours,
            Route::Arrange,
            Route::Rules,
            Route::Reminders,
            Route::Calendars,
            Route::Practise,
            Route::Skill(Skill::Grounding),
            Route::Sheet("sleep-diary"),
            Route::Pages(space),
            Route::Together(space),
            Route::Library,
            Route::Article("sleep"),
            Route::OwnArticle(EntryId::from_bytes([6; 16])),
            Route::WriteArticle(EntryId::from_bytes([6; 16])),
            Route::Records,
            Route::Record(space),
            Route::Note(space, EntryId::from_bytes([5; 16])),
            Route::WriteNote(space, EntryId::from_bytes([5; 16])),
            Route::Cosign(space, EntryId::from_bytes([5; 16])),
            Route::Private,
            Route::PrivateNote(EntryId::from_bytes([5; 16])),
            Route::Safety(space),
            Route::WriteSafety(space),
            Route::Plan(space),
            Route::Consents(space),
            Route::WriteConsent(space, EntryId::from_bytes([6; 16])),
            Route::WritePlan(space),
            Route::Journal,
            Route::JournalPage(EntryId::from_bytes([5; 16])),
            Route::Invite,
            Route::Settings,
            Route::TakeAlong,
            Route::ForGood,
            Route::Earlier(space),
            Route::Reach,
            Route::Trust,
            Route::Setup,
            Route::Join,
            Route::SignIn,
            Route::Recover,
            Route::NewWords,
            Route::NotFound,
        ];
        for route in routes {
            assert_eq!(Route::parse(&route.path()), route);
        }
    }

    #[test]
    fn odd_paths_lead_nowhere_and_the_root_leads_home() {
        assert_eq!(Route::parse("/"), Route::Messages);
        assert_eq!(Route::parse(""), Route::Messages);
        assert_eq!(Route::parse("/unlock"), Route::Messages);
        for path in [
            "/messages/short",
            "/join/x",
            "/settings/a/b",
            "/a/b/c",
            "/sessions/book/x",
            "/week/x",
            "/practise/x",
            "/library/x",
            "/progress/x",
            "/safety-plan",
            "/safety-plan/x/write",
        ] {
            assert_eq!(Route::parse(path), Route::NotFound, "{path}");
        }
    }
}
