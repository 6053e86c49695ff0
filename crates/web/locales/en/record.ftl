### The therapist's record: notes, the timeline, co-signing, private notes.

nav-records = Records
title-record = Notes

record-for-therapists = This page is for therapists
record-for-therapists-lead = Notes and records are kept here by those who treat people.
record-somebody = Somebody
record-nameless = A client
record-you = You
record-open = Record
record-to-home = All records
record-to-record = The record
record-to-list = The timeline
record-take-along = Take along
record-to-talk = Messages
record-to-course = Measures
record-kept = This client has left for good. What is here is kept sealed until { $when }; after that the server destroys it.
record-readers-you = Only staff can be here. So far that is you alone; the client cannot open it.
record-readers = Notes are read by { $names }. The client cannot open them.
record-choose = Choose a note to read it here.
record-empty = Messages, files, sessions, answers, plans and notes will stand here, the newest first. Begin with a note.
record-timeline = Timeline
record-search = Look in this record
record-search-help = On this device alone. Nothing you type here leaves it.
record-found = { $count ->
    [0] Nothing found
    [one] 1 found
   *[other] { $count } found
}
record-filters = What to show
record-filter-all = All
record-filter-notes = Notes
record-filter-sessions = Sessions
record-filter-measures = Measures
record-filter-between = Between sessions
record-filter-plans = Plans and consents
record-filter-messages = Messages
record-filter-files = Files
record-earlier = Earlier
record-by-at = { $name }, { $when }
record-message = Message
record-file = File
record-voice = Voice note
record-voice-seconds = { $count ->
    [one] 1 second
   *[other] { $count } seconds
}
record-session-video = Session by video
record-session-voice = Session by voice
record-session-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
record-measure-score = Score { $score }
record-measure-unscored = Answered. It cannot be scored on this device.
record-measure-worries = An answer in it worries.
record-plan = Plan of the therapy
record-plan-agreed = Agreed to the plan
record-rated = A goal: { $rating } of 10
record-dealt = About an answer that worried: { $outcome }
record-safety = Safety plan
record-journal = A page of a journal
record-note = Note
record-note-of = Note about { $when }

records-lead = Everything that happened with each client, and what still wants to be written down.
records-cosign = Waiting for your co-signature
records-finish = Not locked yet
records-clients = Clients
records-empty = Clients stand here once they have come in. Invite somebody to begin.
lately-left = { $name } left for good
records-left = Those who left
records-left-at = Left for good on { $when }. What they could read is kept sealed until { $until }.
records-by-at = By { $name }, { $when }
records-read = Read
records-open = Open
records-unfinished = { $count ->
    [one] 1 not locked
   *[other] { $count } not locked
}
records-private-lead = What you think for yourself, apart from every record.

supervise-title = Co-signing
supervise-lead = A trainee's notes can be locked only once a supervisor has co-signed them. The supervisor reads the records the trainee writes in.
supervise-nobody = Nobody
supervise-of = Who co-signs for { $name }
supervise-alone = There is nobody else to co-sign yet. Invite a colleague first.

