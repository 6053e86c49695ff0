//! Changing a form: sections, questions, what they depend on. Pure.

use rapport_care::form::{Condition, Draft, Kind, Op, Options, Question, Section, Span, Test, When};

/// How a question is answered, as somebody chooses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Text,
    Line,
    One,
    Many,
    Scale,
    Date,
    Time,
}

impl Sort {
    pub(super) const ALL: [Self; 7] =
        [Self::Text, Self::Line, Self::One, Self::Many, Self::Scale, Self::Date, Self::Time];

    /// Its name for programs.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Line => "line",
            Self::One => "one",
            Self::Many => "many",
            Self::Scale => "scale",
            Self::Date => "date",
            Self::Time => "time",
        }
    }

    /// By its name.
    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.key() == key)
    }

    /// Of a question.
    pub(super) const fn of(kind: &Kind) -> Self {
        match kind {
            Kind::Text => Self::Text,
            Kind::Line => Self::Line,
            Kind::Choice(options) if options.many => Self::Many,
            Kind::Choice(_) => Self::One,
            Kind::Scale(_) => Self::Scale,
            Kind::Date => Self::Date,
            Kind::Time => Self::Time,
        }
    }

    /// How a question of this sort begins; what was there is kept as far as it fits.
    fn kind(self, before: &Kind) -> Kind {
        let options = |many| match before {
            Kind::Choice(options) => Kind::Choice(Options { many, ..options.clone() }),
            _ => Kind::Choice(Options { of: Vec::new(), many, other: false }),
        };
        match self {
            Self::Text => Kind::Text,
            Self::Line => Kind::Line,
            Self::One => options(false),
            Self::Many => options(true),
            Self::Scale => Kind::Scale(match before {
                Kind::Scale(span) => span.clone(),
                _ => Span { from: 0, to: 10, low: String::new(), high: String::new() },
            }),
            Self::Date => Kind::Date,
            Self::Time => Kind::Time,
        }
    }
}

/// A form with one empty question.
pub(super) fn blank(id: &str) -> Draft {
    let mut draft = Draft {
        id: id.to_owned(),
        version: 1,
        language: "en".to_owned(),
        title: String::new(),
        intro: String::new(),
        sections: Vec::new(),
    };
    add_section(&mut draft);
    draft
}

/// The same questions under a name of one's own.
pub(super) fn copy_of(form: &Draft, id: &str) -> Draft {
    Draft { id: id.to_owned(), version: 1, ..form.clone() }
}

/// A question, to change it.
pub(super) fn question<'a>(draft: &'a mut Draft, id: &str) -> Option<&'a mut Question> {
    draft.sections.iter_mut().flat_map(|section| &mut section.questions).find(|question| question.id == id)
}

/// A section, to change it.
pub(super) fn section<'a>(draft: &'a mut Draft, id: &str) -> Option<&'a mut Section> {
    draft.sections.iter_mut().find(|section| section.id == id)
}

/// One more section, with a question in it.
pub(super) fn add_section(draft: &mut Draft) {
    let id = fresh("s", |id| draft.sections.iter().any(|section| section.id == id));
    draft.sections.push(Section {
        id: id.clone(),
        title: String::new(),
        intro: String::new(),
        when: None,
        questions: Vec::new(),
    });
    add_question(draft, &id);
}

/// One more question at the end of a section.
pub(super) fn add_question(draft: &mut Draft, to: &str) {
    let id = fresh("q", |id| draft.question(id).is_some());
    let Some(section) = section(draft, to) else { return };
    section.questions.push(Question {
        id,
        text: String::new(),
        help: String::new(),
        kind: Kind::Text,
        required: false,
        when: None,
        worries: None,
    });
}

/// Takes a question away, and whatever asked about it.
pub(super) fn remove_question(draft: &mut Draft, id: &str) {
    for section in &mut draft.sections {
        section.questions.retain(|question| question.id != id);
    }
    forget(draft, |asked, _| asked == id);
}

/// Takes a section away with its questions.
pub(super) fn remove_section(draft: &mut Draft, id: &str) {
    let gone = section(draft, id).map(|section| std::mem::take(&mut section.questions)).unwrap_or_default();
    draft.sections.retain(|section| section.id != id);
    forget(draft, |asked, _| gone.iter().any(|question| question.id == asked));
}

