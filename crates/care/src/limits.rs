//! Limits of what people say, in the units people count in.

/// Longest message, in characters.
pub const TEXT_CHARS_MAX: usize = 20_000;
/// Longest caption of a file, in characters.
pub const CAPTION_CHARS_MAX: usize = 2_000;
/// Longest display name, in characters.
pub const NAME_CHARS_MAX: usize = 80;
/// Longest account of what an appointment is about, in characters.
pub const ABOUT_CHARS_MAX: usize = 2_000;
/// Longest name of a file, in bytes.
pub const FILE_NAME_BYTES_MAX: usize = 255;
/// Longest media type, in bytes.
pub const MEDIA_TYPE_BYTES_MAX: usize = 127;
/// Bars in the picture of a voice note.
pub const WAVEFORM_BARS_MAX: usize = 64;
/// Longest voice note, in milliseconds (30 minutes).
pub const VOICE_NOTE_MS_MAX: u32 = 30 * 60 * 1_000;
/// Bytes of an attachment's manifest.
pub const MANIFEST_BYTES_MAX: usize = 1_024;
/// Characters of a preview: a list's second line, a quoted reply.
pub const PREVIEW_CHARS: usize = 120;

/// Bytes of a measure's package.
pub const MEASURE_BYTES_MAX: usize = 64 * 1_024;
/// Questions of a measure.
pub const MEASURE_ITEMS_MAX: usize = 64;
/// Answers to one of its questions; also rows of answers.
pub const MEASURE_OPTIONS_MAX: usize = 12;
/// What an answer counts.
pub const MEASURE_VALUE_MAX: u8 = 100;
/// What a scale's sum is multiplied by.
pub const MEASURE_TIMES_MAX: u8 = 10;
/// Scales of a measure.
pub const MEASURE_SCALES_MAX: usize = 8;
/// Bands of a scale; also its cut-offs.
pub const MEASURE_BANDS_MAX: usize = 8;
/// Papers behind a measure; also notes on it.
pub const MEASURE_SOURCES_MAX: usize = 16;
/// Longest text in a measure, in characters.
pub const MEASURE_TEXT_CHARS_MAX: usize = 1_000;
/// Longest name of a measure for programs, in bytes.
pub const MEASURE_ID_BYTES_MAX: usize = 40;
/// Days after which no gain is worth talking about (see [`crate::measure::track`]).
pub const OFF_TRACK_AFTER_DAYS: i64 = 28;
/// Longest rhythm of a measure, in days or in weeks.
pub const RHYTHM_MAX: u16 = 366;
/// Longest account of what was done about an answer that worries, in characters.
pub const RISK_WORDS_CHARS_MAX: usize = 4_000;

/// Bytes of a form's file.
pub const FORM_BYTES_MAX: usize = 256 * 1_024;
/// Bytes of a form that travels as an entry: with its signature it fits into one.
pub const FORM_WORDS_BYTES_MAX: usize = 64 * 1_024;
/// Sections of a form.
pub const FORM_SECTIONS_MAX: usize = 32;
/// Questions of a form, all sections together.
pub const FORM_QUESTIONS_MAX: usize = 128;
/// Options of a question.
pub const FORM_OPTIONS_MAX: usize = 32;
/// Conditions of a branch.
pub const FORM_CONDITIONS_MAX: usize = 8;
/// Steps of a scale.
pub const FORM_SCALE_STEPS_MAX: i32 = 100;
/// Longest text of a form, in characters.
pub const FORM_TEXT_CHARS_MAX: usize = 1_000;
/// Longest answer of a few words, in characters.
pub const FORM_LINE_CHARS_MAX: usize = 200;
/// Words of a form's answers together, in characters: they fit into one entry.
pub const FORM_ANSWERS_CHARS_MAX: usize = 20_000;
/// The earliest year a date in a form may have.
pub const FORM_YEAR_MIN: u16 = 1_900;
/// Longest name of a form, a question or an option for programs, in bytes.
pub const FORM_ID_BYTES_MAX: usize = 40;

/// Openings of one page that is filled in together, over its whole life.
pub const TOGETHER_HANDS_MAX: usize = 256;
/// Characters and steps of one of them, and of all together.
pub const TOGETHER_ATOMS_MAX: usize = 1_000_000;
/// Bytes of everything done to a page, above which nothing is added to it.
pub const TOGETHER_BYTES_MAX: usize = 64 * 1_024;
/// Bytes that a keeping of it may have: two who filled it up apart still join, and it fits into one entry.
pub const TOGETHER_KEPT_BYTES_MAX: usize = 94 * 1_024;
/// Characters in one message about it: with four bytes each it fits into a message of a call.
pub const TOGETHER_PIECE_CHARS: u32 = 900;

/// Longest article, in characters.
pub const ARTICLE_CHARS_MAX: usize = 20_000;

/// Longest reason for not agreeing to something, in characters.
pub const CONSENT_WHY_CHARS_MAX: usize = 2_000;

/// Bytes of the name that an exercise or an article has for programs.
pub const PRACTICE_ID_BYTES_MAX: usize = 40;

/// Longest progress note, all parts together, in characters.
pub const NOTE_CHARS_MAX: usize = 20_000;

/// Longest private note, in characters.
pub const PRIVATE_CHARS_MAX: usize = 20_000;

/// Longest page of a journal, in characters: it fits into one entry.
pub const JOURNAL_CHARS_MAX: usize = 20_000;

/// Words of a plan or a safety plan together, in characters: it fits into one entry.
pub const PAGE_CHARS_MAX: usize = 20_000;
/// Lines in a step of a safety plan.
pub const SAFETY_LINES_MAX: usize = 20;
/// Longest line of a safety plan, in characters.
pub const SAFETY_WORDS_CHARS_MAX: usize = 300;
/// Longest number to call, in characters.
pub const SAFETY_REACH_CHARS_MAX: usize = 60;
/// Goals of a plan.
pub const PLAN_GOALS_MAX: usize = 20;
/// Steps to a goal.
pub const PLAN_STEPS_MAX: usize = 30;
/// How near somebody can be to a goal, counted from nothing.
pub const RATING_MAX: u8 = 10;
/// Longest goal or step, in characters.
pub const PLAN_WORDS_CHARS_MAX: usize = 2_000;
/// So far ahead a plan may be looked at again, in years.
pub const PLAN_REVIEW_YEARS_MAX: u16 = 10;
/// Versions of a page that one version joins.
pub const VERSIONS_MERGED_MAX: usize = 8;

/// Bytes of everything that is taken along at once, files apart.
pub const WHOLE_BYTES_MAX: usize = 64 * 1_024 * 1_024;
/// Entries in it.
pub const WHOLE_ENTRIES_MAX: usize = 100_000;
/// Spaces in it.
pub const WHOLE_PARTS_MAX: usize = 64;
/// People in one of them.
pub const WHOLE_PEOPLE_MAX: usize = 200;
/// Bytes of an earlier entry's content: it fits into one entry, with where it came from.
pub const EARLIER_CONTENT_BYTES_MAX: usize = 95 * 1_024;
