//! What we ask of a session description beyond what the browser writes into it.

/// Loudness of every packet, in the clear: the server has no business knowing who is speaking up.
const AUDIO_LEVEL: &str = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

/// The server's answer as the browser is given it: Opus may pause in silence and repeats itself against
/// loss (RFC 7587 7), and no header tells loudness.
pub(super) fn tune(answer: &str) -> String {
    let opus = payload_type_of_opus(answer);
    let mut tuned = String::with_capacity(answer.len() + 64);
    for line in answer.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare.starts_with("a=extmap:") && bare.contains(AUDIO_LEVEL) {
            continue;
        }
        match &opus {
            Some(opus) if bare.starts_with(&format!("a=fmtp:{opus} ")) => {
                tuned.push_str(&with(&with(bare, "useinbandfec=1"), "usedtx=1"));
                tuned.push_str("\r\n");
            }
            _ => tuned.push_str(line),
        }
    }
    tuned
}

fn payload_type_of_opus(sdp: &str) -> Option<String> {
    let line = sdp
        .lines()
        .find(|line| line.starts_with("a=rtpmap:") && line.to_ascii_lowercase().contains(" opus/"))?;
    line.strip_prefix("a=rtpmap:")?.split(' ').next().map(str::to_owned)
}

fn with(line: &str, parameter: &str) -> String {
    if line.contains(parameter) { line.to_owned() } else { format!("{line};{parameter}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &str = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\n\
        a=fmtp:111 minptime=10;useinbandfec=1\r\na=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n\
        a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid\r\n";

    #[test]
    fn silence_may_be_silent_and_loudness_is_not_told() {
        let tuned = tune(ANSWER);
        assert!(tuned.contains("a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1\r\n"));
        assert!(!tuned.contains("ssrc-audio-level"));
        assert!(tuned.contains("a=extmap:3 "));
        assert_eq!(tune(&tuned), tuned);
    }

    #[test]
    fn what_has_no_opus_stays_as_it_is() {
        assert_eq!(tune("v=0\r\nm=video 9\r\n"), "v=0\r\nm=video 9\r\n");
        assert_eq!(tune(""), "");
    }
}
