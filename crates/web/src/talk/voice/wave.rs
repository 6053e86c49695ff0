//! Loudness over time, as few bars.

use rapport_care::limits::WAVEFORM_BARS_MAX;

/// The loudest of each stretch, in at most [`WAVEFORM_BARS_MAX`] bars from 0 to 255.
pub(super) fn bars(levels: &[f32]) -> Vec<u8> {
    if levels.is_empty() {
        return Vec::new();
    }
    let bars = levels.len().min(WAVEFORM_BARS_MAX);
    let stretch = |bar: usize| &levels[bar * levels.len() / bars..(bar + 1) * levels.len() / bars];
    let loudest = |levels: &[f32]| levels.iter().copied().fold(0.0_f32, f32::max);
    (0..bars).map(|bar| (loudest(stretch(bar)).clamp(0.0, 1.0) * 255.0) as u8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_levels_become_few_bars_and_peaks_stay() {
        let mut levels = vec![0.1; 1_000];
        levels[500] = 1.0;
        let bars = bars(&levels);
        assert_eq!(bars.len(), WAVEFORM_BARS_MAX);
        assert_eq!(bars.into_iter().filter(|bar| *bar == 255).collect::<Vec<_>>(), [255]);
    }

    #[test]
    fn few_levels_stay_as_they_are() {
        assert_eq!(bars(&[0.0, 1.0, 2.0]), [0, 255, 255]);
        assert!(bars(&[]).is_empty());
    }
}
