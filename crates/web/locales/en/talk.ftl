### Messages: the list, a conversation, writing, files, voice notes, people and their codes.

talk-list = Conversations
talk-find = Find by name
talk-find-none = Nobody here is called that.
talk-choose = Choose a conversation to read it here.
talk-team = The team
talk-nobody-yet = Nobody has joined yet
talk-invited = Invited: { $name }
talk-nameless = Somebody without a name yet
talk-nameless-role = The { $role }
talk-left = Somebody who has left
talk-you = You
talk-no-words-yet = No messages yet
talk-stopped = Stopped. Please look.
talk-somebody-waits = Somebody is waiting
talk-session-now = Session under way
talk-preview-mine = You: { $words }
talk-preview-other = Something other than words
talk-unread = { $count ->
    [one] 1 unread message
   *[other] { $count } unread messages
}

talk-empty-title = Your conversations will be here
talk-empty-staff = Invite a client, and a conversation begins between the two of you.
talk-empty-invite = Invite somebody
talk-empty-client = As soon as your therapist has opened a conversation with you, it appears here. There is nothing you need to do.
talk-unknown = This conversation is not here
talk-unknown-rec = It may still be on its way to this device, or you may no longer be in it.

talk-to-list = All messages
talk-thread = Messages of this conversation
talk-thread-log = Messages, oldest first
talk-thread-empty = Nothing has been said here yet. What you write is sealed on this device; only the people of this conversation can open it.
talk-older = Show earlier messages
talk-newest = To the newest
talk-unread-here = Unread from here
talk-today = Today
talk-yesterday = Yesterday

talk-edited = edited
talk-receipt-waiting = Kept on this device, not sent yet
talk-receipt-failed = Could not be sent. It is kept on this device.
talk-receipt-sent = Sent
talk-receipt-delivered = Delivered
talk-receipt-read = Read
talk-in-answer-to = In answer to
talk-quote-unknown = An earlier message
talk-withdrawn = Taken back by its author
talk-erased = The words of this message are gone
talk-newer = This was made by a newer version of this page. Load the page again to see it.
talk-unverified = A message that could not be verified, and was not opened
talk-closed = From before you could read here
talk-code-compared = Compared the code of { $name } aloud
talk-code-compared-yours = Compared your code aloud
talk-call-video = { $minutes ->
    [0] Video session, less than a minute
    [one] Video session, 1 minute
   *[other] Video session, { $minutes } minutes
}
talk-call-voice = { $minutes ->
    [0] Voice session, less than a minute
    [one] Voice session, 1 minute
   *[other] Voice session, { $minutes } minutes
}

talk-more = What to do with this message
talk-reply = Reply
talk-edit = Edit
talk-withdraw = Take back
talk-withdraw-title = Take this back?
talk-withdraw-body = It disappears for everybody, and its sealed words are erased from the server. Somebody may have read it already.
talk-withdraw-yes = Take it back
talk-replying = Answering { $name }
talk-reply-stop = Do not answer
talk-editing = Changing your message
talk-edit-stop = Leave it as it was
talk-write = Write a message
talk-send = Send
talk-placeholder = Message
talk-typing = { $name } is writing
talk-typing-several = Several people are writing
talk-offline = You are offline. What you write is kept on this device and will be sent when you are back online.

file-attach = File
file-choose = Files to send
file-chosen = Chosen files
file-not-sent = not sent yet
file-remove = Remove
file-remove-named = Remove { $name }
file-caption = Add words
file-outgoing = Files being sent
file-sending = Sending
file-fetching = Fetching
file-progress = { $done } of { $total }, sealed on this device
file-broken = It stopped on the way.
file-go-on = Go on
file-stop = Stop
file-save = Save
file-picture = Picture: { $name }

voice-note = Voice note
voice-record = Voice
voice-asking = Your browser may ask whether this page may use the microphone.
voice-recording = Recording. Take your time.
voice-listen-first = You can listen to it before you send it.
voice-stop = Stop and listen
voice-discard = Throw away
voice-file-name = Voice note
voice-play = Play this voice note
voice-pause = Pause
voice-seek = Place in the voice note
voice-position = { $at } of { $total }

search-title = Search
search-label = Words to look for
search-help = Search happens on this device. What you look for is told to nobody.
search-found = { $count ->
    [0] Nothing found
    [one] 1 message found
   *[other] { $count } messages found
}

people-title = People and codes
people-lead = Reading your codes to each other, by voice, shows that nobody stands between you. Once is enough, until somebody's keys change.
people-your-code = Your code
people-your-code-help = Read these six words aloud when you are asked for them.
people-here = Here now
people-away = Not here now
people-left = Has left for good
people-invited = Known through a signed invitation. You have not compared codes yet.
people-compared = You compared codes with them.
people-changed = Their keys have changed. Compare codes before you go on.
people-compare = Compare codes
people-theirs = Read yours aloud. { $name } should then read this code to you:
people-match = They match
people-no-match = They do not match
people-match-done = Good. You and { $name } are alone here.
people-no-match-what = Then somebody may stand between you and { $name }.
people-no-match-rec = Write nothing private here for now. Try once more in case a word was misheard; if it happens again, reach them by another way, and tell your practice.

trouble-stopped = This conversation is stopped.
trouble-go-on = Go on nevertheless
trouble-go-on-title = Go on in this conversation?
trouble-go-on-body = Do this only after you have spoken with the other person by another way. From here on, this device takes what the server shows as it is.
trouble-changed = The keys of { $name } are not the ones you knew.
trouble-changed-rec = That happens when somebody begins anew, and it would also happen if somebody else took their place. Compare codes by voice before you write anything private.
talk-has-left = { $name } left for good on { $when }.
talk-has-left-kept = Nothing can be sent any more: nobody would read it. What was written is kept sealed until { $when }, and you can read it until then. After that the server destroys it.
