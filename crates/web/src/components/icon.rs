//! Line icons, drawn here: a stroke on a grid of 24. Always beside words, so hidden from screen readers.

use leptos::prelude::*;

/// What an icon shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Glyph {
    /// Conversations.
    Messages,
    /// Somebody and a plus.
    Invite,
    /// Somebody.
    You,
    /// A door with an arrow out.
    Exit,
    /// A closed lock.
    Lock,
    /// A shield: checked, genuine.
    Shield,
    /// A tick.
    Check,
    /// A triangle: take care.
    Warn,
    /// A circle with an i.
    Info,
    /// A cross.
    Close,
    /// An arrow against the reading direction.
    Back,
    /// An eye.
    Show,
    /// An eye, struck through.
    Hide,
    /// Two sheets.
    Copy,
    /// A printer.
    Print,
    /// A screen.
    Device,
    /// A paper clip.
    Attach,
    /// A sheet with a folded corner.
    File,
    /// A paper plane.
    Send,
    /// A microphone.
    Microphone,
    /// A microphone, struck through.
    MicrophoneOff,
    /// A camera.
    Camera,
    /// A camera, struck through.
    CameraOff,
    /// A telephone, laid down.
    Leave,
    /// Three dots.
    More,
    /// A curved arrow: reply.
    Reply,
    /// A pencil.
    Edit,
    /// A bin.
    Remove,
    /// A magnifying glass.
    Search,
    /// A clock.
    Clock,
    /// A triangle to the right.
    Play,
    /// Two bars.
    Pause,
    /// An arrow down to a line.
    Download,
    /// A sheet of a calendar.
    Calendar,
    /// The sun.
    Sun,
    /// An arrow with the reading direction.
    Next,
    /// A plus.
    Add,
    /// A bell.
    Bell,
    /// A leaf.
    Leaf,
    /// A line that rises and falls.
    Chart,
    /// A heart.
    Heart,
    /// A telephone.
    Phone,
    /// An arrow up.
    Up,
    /// An arrow down.
    Down,
}

