//! Who plays, and what they say. Invented, all of it.

use rapport_wire::Role;

/// Somebody in the demo.
pub(super) struct Part {
    pub(super) handle: &'static str,
    pub(super) name: &'static str,
    pub(super) role: Role,
    pub(super) passphrase: &'static str,
    pub(super) invited_by: Option<&'static str>,
}

/// In the order in which they come.
pub(super) const CAST: &[Part] = &[
    part("owner", "Ruth Alder", Role::Owner, "copper kettle on a blue stove", None),
    part("thea", "Thea Brandt", Role::Therapist, "seven herons by the canal", Some("owner")),
    part("samir", "Samir Okafor", Role::Therapist, "walnut bread every sunday", Some("owner")),
    part("mara", "Mara", Role::Client, "rain on a tin roof tonight", Some("thea")),
    part("jonas", "Jonas K.", Role::Client, "orange scarf lost in march", Some("thea")),
    part("wren", "Wren", Role::Client, "slow train along the coast", Some("samir")),
];

const fn part(
    handle: &'static str,
    name: &'static str,
    role: Role,
    passphrase: &'static str,
    invited_by: Option<&'static str>,
) -> Part {
    Part { handle, name, role, passphrase, invited_by }
}

/// One conversation.
pub(super) struct Talk {
    pub(super) therapist: &'static str,
    pub(super) client: &'static str,
    pub(super) lines: &'static [Line],
}

/// One thing said.
pub(super) enum Line {
    Therapist(&'static str),
    Client(&'static str),
    /// In answer to the line so many before.
    ClientAnswers(usize, &'static str),
    /// By the therapist, with a file.
    File {
        name: &'static str,
        media_type: &'static str,
        text: &'static str,
        caption: &'static str,
    },
    /// By the client, and the therapist has not looked yet.
    Unread(&'static str),
}

impl Line {
    pub(super) const fn therapist_speaks(&self) -> bool {
        matches!(self, Self::Therapist(_) | Self::File { .. })
    }

    pub(super) const fn stays_unread(&self) -> bool {
        matches!(self, Self::Unread(_))
    }
}

const SLEEP_DIARY: &str = "Sleep diary\n\n\
    Each morning, one line:\n\
    - when you put the light out\n\
    - how long it took, roughly\n\
    - how often you woke\n\
    - when you got up\n\
    - how rested you feel, 0 to 10\n\n\
    Guess. Do not look at a clock at night.\n";

pub(super) const TALKS: &[Talk] = &[
    Talk {
        therapist: "thea",
        client: "mara",
        lines: &[
            Line::Therapist(
                "Welcome, Mara. This is our own room; nobody else can read here, the practice's machine included. Write whenever you like. I read on weekdays, in the morning and after four.",
            ),
            Line::Client("Thank you. It is odd to write this down, but easier than saying it on the phone."),
            Line::Therapist("There is no hurry. What made you write to us now?"),
            Line::Client(
                "I wake at four and then my head starts. Work, my mother, money, and round again. By six I am tired and it is time to get up.",
            ),
            Line::Therapist(
                "That sounds exhausting. Before we meet on Thursday, would you try something small?",
            ),
            Line::File {
                name: "sleep-diary.txt",
                media_type: "text/plain",
                text: SLEEP_DIARY,
                caption: "One line each morning is enough.",
            },
            Line::ClientAnswers(1, "I can do that. Do I write the bad nights too?"),
            Line::Therapist("Especially those. They tell us most."),
            Line::Client("Three nights so far. The odd thing: I sleep less badly than I thought."),
            Line::Therapist(
                "That is worth looking at together on Thursday. Press Join session above at five, and we meet here.",
            ),
            Line::Unread("I will be there. May I have the camera off at first?"),
        ],
    },
    Talk {
        therapist: "thea",
        client: "jonas",
        lines: &[
            Line::Therapist("Hello Jonas, good that you are here. How was the week?"),
            Line::Client("I took the bus twice. The second time I stayed on to the end."),
            Line::Therapist("To the end! What did you notice on the way?"),
            Line::Client(
                "The worst was the third stop. After that it went down by itself, as you said it would.",
            ),
            Line::Therapist("Then you have seen it with your own eyes. Shall the next one be the tram?"),
            Line::Client("Let me think about it until Friday."),
        ],
    },
    Talk {
        therapist: "samir",
        client: "wren",
        lines: &[
            Line::Therapist("Hi Wren. You can use any name here; Wren is fine with me."),
            Line::Client("Good. I would rather not give another one yet."),
            Line::Therapist("You never have to. What would you like to be different, a few months from now?"),
            Line::Unread("To want to get out of bed. To paint again, maybe."),
        ],
    },
];
