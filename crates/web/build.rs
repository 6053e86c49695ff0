//! Compiles `locales/*/*.ftl` into a table (docs/adr/0007): a message is an index, and an unknown name does
//! not compile. What this build understands of Fluent is what we write: texts, `{ $name }`, selection by
//! `{ $count -> … }`; anything else stops the build with a sentence.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use fluent_syntax::parser;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    match compile(Path::new("locales/en")) {
        Ok(table) => {
            let out = env::var("OUT_DIR").unwrap_or_default();
            if let Err(e) = fs::write(Path::new(&out).join("messages.rs"), table) {
                println!("cargo::error=cannot write the table of messages: {e}");
            }
        }
        Err(sentence) => println!("cargo::error={sentence}"),
    }
}

fn compile(dir: &Path) -> Result<String, String> {
    let mut messages = BTreeMap::new();
    let entries = fs::read_dir(dir).map_err(|e| format!("cannot read {}: {e}", dir.display()))?;
    for entry in entries {
        let path = entry.map_err(|e| e.to_string())?.path();
        if path.extension().is_some_and(|ext| ext == "ftl") {
            read(&path, &mut messages)?;
        }
    }
    Ok(table(&messages))
}

/// Adds the messages of one file, each as the Rust expression of its parts.
fn read(path: &Path, messages: &mut BTreeMap<String, String>) -> Result<(), String> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|e| format!("cannot read {shown}: {e}"))?;
    let resource = parser::parse(text.as_str()).map_err(|(_, errors)| format!("{shown}: {}", errors[0]))?;
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => {
                let name = message.id.name;
                let value = message.value.as_ref().ok_or(format!("{shown}: {name} has no text"))?;
                let parts = pattern(value).map_err(|e| format!("{shown}: {name}: {e}"))?;
                if messages.insert(name.to_owned(), parts).is_some() {
                    return Err(format!("{shown}: {name} is defined twice"));
                }
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            Entry::Term(term) => return Err(format!("{shown}: terms are not understood: {}", term.id.name)),
            Entry::Junk { content } => return Err(format!("{shown}: cannot be read: {content}")),
        }
    }
    Ok(())
}

fn pattern(pattern: &Pattern<&str>) -> Result<String, String> {
    let mut parts = String::from("&[");
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => {
                let _ = write!(parts, "Part::Text({value:?}),");
            }
            PatternElement::Placeable { expression } => parts.push_str(&placeable(expression)?),
        }
    }
    parts.push(']');
    Ok(parts)
}

fn placeable(expression: &Expression<&str>) -> Result<String, String> {
    match expression {
        Expression::Inline(InlineExpression::VariableReference { id }) => {
            Ok(format!("Part::Arg({:?}),", id.name))
        }
        Expression::Inline(InlineExpression::StringLiteral { value }) => {
            Ok(format!("Part::Text({value:?}),"))
        }
        Expression::Select { selector: InlineExpression::VariableReference { id }, variants } => {
            let mut cases = String::new();
            let mut default = None;
            for variant in variants {
                let key = match &variant.key {
                    VariantKey::Identifier { name } => name,
                    VariantKey::NumberLiteral { value } => value,
                };
                let text = pattern(&variant.value)?;
                if variant.default {
                    default = Some(text);
                } else {
                    let _ = write!(cases, "({key:?}, {text}),");
                }
            }
            let default = default.ok_or("a selection needs a default")?;
            Ok(format!("Part::Select {{ arg: {:?}, cases: &[{cases}], default: {default} }},", id.name))
        }
        _ => Err("only texts, variables and selections by a variable are understood".to_owned()),
    }
}

/// Names in order, texts in the same order, and a macro from name to index.
fn table(messages: &BTreeMap<String, String>) -> String {
    let mut names = String::new();
    let mut texts = String::new();
    let mut rules = String::new();
    for (index, (name, parts)) in messages.iter().enumerate() {
        let _ = writeln!(names, "    {name:?},");
        let _ = writeln!(texts, "    {parts},");
        let _ = writeln!(rules, "    ({name:?}) => {{ {index}usize }};");
    }
    format!(
        "pub(super) static NAMES: &[&str] = &[\n{names}];\n\
         pub(super) static ENGLISH: &[&[Part]] = &[\n{texts}];\n\
         macro_rules! message {{\n{rules}}}\n\
         pub(crate) use message;\n"
    )
}
