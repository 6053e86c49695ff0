### What the server can and cannot see.

trust-title = What the server can and cannot see
trust-lead = Everything you say here is sealed on your own device and opened only on the devices of the people you say it to. The server in between carries it without being able to read it.
trust-cannot = It never learns
trust-cannot-1 = What you write, send, say or show: messages, files, voice, pictures
trust-cannot-2 = The name that others call you
trust-cannot-3 = Your passphrase, and your recovery words
trust-cannot-4 = What you are coming for
trust-can = It does see
trust-can-1 = Your sign-in name and your role
trust-can-2 = Who shares a conversation with whom
trust-can-3 = When something is sent, by whom, about how large it is, and whether it was marked urgent
trust-can-4 = When a session takes place, who is in it, and the network address you come from
trust-can-5 = Your devices, what they are called, and the hour they were last seen
trust-can-6 = If you chose to be reminded: your mail address, and when a mail is to go there
trust-limits = Honest limits
trust-limits-1 = Whoever runs the server could try to guess passphrases, slowly. That is why weak ones are not accepted.
trust-limits-2 = The server also delivers this page. If it were made to deliver a false one, that page could betray you. Its fingerprint is published, so that others can check it.
trust-limits-3 = Somebody who holds your unlocked device can read what is on it. Use Quick exit, and let the page lock itself.
trust-limits-4 = The people you talk with can keep or repeat what you say, as anywhere.
trust-compare = How you can check
trust-compare-1 = Compare codes aloud in your first session. If they match, nobody stands between you.
trust-compare-2 = If a key ever changes, or the server says something that cannot be true, this page tells you at once.
