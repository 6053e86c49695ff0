//! A form while it is filled in: what is asked, what was said, what is missing. Every screen with one stands on
//! this, whatever becomes of the answers.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use rapport_care::form::{Form, Responses, Section, Wrong};
use rapport_wire::SpaceId;

use super::field::Field;
use crate::components::{Glyph, Icon, fresh_id};
use crate::i18n::t;
use crate::keeping::keep_newest;
use crate::reach::HelpNow;

/// What is wrong, by question.
type Problems = BTreeMap<String, Wrong>;

/// A form that is being filled in.
#[derive(Clone, Copy)]
pub(super) struct Paper {
    /// The form.
    pub(super) form: StoredValue<Form>,
    /// What was answered so far.
    pub(super) said: RwSignal<Responses>,
    problems: RwSignal<Problems>,
    shown: Memo<BTreeSet<String>>,
    /// Where help can be written to, when an answer worries.
    help: Signal<Option<SpaceId>>,
    /// Who else is at a question, where a page is filled in together.
    pub(super) beside: RwSignal<BTreeMap<String, String>>,
}

impl Paper {
    /// With what was begun before. `help` is where one can write to a therapist, should an answer worry.
    pub(super) fn new(form: Form, begun: Responses, help: Signal<Option<SpaceId>>) -> Self {
        let (form, said) = (StoredValue::new(form), RwSignal::new(begun));
        let shown = Memo::new(move |_| {
            form.with_value(|form| {
                said.with(|said| form.shown(said).into_iter().map(str::to_owned).collect())
            })
        });
        let (problems, beside) = (RwSignal::new(Problems::new()), RwSignal::new(BTreeMap::new()));
        Self { form, said, problems, shown, help, beside }
    }

    /// Whether anything was answered; tracked.
    pub(super) fn is_begun(self) -> bool {
        self.said.with(|said| !said.is_empty())
    }

    /// Whether an answer worries; tracked.
    pub(super) fn worries(self) -> bool {
        self.form.with_value(|form| self.said.with(|said| !form.worries(said).is_empty()))
    }

    /// The sections in which something is asked, in order; tracked.
    pub(super) fn asked(self) -> Vec<usize> {
        let asks = |section: &Section| {
            self.shown.with(|shown| section.questions.iter().any(|question| shown.contains(&question.id)))
        };
        self.form.with_value(|form| {
            let sections = form.sections.iter().enumerate();
            sections.filter(|(_, section)| asks(section)).map(|(n, _)| n).collect()
        })
    }

    /// The question under which help stands: the first of a section whose answer worries; tracked.
    fn worrying(self, section: usize) -> Option<String> {
        self.form.with_value(|form| {
            let worries = self
                .said
                .with(|said| form.worries(said).into_iter().map(str::to_owned).collect::<BTreeSet<_>>());
            let questions = &form.sections.get(section)?.questions;
            questions.iter().find(|it| worries.contains(&it.id)).map(|it| it.id.clone())
        })
    }

    /// The section to go on with: the last one in which something was said, and the first of all where nothing
    /// was. Not tracked.
    pub(super) fn furthest(self) -> usize {
        let asked = untrack(|| self.asked());
        let begun = self.form.with_value(|form| {
            let begun = |n: &&usize| {
                let questions = form.sections.get(**n).map(|it| it.questions.as_slice()).unwrap_or_default();
                self.said.with_untracked(|said| questions.iter().any(|it| said.contains_key(&it.id)))
            };
            asked.iter().rev().find(begun).copied()
        });
        begun.or_else(|| asked.first().copied()).unwrap_or_default()
    }

    /// The answers, when they are whole; if not, each gap is shown and the first has the focus.
    pub(super) fn whole(self) -> Option<Responses> {
        self.without_gaps(|_| true)
    }

    /// The first section with something wrong in it, as it was last looked at. Not tracked.
    pub(super) fn gap(self) -> Option<usize> {
        let wrong = |section: &Section| {
            self.problems.with_untracked(|all| section.questions.iter().any(|it| all.contains_key(&it.id)))
        };
        self.form.with_value(|form| form.sections.iter().position(wrong))
    }