impl Glyph {
    const fn path(self) -> &'static str {
        match self {
            Self::Messages => "M4 5h16v11H9.5L5 20v-4H4z",
            Self::Invite => {
                "M9.5 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c.4-3.7 3-5.8 6.5-5.800S15.6 16.3 16 20M18.5 8v6M15.5 11h6"
            }
            Self::You => {
                "M12 11.500a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.500c.5-4 3.5-6.2 7.5-6.200s7 2.2 7.5 6.2"
            }
            Self::Exit => "M13 4H5v16h8M10 12h10.500M17 8.500l3.5 3.5-3.5 3.5",
            Self::Lock => "M6 10.500h12v9.500H6zM8.5 10.500V8a3.5 3.5 0 0 1 7 0v2.500M12 14.500v2",
            Self::Shield => {
                "M12 3.500l7 2.500v5.500c0 4.3-2.8 7.5-7 9-4.2-1.5-7-4.7-7-9V6zM9 12l2.2 2.200L15.2 10"
            }
            Self::Check => "M5 12.500l4.5 4.500L19 7.5",
            Self::Warn => "M12 4L2.8 20h18.400zM12 10v4.500M12 17.300v.1",
            Self::Info => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.500M12 7.600v.1",
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Back => "M19.5 12h-15M10.5 6l-6 6 6 6",
            Self::Show => {
                "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z"
            }
            Self::Hide => {
                "M4 4l16 16M9.5 6a9 9 0 0 1 2.5-.4c6 0 9.5 6.4 9.5 6.400a17 17 0 0 1-2.9 3.600M6 7.600A16.4 16.4 0 0 0 2.5 12S6 18.5 12 18.500a9.2 9.2 0 0 0 4-.9M10 10a3 3 0 0 0 4 4"
            }
            Self::Copy => "M9 9h11v11H9zM15 9V4H4v11h5",
            Self::Print => "M7 9V3.500h10V9M7 17H4V9h16v8h-3M7 14h10v6.500H7z",
            Self::Device => "M3 5h18v11H3zM9 20h6M12 16v4",
            Self::Attach => {
                "M19.5 11.500l-7.8 7.800a5 5 0 0 1-7-7L12.8 4a3.4 3.4 0 0 1 4.8 4.800l-8 8a1.7 1.7 0 0 1-2.4-2.400l7.2-7.2"
            }
            Self::File => "M6 3.500h8l4.5 4.500v12.500H6zM14 3.500V8h4.5",
            Self::Send => "M4 12L20.5 4 16 20l-4.5-6.500zM11.5 13.500L20.5 4",
            Self::Microphone => {
                "M12 14.500a3 3 0 0 0 3-3v-5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3zM5.5 11.500a6.5 6.5 0 0 0 13 0M12 18v3.5"
            }
            Self::MicrophoneOff => {
                "M4 4l16 16M15 10V6.500a3 3 0 0 0-5.7-1.300M9 9v2.500a3 3 0 0 0 4.5 2.600M5.5 11.500a6.5 6.5 0 0 0 10.3 5.300M18.5 11.500a6.3 6.3 0 0 1-.6 2.800M12 18v3.5"
            }
            Self::Camera => "M3 6.500h12v11H3zM15 10.500l6-3.500v10l-6-3.5",
            Self::CameraOff => "M4 4l16 16M9.5 6.500H15V12M15 15.500v2H3v-11h3M15 10.500l6-3.500v10l-3.5-2",
            Self::Leave => {
                "M3.5 14.500c-.6-1-.6-2.3.3-3.2 4.6-4 11.8-4 16.4 0 .9.9.9 2.2.3 3.200l-.8 1.3-4.2-1.5-.3-2.600a11 11 0 0 0-6.4 0l-.3 2.6-4.2 1.500z"
            }
            Self::More => "M5.5 12h.1M12 12h.1M18.5 12h.1",
            Self::Reply => "M9.5 6l-5.5 5 5.5 5M4 11h9c4 0 7 2.5 7 7",
            Self::Edit => "M4 20l1-4.500L16.5 4l3.5 3.500L8.5 19zM14 6.500l3.5 3.5",
            Self::Remove => {
                "M4.5 6.500h15M9.5 6.500V4h5v2.500M6.5 6.500l1 14h9l1-14M10.5 10.500v6M13.5 10.500v6"
            }
            Self::Search => "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.500l5 5",
            Self::Clock => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.500l3.5 2",
            Self::Play => "M7 4.500l12 7.5-12 7.500z",
            Self::Pause => "M8 5v14M16 5v14",
            Self::Download => "M12 4v11M7.5 10.500L12 15l4.5-4.500M4.5 20h15",
            Self::Calendar => "M4 6h16v14H4zM4 10.500h16M8.5 3.500V8M15.5 3.500V8",
            Self::Sun => {
                "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.500V5M12 19v2.500M2.5 12H5M19 12h2.500M5.300 5.300L7 7M17 17l1.700 1.700M5.300 18.700L7 17M17 7l1.700-1.700"
            }
            Self::Next => "M4.500 12h15M13.500 6l6 6-6 6",
            Self::Add => "M12 5v14M5 12h14",
            Self::Leaf => {
                "M5 19c0-8.500 4.500-14 15-14.500C20 14.500 15 19 9 19c-1.500 0-2.700-.500-3.500-1.500M4 21c2-4.500 5-7.500 9.500-9.500"
            }
            Self::Chart => "M4 4v16h16M7.500 14.500l4-5 3.500 3 4.500-6.500",
            Self::Heart => {
                "M12 20.500C6 16 3 12.800 3 9a4.700 4.700 0 0 1 9-2 4.700 4.700 0 0 1 9 2c0 3.800-3 7-9 11.500z"
            }
            Self::Phone => {
                "M5.500 3.500h4l1.500 4.500-2.300 1.500a12 12 0 0 0 5.800 5.800l1.500-2.300 4.500 1.500v4a2 2 0 0 1-2.200 2C10.600 20 4 13.400 3.500 5.700a2 2 0 0 1 2-2.200z"
            }
            Self::Up => "M12 19.500v-15M6 10.500l6-6 6 6",
            Self::Down => "M12 4.500v15M6 13.500l6 6 6-6",
            Self::Bell => "M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 2h-15zM10 20.500h4",
        }
    }

    /// Whether it is mirrored where one reads from right to left.
    const fn turns(self) -> bool {
        matches!(self, Self::Exit | Self::Back | Self::Next | Self::Send | Self::Reply | Self::Play)
    }
}

/// An icon the height of the text beside it.
#[component]
pub(crate) fn Icon(
    /// What it shows.
    glyph: Glyph,
) -> impl IntoView {
    let class = if glyph.turns() { "icon turns" } else { "icon" };
    view! { <svg class=class viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=glyph.path()></path></svg> }
}
