//! A form, as a practice may bring one, filled in from top to bottom.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_care::form::{Answer, Form, Kind, Responses};

fuzz_target!(|bytes: &[u8]| {
    let Ok(form) = Form::read(bytes) else { return };
    let mut said = Responses::new();
    let questions: Vec<_> = form.questions().map(|(_, question)| question.clone()).collect();
    for question in questions {
        if !form.shown(&said).contains(question.id.as_str()) {
            continue;
        }
        let answer = match &question.kind {
            Kind::Choice(options) => {
                Answer::Chosen(options.of.first().map(|(id, _)| id.clone()).into_iter().collect(), None)
            }
            Kind::Scale(span) => Answer::Scale(span.to),
            Kind::Line | Kind::Text => Answer::Text("words".into()),
            Kind::Date | Kind::Time => continue,
        };
        said.insert(question.id, answer);
    }
    let _ = (form.validate(&said), form.worries(&said));
});