/// Moves a question by one place: within its section, and past its end into the next one.
pub(super) fn move_question(draft: &mut Draft, id: &str, down: bool) {
    let found = draft.sections.iter().enumerate().find_map(|(s, section)| {
        section.questions.iter().position(|question| question.id == id).map(|q| (s, q))
    });
    let Some((s, q)) = found else { return };
    let last = draft.sections[s].questions.len() - 1;
    match (down, q) {
        (true, q) if q < last => draft.sections[s].questions.swap(q, q + 1),
        (false, 1..) => draft.sections[s].questions.swap(q, q - 1),
        (true, _) if s + 1 < draft.sections.len() => {
            let question = draft.sections[s].questions.remove(q);
            draft.sections[s + 1].questions.insert(0, question);
        }
        (false, _) if s > 0 => {
            let question = draft.sections[s].questions.remove(q);
            draft.sections[s - 1].questions.push(question);
        }
        _ => {}
    }
}

/// Has a question answered in another way; branches that asked for an answer it cannot have any more go.
pub(super) fn set_sort(draft: &mut Draft, id: &str, sort: Sort) {
    if let Some(question) = question(draft, id) {
        question.kind = sort.kind(&question.kind);
        question.worries = None;
    }
    forget(draft, |asked, test| asked == id && !matches!(test, Test::Answered | Test::NotAnswered));
}

/// The options of a question, a line each.
pub(super) fn options(kind: &Kind) -> String {
    let Kind::Choice(options) = kind else { return String::new() };
    options.of.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join("\n")
}

/// Takes options from lines. A line that was there keeps its name, so that what asks about it goes on.
pub(super) fn set_options(draft: &mut Draft, id: &str, lines: &str) {
    let Some(question) = question(draft, id) else { return };
    let Kind::Choice(options) = &mut question.kind else { return };
    let before = std::mem::take(&mut options.of);
    // A line that is being begun is no option yet.
    let lines: Vec<&str> = lines.lines().filter(|line| !line.trim().is_empty()).collect();
    for (n, words) in lines.iter().copied().enumerate() {
        // A line that was changed in its place is the same option in better words.
        let same = before.iter().find(|(_, known)| known == words);
        let here = before.get(n).filter(|(_, known)| !lines.iter().any(|line| line == known));
        let taken = |id: &str| options.of.iter().any(|(known, _)| known == id);
        let known = same.or(here).map(|(id, _)| id.clone()).filter(|id| !taken(id));
        let name = known
            .unwrap_or_else(|| fresh("o", |id| taken(id) || before.iter().any(|(known, _)| known == id)));
        options.of.push((name, words.to_owned()));
    }
    let there: Vec<String> = options.of.iter().map(|(id, _)| id.clone()).collect();
    let gone = |test: &Test| match test {
        Test::Chosen(option) | Test::NotChosen(option) => !there.contains(option),
        _ => false,
    };
    if question.worries.as_ref().is_some_and(gone) {
        question.worries = None;
    }
    forget(draft, |asked, test| asked == id && gone(test));
}

/// The questions before this one, in order: what it may depend on.
pub(super) fn before<'a>(draft: &'a Draft, id: &'a str) -> impl Iterator<Item = &'a Question> {
    draft.questions().map(|(_, question)| question).take_while(move |question| question.id != id)
}

/// What may be asked about an answer to this question.
pub(super) fn tests(question: &Question) -> Vec<Test> {
    match &question.kind {
        Kind::Choice(options) => options.of.iter().map(|(id, _)| Test::Chosen(id.clone())).collect(),
        Kind::Scale(span) => (span.from..=span.to).skip(1).map(Test::AtLeast).collect(),
        Kind::Line | Kind::Text | Kind::Date | Kind::Time => vec![Test::Answered],
    }
}

/// Has a question asked only after an answer; none for always.
pub(super) fn set_when(draft: &mut Draft, id: &str, when: Option<(String, Test)>) {
    if let Some(question) = question(draft, id) {
        question.when =
            when.map(|(question, test)| When { op: Op::All, of: vec![Condition { question, test }] });
    }
}

/// What a question depends on, when it is one thing.
pub(super) fn when(question: &Question) -> Option<(&str, &Test)> {
    match question.when.as_ref()?.of.as_slice() {
        [one] => Some((one.question.as_str(), &one.test)),
        _ => None,
    }
}

