### Times: sessions, booking, a therapist's day, week and hours, waiting lists, reminders, calendars.

nav-today = Today
nav-sessions = Sessions
title-time = Calendar

time-today = Today
time-tomorrow = Tomorrow
time-today-within = today
time-tomorrow-within = tomorrow
time-hours = { $from } to { $until }
time-moment = { $day }, { $time }
time-elsewhere = { $time } for { $name } in { $city }
time-elsewhere-day = { $time } on { $day } for { $name } in { $city }
time-with = { $mode } with { $name }
time-kind = { $mode }, { $length }
time-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
time-hours-long = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}
time-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
time-somebody = Somebody
time-asking = Looking.
time-join = Join
time-move = Move
time-call-off = Call off
time-called-off = Called off
time-moved = Moved
time-of-series = Part of a series
time-write-instead = Write a message
time-in-person-now = You meet in person.
time-phone-now = You meet by phone.
time-for-staff = This page is for those who work here
time-for-staff-lead = Your own sessions are one press away.

mode-video = Video
mode-voice = Voice
mode-phone = By phone
mode-chat = In writing
mode-in-person = In person
mode-group = Group

part-morning = Morning
part-afternoon = Afternoon
part-evening = Evening
part-of-day = { $day }, { $part }
parts-any = Any time of the week
parts-caption = Which parts of the week would suit? None ticked means any.

sessions-title = Sessions
sessions-next = Your next session
sessions-later = Later
sessions-past = Past sessions
sessions-more = More about your sessions
sessions-now = Now
sessions-soon = { $count ->
    [one] In 1 minute
   *[other] In { $count } minutes
}
sessions-join-later = Join appears here ten minutes before.
sessions-none = Nothing is booked
sessions-none-lead = Your next session will stand here, with the button to join it.
sessions-nobody = As soon as a therapist has invited you, you can book here.

call-off-title = Call off this session?
call-off-which = With { $name }: { $when }.
call-off-any-time = You can call it off at any time before it begins, and nothing is noted against you.
call-off-in-time = You are in time: until { $last } it counts as called off in time.
call-off-late = It begins sooner than { $asked } from now, so it will be noted as called off late. What that means is what you and your therapist agreed. If something happened, tell them; that is always all right.
call-off-begun = It has begun already.
call-off-unknown = Your therapist will see at once that it is called off.
call-off-by-staff = It will be noted as called off by the practice. Your client sees it at once.
call-off-keep = Keep it
call-off-following = This and all later ones
call-off-done = It is called off.

book-title = Book a session
book-lead = With { $name }. Choose a day, then a time.
book-another = Book another session
book-with = Book with { $name }
book-kind = How would you like to meet?
book-day = Which day?
book-free = { $count ->
    [one] 1 time
   *[other] { $count } times
}
book-time = { $day }: which time?
book-further = Look further ahead
book-none-free = Nothing is free in the coming weeks.
book-nothing-offered = There is nothing to book here yet. Your therapist gives you a time, or you can ask for one below.
book-decide = Shall it be this?
book-kept = Kept for you until { $time }.
book-let-go = It was kept for ten minutes and has been let go of. It may still be free: choose it again.
book-yes = Book it
book-other = Choose another
book-done = Booked: { $when }.

none-title = None of these suit me
none-lead = Ask for another time. Your words are sealed like every message here.
none-words = In your own words
none-words-help = Only if you like.
none-wait = Put me on the waiting list: when an hour becomes free, it is kept for me while I decide.
none-write = Send this to { $name } as a message
none-send = Ask for another time
none-done = Asked. Your sessions show where you wait.
none-message = None of the free times suit me. Could we find another one?
none-message-parts = These would: { $parts }.

move-title = Move a session
move-lead = With { $name }, now { $when }. Nothing changes until you say so.
move-decide = Move it to this time?
move-yes = Move it
move-done = Moved to { $when }.
move-late = It begins soon, so this counts as a late change. It is allowed.
move-too-late = It begins too soon to move it by yourself. Write to your therapist; together you can still change it.
move-gone = This session is not there any more
move-gone-lead = It was moved, called off, or is over. Your sessions show how things stand.

