### Measures: what a client is asked and how it goes; help at once; what a therapist asks for and sees.

nav-progress = Progress
title-progress = Progress

progress-lead = What there is to do, and how things have been.
progress-to-do = To do
progress-nothing-to-do = Nothing for now.
progress-plans = Plans
progress-so-far = How things have been
progress-empty = Nothing here yet. When your therapist asks you a few questions, your answers will be shown here over time.
progress-one-thing = One thing to do
progress-asked-by = { $name } would like to know.
progress-length = { $count } questions, { $minutes ->
    [one] about a minute
    [2] about two minutes
   *[other] about { $minutes } minutes
}.
progress-open = Open
progress-fill-in = Fill it in
progress-answer = Answer

answer-number = Question { $number } of { $of }
answer-leave-open = Leave this one open
answer-kept = Your answers are kept on this device as you go. Nothing is sent before you say so.
answer-resumed = You had begun this. It goes on where you left it.
answer-review = Your answers
answer-review-lead = Look through them, change what you like, then send them to { $name }.
answer-open = Left open
answer-change = Change
answer-change-this = Change your answer to: { $question }
answer-too-many-open = { $count ->
    [one] One more answer is needed before this can be read.
   *[other] { $count } more answers are needed before this can be read.
}
answer-not-whole = Something is missing. Look through your answers once more.
answer-send = Send
answer-not-sent = Not sent yet. { $name } sees your answers only once you send them.
answer-send-now = Send them now
answer-sealed = Your answers are sealed before they leave this device. Only the people of this conversation can read them.
answer-go-on = Go on with the questions
answer-help-title = Thank you for saying so
answer-help-lead = Many people have such thoughts when things are hard. You do not have to be alone with them.
answer-nothing = Nothing to answer here
answer-nothing-lead = Perhaps you have answered it already.
answer-to-progress = See your progress

thanks-title = Thank you
thanks-lead = Your answers are on their way to { $name }.
thanks-lead-waits = Your answers are kept on this device. { $name } does not have them yet: they are sent as soon as there is a connection, while this page is open or when you come back.
thanks-what = What they come to
thanks-means = Your answers add up to { $value } of { $most }.
thanks-means-band = Your answers add up to { $value } of { $most }. On this questionnaire that is called “{ $band }”.
thanks-number = A number is not you. It is something to look at together.

since-same = As much as when you began.
since-lower = { $count ->
    [one] 1 point lower than when you began.
   *[other] { $count } points lower than when you began.
}
since-higher = { $count ->
    [one] 1 point higher than when you began.
   *[other] { $count } points higher than when you began.
}
since-better = That is a clear change for the better.
since-worse = That is clearly harder than at first. It happens, and it is worth talking about.
since-last-worse = Last time it was { $from }, this time { $to }. That is clearly harder. It happens, and it is worth talking about.
since-best-worse = At its best it was { $from }, this time { $to }. That is clearly harder. It happens, and it is worth talking about.
since-small = A difference this small can be chance.


chart-as-table = As a table
chart-nothing = No answers that can be drawn yet.
chart-summary = { $count ->
    [one] One score: { $newest } of { $most } on { $at }.
   *[other] { $count } scores of { $most }, from { $first } on { $began } to { $newest } on { $at }.
}
chart-lower-is-well = Lower is better.
chart-higher-is-well = Higher is better.
chart-cutoff = Cut-off { $score }
chart-better = Clearly better { $score }
chart-worse = Clearly worse { $score }
chart-reliable = “Clearly” means { $count } points or more: more than chance explains.
chart-fall-last = Clearly worse than last time: { $from }, then { $to }.
chart-fall-best = Clearly worse than at its best: { $from }, now { $to }.
chart-sessions = Sessions
chart-table = Scores of { $name }, the newest first
chart-date = Date
chart-score = Score
chart-band = Called
chart-change = Since the first
chart-of = { $value } of { $most }
chart-not-scored = Not scored
chart-clearly-better = clearly better
chart-clearly-worse = clearly worse
chart-since-last = Since the last: { $change }

credit-title = About { $name }
credit-sources = The figures are from:

course-title = Measures
course-title-of = Measures: { $name }
course-lead = What was asked, what was answered, and what has changed.
course-to-talk = Conversation
course-to-pages = Worksheets and forms
course-nobody = Nobody here can be asked yet. Clients appear once they have joined.
risks-left = They left for good on { $when }, and cannot be written to here. If somebody must be reached, it is by another way.
course-so-far = So far
course-empty = No answers yet. Ask for a measure below; what comes back is drawn here.
course-asked = Asked for
course-ask = Ask for a measure
course-newest = The newest answers
course-question = Question
course-answer = Answer

track-on = No clear change for the worse.
track-worse-last = Off track: clearly worse than last time ({ $from } → { $to }). Worth a word, and not a verdict.
track-worse-best = Off track: clearly worse than at its best ({ $from } → { $to }). Worth a word, and not a verdict.
track-worse = Off track: reliably worse than at first. A reason to talk about it, not a verdict.
track-unchanged = Off track: after four weeks still above the cut-off, and not reliably better. A reason to talk about it, not a verdict.

change-whole = { $points } since the first answers: { $how }.
change-recovered = reliably better, and no longer a case
change-improved = reliably better
change-worsened = reliably worse
change-none = no more than chance explains
change-not-known = how much would be reliable has not been shown for this measure
change-out-of = It crossed the cut-off for the better.
change-into = It crossed the cut-off for the worse.

asked-nothing = Nothing is asked for.
asked-stop = Stop asking
asked-stop-this = Stop asking for { $name }
asked-stopped = No longer asked for. What was answered stays.

ask-measure = Measure
ask-one = { $name }: { $about }
ask-non-commercial = Its owner allows it only where nobody earns by it.
ask-rhythm = How often
ask-due = First on
ask-until = Last day
ask-until-help = May be left empty.
ask-send = Ask for it
ask-done = Asked for. It is on your client’s Progress page.
ask-wrong = One of the dates does not fit
ask-wrong-rec = Choose a first day, and a last day that is not before it.

rhythm-once = Once
rhythm-days = { $count ->
    [one] Every day
   *[other] Every { $count } days
}
rhythm-weeks = { $count ->
    [one] Every week
   *[other] Every { $count } weeks
}
rhythm-from = { $often }, from { $date }
rhythm-until = { $from }, until { $date }

risks-title = An answer that needs you first
risks-lead = It stays here until somebody has said what was done.
risks-since = Here since { $when }
risks-write = Write
risks-course = See the measures
risks-tried = { $outcome }: { $words }
risks-deal = Say what was done
risks-outcome = What came of it
risks-choose = Choose
risks-pages = Read the whole form
risks-words = In your words
risks-words-help = It is kept in the space you share: your client can read it in what they take along.
risks-dealt = What was done about answers that worried
risks-missing = Choose what came of it, and add a sentence.
risks-keep = Keep this
risks-closed = Noted, and closed.
risks-noted = Noted. It stays open.
risk-not-reached = Could not reach them
risk-no-danger = Spoke with them: no danger now
risk-safety-plan = Spoke with them, and went through a safety plan
risk-handed-on = Somebody else takes care of it, and knows
risk-emergency = Called the emergency services
risk-other = Something else