/// Drops conditions; a branch without one is none.
fn forget(draft: &mut Draft, which: impl Fn(&str, &Test) -> bool) {
    let mend = |when: &mut Option<When>| {
        if let Some(it) = when {
            it.of.retain(|condition| !which(&condition.question, &condition.test));
        }
        if when.as_ref().is_some_and(|it| it.of.is_empty()) {
            *when = None;
        }
    };
    for section in &mut draft.sections {
        mend(&mut section.when);
        section.questions.iter_mut().for_each(|question| mend(&mut question.when));
    }
}

fn fresh(prefix: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut names = (1..).map(|n: u32| format!("{prefix}{n}"));
    // Endless, so there is one.
    names.find(|name| !taken(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use rapport_care::form::{Form, FormError, first_assessment};

    use super::*;

    /// q1: yes or no. q2: text, after yes.
    fn draft() -> Draft {
        let mut draft = blank("own-1");
        draft.title = "Evening".into();
        draft.sections[0].title = "Part".into();
        add_question(&mut draft, "s1");
        for (id, words) in [("q1", "Did you sleep?"), ("q2", "How was it?")] {
            question(&mut draft, id).unwrap().text = words.into();
        }
        set_sort(&mut draft, "q1", Sort::One);
        set_options(&mut draft, "q1", "Yes\nNo");
        set_when(&mut draft, "q2", Some(("q1".into(), Test::Chosen("o1".into()))));
        draft
    }

    #[test]
    fn what_is_built_is_a_form() {
        let form = Form::of(draft()).unwrap();
        assert_eq!(form.questions().count(), 2);
        assert_eq!(options(&form.question("q1").unwrap().kind), "Yes\nNo");
        assert_eq!(when(form.question("q2").unwrap()), Some(("q1", &Test::Chosen("o1".into()))));
        assert_eq!(copy_of(first_assessment(), "own-2").sections, first_assessment().sections);
    }

    #[test]
    fn options_keep_their_names_while_their_words_are_mended() {
        let mut it = draft();
        set_options(&mut it, "q1", "Yes, well\nNo\nA little");
        let names = |it: &Draft| match &it.question("q1").unwrap().kind {
            Kind::Choice(options) => options.of.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>(),
            _ => Vec::new(),
        };
        assert_eq!(names(&it), ["o1", "o2", "o3"]);
        assert!(when(it.question("q2").unwrap()).is_some(), "what depends on it goes on");
        set_options(&mut it, "q1", "Yes, well\nNo\nA little\n \n");
        assert_eq!(names(&it), ["o1", "o2", "o3"], "an empty line is nothing one could choose");
        set_options(&mut it, "q1", "No\nA little");
        assert_eq!(names(&it), ["o2", "o3"]);
        assert_eq!(it.question("q2").unwrap().when, None, "what was asked about is gone");
    }

    #[test]
    fn what_is_taken_away_takes_its_branches_along() {
        let mut it = draft();
        remove_question(&mut it, "q1");
        assert_eq!(it.question("q2").unwrap().when, None);
        let mut it = draft();
        set_sort(&mut it, "q1", Sort::Scale);
        assert_eq!(it.question("q2").unwrap().when, None);
        let mut it = draft();
        add_section(&mut it);
        remove_section(&mut it, "s1");
        assert_eq!(it.sections.len(), 1);
        assert_eq!(it.questions().count(), 1);
    }

    #[test]
    fn a_branch_asks_only_about_what_came_before_and_moving_is_noticed() {
        let mut it = draft();
        assert_eq!(before(&it, "q2").map(|it| it.id.as_str()).collect::<Vec<_>>(), ["q1"]);
        assert_eq!(before(&it, "q1").count(), 0);
        move_question(&mut it, "q2", false);
        assert_eq!(Form::of(it.clone()), Err(FormError::Forward { id: "q2".into() }));
        move_question(&mut it, "q2", true);
        add_section(&mut it);
        move_question(&mut it, "q2", true);
        assert_eq!(it.sections[1].questions[0].id, "q2");
        move_question(&mut it, "q2", false);
        move_question(&mut it, "q1", false);
        assert_eq!(it.sections[0].questions[0].id, "q1", "the first stays first");
    }
}
