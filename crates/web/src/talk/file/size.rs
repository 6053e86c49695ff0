//! Sizes as people read them.

/// "3.4 MB". Thousands, as shops and phones count.
pub(super) fn size(bytes: u64) -> String {
    const UNITS: [&str; 3] = ["kB", "MB", "GB"];
    if bytes < 1_000 {
        return format!("{bytes} B");
    }
    let mut value = bytes as f64 / 1_000.0;
    let mut unit = UNITS[0];
    for next in &UNITS[1..] {
        if value < 999.5 {
            break;
        }
        value /= 1_000.0;
        unit = next;
    }
    if value < 9.95 { format!("{value:.1} {unit}") } else { format!("{value:.0} {unit}") }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_told_with_two_figures_or_so() {
        let told = [0, 999, 1_000, 3_400, 12_345, 999_700, 104_857_600].map(size);
        assert_eq!(told, ["0 B", "999 B", "1.0 kB", "3.4 kB", "12 kB", "1.0 MB", "105 MB"]);
    }
}
