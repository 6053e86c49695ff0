//! What a conversation is called: by whom it is with.

use rapport_client::views::SpaceView;
use rapport_wire::space::SpaceKind;

use crate::i18n::t;

/// The title of a conversation.
pub(crate) fn title(space: &SpaceView) -> String {
    match (space.kind, space.names.as_slice(), space.others) {
        (SpaceKind::Practice, ..) => t!("talk-team"),
        (_, [], 0) => match &space.invited {
            Some(whom) => t!("talk-invited", name = whom),
            None => t!("talk-nobody-yet"),
        },
        (_, [], _) => t!("talk-nameless"),
        (_, names, _) => names.join(", "),
    }
}

/// The first letters of a title, for the round mark beside it.
pub(super) fn initials(title: &str) -> String {
    let mut letters =
        title.split_whitespace().filter_map(|word| word.chars().next()).filter(|it| it.is_alphanumeric());
    let first: String = letters.next().into_iter().chain(letters.next()).collect();
    first.to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_two_words() {
        assert_eq!(initials("Mara Ilves"), "MI");
        assert_eq!(initials("élodie"), "É");
        assert_eq!(initials("Mara (therapist)"), "M");
        assert_eq!(initials(""), "");
    }
}