waiting-with = You are on the waiting list with { $name }
waiting-first = You are next.
waiting-ahead = { $count ->
    [one] One person is before you.
   *[other] { $count } people are before you.
}
waiting-lead = When an hour becomes free, it is kept for you here while you decide.
waiting-wished = What would suit you: { $parts }
waiting-zone = Times of day are those in { $city }.
waiting-change = Change what suits
waiting-leave = Leave the list
waiting-free = An hour has become free
waiting-held = Kept for you until { $until }. If you say no, you keep your place.
waiting-take = Take it
waiting-decline = No, thank you
waiting-taken = It is yours.
waiting-declined = It goes to the next. Your place is kept.
waiting-list = Waiting list
waiting-since = since { $day }
waiting-holds = Asked about { $when }
waiting-urgent = First
waiting-make-urgent = Put first
waiting-in-order = Back in order
waiting-remove = Take off
waiting-remove-title = Take off the waiting list?
waiting-remove-body = { $name } loses their place. They can ask for one again.

today-agenda = Agenda
today-nothing = Nothing is booked for today.
today-next = Next: { $when }, with { $name }.
today-to-week = The whole week
today-decide = Needs a decision
today-decide-nothing = Nothing is waiting for you.
today-unread = Unread words
today-unread-nothing = You have read everything.

outcome-ask = What became of it?
outcome-met = We met
outcome-no-show = They did not come
outcome-late-cancel = Called off late
outcome-cancelled = Called off in time
outcome-by-practice = Called off by the practice
outcome-other = Something else
outcome-recorded = Noted.

week-title = Your week
week-change-hours = Change your hours
week-of = { $from } to { $until }
week-before = The week before
week-after = The week after
week-this = This week
week-day = Day
week-details = The chosen session
week-no-hours = Nobody can book yet
week-no-hours-lead = Say when you are there, and clients can book by themselves. Or arrange a session yourself.
week-key-open = Offered
week-key-booked = Booked
week-key-held = Being decided on
week-key-busy = Taken elsewhere
week-busy-count = { $count ->
    [one] Taken elsewhere once on this day.
   *[other] Taken elsewhere { $count } times on this day.
}

hours-title = Your hours
hours-lead = When you are there, every week. Clients see free times only, never this page.
hours-week = Every week
hours-help = Drag over the hours, or tap them; on a touch screen, hold first and then draw. With the keyboard: arrows move, Space changes, Shift and an arrow carry on.
hours-grid = Hours of the week
hours-cell = { $day }, { $from } to { $until }
hours-open = open
hours-partly = partly open
hours-closed = closed
hours-taken = , with something in it this week
hours-whole-day = Show the whole day
hours-zone-other = These are the times in { $city }.
hours-zone-here = Keep my hours by the clock in { $city }
hours-list = The same as a list
hours-none = No hours yet.
hours-row = { $day } { $from } to { $until }
hours-all-kinds = For everything you offer
hours-some-kinds = For some of what you offer
hours-fits = What can be booked on { $hours }
hours-day = Day
hours-from = From
hours-until = Until
hours-add = Add hours
hours-remove = Remove
hours-remove-named = Remove { $hours }
hours-wrong = Give both times, such as 09:00 and 12:30.
hours-save = Save your hours
hours-saved = Saved. From now on these are the times that are offered.
hours-back = Back to the week

kinds-title = What can be booked
kinds-mode = How you meet
kinds-minutes = Minutes
kinds-own = Clients may book it themselves
kinds-by-clients = booked by clients
kinds-by-you = given by you
kinds-add = Add
kinds-remove-named = Remove { $kind }

exceptions-title = Some dates are different
exceptions-lead = Holidays, a late evening, a morning off. What is booked already stays.
exceptions-none = None yet.
exceptions-date = Date
exceptions-how = What holds that day
exceptions-closed = Closed
exceptions-hours = Other hours
exceptions-add = Add this date
exceptions-wrong = Give a date, and both times if there are other hours.
exceptions-remove-named = Remove { $day }

around-title = Room around each session
around-before = Minutes kept free before
around-after = Minutes kept free after
around-notice = Latest booking before it begins
around-horizon = Days ahead that can be booked
around-step = Beginnings are offered every

arrange-title = Arrange a session
arrange-lead = You give the time; your client sees it at once. It need not be within your hours.
arrange-nobody = There is nobody to meet yet. Invite a client first.
arrange-who = With
arrange-kind = What
arrange-date = Date
arrange-time = Time
arrange-every = How often
arrange-once = Once
arrange-weeks = { $count ->
    [one] Every week
   *[other] Every { $count } weeks
}
arrange-month = Every month, on the same weekday
arrange-end = It ends
arrange-end-count = After a number of sessions
arrange-end-until = On a date
arrange-count = Number of sessions
arrange-until = The last on or before
arrange-skip = Leave out what is taken
arrange-look = Look at the dates
arrange-wrong = Something is missing.
arrange-wrong-rec = Choose whom, a date and a time, and how it ends.
arrange-preview = { $count ->
    [one] 1 session
   *[other] { $count } sessions
}
arrange-taken = Taken
arrange-stands = Something stands in the way. Choose another time, or leave out what is taken and look again.
arrange-make = Arrange it
arrange-done = { $count ->
    [one] Arranged.
   *[other] { $count } sessions are arranged.
}