note-write = Write a note
note-write-for = Note about { $name }
note-write-lead = Kept as you write. Those who treat this client are shown it once you sign. The client cannot open it.
note-form = Form
note-form-soap = SOAP
note-form-dap = DAP
note-form-birp = BIRP
note-form-girp = GIRP
note-form-free = Free
note-about = About which session
note-about-none = None in particular
note-held = { $when }, { $mode }, { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
note-part-subjective = Subjective: what the client said
note-part-objective = Objective: what you observed
note-part-assessment = Assessment: what you make of it
note-part-plan = Plan: what happens next
note-part-data = Data: what was said and observed
note-part-behaviour = Behaviour: what the client brought
note-part-intervention = Intervention: what you did
note-part-response = Response: how the client took it
note-part-goals = Goals: what you worked towards
note-part-words = What you want to remember

note-state-draft = Draft
note-state-signed = Signed
note-state-awaits = Waits for co-signature
note-state-locked = Locked

note-by = By { $name }
note-signed-at = Signed { $when }
note-cosigned-at = Co-signed { $when }
note-locked-at = Locked { $when }
note-cosigned = Co-signed
note-added-at = Added { $when }

note-go-on = Go on writing
note-change = Change it
note-sign = Sign
note-sign-cosign = Sign and ask for co-signature
note-lock = Lock
note-lock-title = Lock this note for good?
note-lock-body = Its words can never be changed after that. You can still add to it.
note-lock-yes = Lock it for good
note-lock-help = Signed, it can still be changed, and then wants to be signed again. Locked, it stays as it is for good; words can be added.
note-awaits-help = Your supervisor has it in their list. It can be locked once they have co-signed.
note-cosign = Co-sign
note-cosign-help = With your co-signature you stand by these words too.
note-cosign-addendum = Co-sign the addition
note-add = Add to this note
note-add-label = What you want to add
note-add-help = It stands under the note with today's date, signed by you. The note itself stays as it is.
note-add-sign = Sign and add
cosign-lead = A trainee wrote this and asks for your co-signature.

note-discard = Throw this draft away
note-discard-title = Throw this draft away?
note-discard-body = Its words are erased on your devices and at the server. They cannot be brought back.
note-discard-yes = Throw away
note-discard-no = Keep it

note-begun = Begun on this device, kept nowhere else yet
note-empty = There is nothing to sign yet.
note-empty-rec = Write a line first, then sign.
note-sign-later = This cannot be signed without a connection.
note-sign-later-rec = Your words are kept on this device. Sign them when you are back online.
note-too-long = { $count ->
    [one] One character too many: a note has room for { $most }. Make it shorter, or put the rest into another note.
   *[other] { $count } characters too many: a note has room for { $most }. Make it shorter, or put the rest into another note.
}

note-gone = This note is not here
note-gone-lead = Perhaps it was thrown away on another device, or has not come yet.

note-refused-locked = This note is locked and stays as it is. What came later was not taken; you can add words instead.
note-refused-changed = This note was changed on another of your devices just before. Nothing was signed or locked. Read it as it stands now, then sign.
note-refused-not-yours = This note is somebody else's. Nothing in it has changed.
note-refused-not-signed = A note is signed before it is locked. Read it, sign it, then lock it.
note-refused-not-cosigned = It was not locked: a supervisor co-signs it first. They have it in their list.
note-refused-not-supervisor = Only the author's supervisor co-signs. Nothing has changed.
note-refused-not-locked = It was not locked yet, so nothing was added. Change the note itself.

note-elsewhere = You wrote other words for this note on another device
note-elsewhere-take = Go on from those
note-elsewhere-keep = Keep what is here

note-kept-here = Kept on this device. It goes to your other devices when you are back online.
kept-keeping = Keeping it
kept-typing = Kept on this device, sealed. In a moment on your other devices too.
kept-held-up = Kept on this device, sealed, and nowhere else yet.
kept-nothing = Nothing written yet
kept-everywhere = Kept, sealed, on all your devices
kept-aside = Kept on this device. It joins the record when you are back online.

private-title = Private notes
private-open = Open your private notes
private-who = Only you can ever read these. They lie in a space with nobody else in it: not your supervisor, not the owner of the practice, not the client, not the server. They are in no record and in no export. Without your passphrase or recovery words nobody can bring them back, you included.
private-only-you = Only you can read this.
private-write = Write for yourself
private-search = Look in your private notes
private-empty = Nothing yet. What you write here stays with you.
private-choose = Choose a note, or write a new one.
private-to-list = All private notes
private-note = Private note
private-words = For your eyes alone
private-about = About whom
private-about-nobody = Nobody in particular
private-kept = Kept, sealed, on all your devices
private-aside = Kept on this device. It goes to your other devices when you are back online.
private-beside = You wrote other words for this note on another device
private-join = Put them below
private-forget = Throw this note away
private-forget-title = Throw this note away?
private-forget-body = Its words are erased on your devices and at the server. They cannot be brought back.
private-forget-yes = Throw away

caseload-by = Sorted by
caseload-by-need = Who needs me first
caseload-by-name = Name
caseload-by-contact = Longest without a word
caseload-by-next = Next session
caseload-contact = last word { $when }
caseload-no-contact = no word yet
caseload-next = next { $when }
caseload-no-next = nothing booked
caseload-risks = { $count ->
    [one] needs you now
   *[other] { $count } answers need you now
}
caseload-off-track = off track
caseload-unread = { $count } unread

lately-title = New from your clients
lately-more = { $count ->
    [one] 1 more from the last seven days
   *[other] { $count } more from the last seven days
}