    /// Whether a section is whole, with the same help.
    pub(super) fn is_section_whole(self, section: usize) -> bool {
        let within = self.form.with_value(|form| {
            let questions = form.sections.get(section).map(|section| section.questions.as_slice());
            questions.unwrap_or_default().iter().map(|it| it.id.clone()).collect::<BTreeSet<_>>()
        });
        self.without_gaps(|question| within.contains(question)).is_some()
    }

    fn without_gaps(self, counts: impl Fn(&str) -> bool) -> Option<Responses> {
        let (whole, problems) = self.form.with_value(|form| {
            let whole = self.said.with_untracked(|said| form.only_shown(said));
            let problems = form.validate(&whole).err().unwrap_or_default();
            (whole, problems)
        });
        let problems: Vec<_> = problems.into_iter().filter(|it| counts(&it.question)).collect();
        let first = problems.first().map(|problem| problem.question.clone());
        self.problems.set(problems.into_iter().map(|it| (it.question, it.what)).collect());
        match first {
            Some(first) => {
                request_animation_frame(move || focus(&first));
                None
            }
            None => Some(whole),
        }
    }

    /// Forgets every answer.
    pub(super) fn clear(self) {
        self.said.set(Responses::new());
        self.problems.set(Problems::new());
    }

    /// Has what is there kept after each change.
    pub(super) fn kept<Kept>(self, keep: impl Fn(Responses) -> Kept + 'static)
    where
        Kept: Future<Output = ()> + 'static,
    {
        let first = Cell::new(true);
        let changed = move || {
            self.said.track();
            !first.replace(false)
        };
        keep_newest(changed, move || self.said.try_get_untracked().map(&keep));
    }
}

/// Questions that belong together.
#[component]
pub(super) fn Part(
    /// The form.
    paper: Paper,
    /// Which section.
    at: usize,
) -> impl IntoView {
    let section = paper.form.with_value(|form| form.sections.get(at).cloned())?;
    let Paper { said, problems, shown, help, beside, .. } = paper;
    let worrying = Memo::new(move |_| paper.worrying(at));
    let ids: Vec<String> = section.questions.iter().map(|question| question.id.clone()).collect();
    let each = section.questions.into_iter().map(|question| {
        let [id, own, this, whose] = std::array::from_fn(|_| question.id.clone());
        let hidden = move || !shown.with(|shown| shown.contains(&own));
        // Whoever has begun to mend it is not told again.
        let mended = move |id: &str| said.with(|said| said.contains_key(id));
        let problem = Signal::derive(move || {
            let problem = problems.with(|all| all.get(&id).copied());
            problem.filter(|what| *what != Wrong::Missing || !mended(&id))
        });
        // Right where somebody looks at that moment, and once a section.
        let helps = move || worrying.with(|worrying| worrying.as_deref() == Some(this.as_str()));
        let helps = Memo::new(move |_| helps());
        let there = move || beside.with(|all| all.get(&whose).cloned());
        let there = move || there().map(|name| view! { <p class="who-is-here small"><Icon glyph=Glyph::Edit /> <span>{t!("together-there", name = name)}</span></p> });
        view! {
            <div class="asked" hidden=hidden><Field question=question said=said problem=problem />
                {move || helps.get().then(|| view! { <HelpNow space=help.get() /> })}
                {there}
            </div>
        }
    });
    let each = each.collect_view();
    let hidden = move || !shown.with(|shown| ids.iter().any(|id| shown.contains(id)));
    let intro = (!section.intro.is_empty()).then(|| view! { <p class="soft">{section.intro}</p> });
    let title = fresh_id("part");
    let labelled = title.clone();
    Some(view! {
        <section class="section stack" hidden=hidden aria-labelledby=labelled><h2 id=title tabindex="-1">{section.title}</h2>{intro}{each}</section>
    })
}

fn focus(question: &str) {
    use wasm_bindgen::JsCast as _;
    let within = format!("[data-question='{question}'] :is(input, textarea, select)");
    let found = document().query_selector(&within).ok().flatten();
    if let Some(field) = found.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = field.focus();
    }
}