rules-title = Rules for booking
rules-lead = What the practice asks of everybody. Clients read what it means for them before they book, move or call off a session.
rules-notice = Calling off counts as late when less than this is left
rules-late-move = Clients may still move a session by themselves after that
rules-ahead = Sessions a client may book ahead with one therapist by themselves (0: none)

reminders-title = Reminders
reminders-lead = Mail before a session, and if you like when something between sessions falls due, to an address that you choose.
reminders-no-mail = This practice sends no mail
reminders-no-mail-lead = Your sessions are always under Sessions. A calendar on your phone can read them as well, and remind you: see Calendars elsewhere.
reminders-when = When shall we remind you?
reminders-before = { $length } before
reminders-most = At most { $count }.
reminders-quiet = Keep quiet at night: what would come then comes before
reminders-invitations = Send calendar invitations as well
reminders-due = Also tell me when something I was given to do falls due
reminders-due-help = One mail in the morning, at most one a day. It says that something waits, never what. This server learns the days, and neither what it is nor from whom.
reminders-words = Whoever sees the mail learns that you have an appointment and when; not with whom, and not what for.

address-title = Where to
address-lead = Give an address only if nobody else reads the mail there, or if you do not mind.
address-label = Mail address
address-help = We send a code there first, and nothing else until you have typed it here.
address-send = Send the code
address-code-lead = A code is on its way to { $mail }.
address-code = Six digits
address-code-help = From the mail. Look among the unwanted mail as well.
address-confirm = That is my address
address-confirmed = Your address is confirmed.
address-known = Reminders go to { $mail }
address-other = Another address
address-forget = Forget this address

links-title = Calendars elsewhere
links-lead = See your sessions in the calendar you use anyway.

feeds-title = Read along
feeds-lead = A secret address that a calendar program reads. Every session stands in it as busy time; no name, no reason.
feeds-label = Where will it be used?
feeds-label-help = For your own list, such as Phone.
feeds-default = My calendar
feeds-make = Make an address
feeds-ready = Your address
feeds-address = The secret address
feeds-copy = Copy the address
feeds-once = It is shown this once. Whoever has it sees when you have sessions. Add it as a calendar by address (subscribe), and revoke it here if it was ever seen.
feeds-never-read = Not read yet
feeds-read = Last read { $when }
feeds-revoke = Revoke
feeds-revoke-named = Revoke { $name }
feeds-revoke-title = Revoke this address?
feeds-revoke-body = { $name } shows nothing any more from now on. You can make another.

sources-title = Your times elsewhere
sources-lead = Times taken in another calendar of yours are not offered here. Only that they are taken is kept.
sources-add = Add a calendar
sources-label = Name for your own list
sources-default = Other calendar
sources-kind = What stands at the address
sources-ics = One calendar file (iCal)
sources-caldav = A CalDAV calendar
sources-url = Address
sources-url-help = It begins with https.
sources-name = Name there
sources-login-help = Only if the other calendar asks. The server has to keep both, so use a password made for this alone.
sources-password = Password there
sources-never-read = Not read yet
sources-read = { $count ->
    [one] 1 time taken, read { $when }
   *[other] { $count } times taken, read { $when }
}
sources-again = Read again
sources-again-named = Read { $name } again
sources-remove = Remove
sources-remove-named = Remove { $name }
sources-remove-title = Remove this calendar?
sources-remove-body = The times of { $name } are forgotten here, and may be offered again.

# What an appointment is about
about-you = You
about-say = Say what it is about
about-change = Change what you wrote
about-label = What would you like to talk about?
about-help = Sealed before it leaves this device. Only those who take part can read it.
about-save = Save
about-kept = Saved with the session.

sessions-called-off = Called off
sessions-later-more = { $count } more
hours-unsaved = Not saved yet.
hours-back-unsaved = Go back without saving
book-late-already = This is sooner than the { $asked } the practice asks for: once it is booked, calling it off counts as late.
none-nothing = Tick at least one of the two: a message, or a place on the waiting list.
settings-sessions = Sessions, reminders, calendars
