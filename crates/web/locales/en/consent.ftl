### What clients agree to: asked in words, answered by each for themself, taken back when they will.

consent-title = Consents
consent-title-of = Consents of { $name }
consent-mine = What you agree to
consent-lead = Read it in your own time, and ask whatever you want to ask. You answer for yourself, and you can take it back on this page at any time.
consent-lead-staff = What you asked them to agree to, and what they said. What was answered stays as it is: new words ask anew.
consent-nothing = There is nothing here.
consent-none = You were not asked to agree to anything here.
consent-none-staff = You have not asked them to agree to anything yet.
consent-news = Waits for your answer
consent-read = Read it
consent-look = Look at it
consent-words = The words
consent-these-words = These words
consent-history = What happened with it
consent-arrived = { $said }, arrived { $came }
consent-version = Version { $number }.
consent-words-gone = Its words are there no longer.

consent-open = Not answered yet
consent-agrees = Agrees
consent-before = Agreed to earlier words; the new ones wait
consent-declined = Said no
consent-withdrawn = No longer agrees
consent-no-before = Said no to earlier words; the new ones wait
consent-withdrawn-before = No longer agrees to earlier words; the new ones wait
consent-gone = (left)
consent-open-me = Waits for your answer
consent-agrees-me = You agree
consent-before-me = You agreed to earlier words; these are new
consent-declined-me = You do not agree
consent-withdrawn-me = You no longer agree
consent-no-before-me = You said no to earlier words; these are new
consent-withdrawn-before-me = You no longer agreed to earlier words; these are new
consent-newer-tag = New words have come
consent-gone-tag = These words were taken back
consent-you-said = What you said to it:
consent-marked = What stands beside a line is new, or not as it was in the words you answered.
consent-marked-new = New:
consent-newer = New words have come while you were reading. These are the ones before.
consent-newer-read = Read the new words
consent-gone-back = Nobody asks you for these words any longer.
consent-gone-read = Show what stands

consent-did-ask = “{ $title }”: asked for
consent-did-agree = “{ $title }”: agreed
consent-did-decline = “{ $title }”: said no
consent-did-withdraw = “{ $title }”: no longer agreed

consent-open-help = Take your time. If you agree only to a part of it, press “I do not agree” and say to which: then you talk about it together.
consent-before-help = What you agreed to before holds until you answer. If you no longer agree to any of it, take it back.
consent-change-mind = Change your mind
consent-why = Anything you want to add
consent-why-help = If you like. Your therapist reads it.
consent-why-all = If you like. Everybody in this conversation reads it.
consent-agree = I agree
consent-decline = I do not agree
consent-decline-still = I still do not agree
consent-withdraw = I no longer agree
consent-back-out = Take it back
consent-withdraw-title = No longer agree to “{ $title }”?
consent-withdraw-sure = From now on you do not agree any more. What was done before stays done. You can agree again later.

consent-ask = Ask for a consent
consent-anew = Change the words and ask again
consent-anew-help = Somebody has agreed to the words as they were. That holds until they have answered the new ones.
consent-back = Take it back
consent-back-this = Take it back: { $title }
consent-back-title = Take these words back?
consent-back-sure = Nobody has answered them yet. They disappear for you and for them, and nobody is asked any longer. What was said to earlier words stands again.
consent-back-done = Taken back.
consent-waits = Not all is answered
consent-no = Something is not agreed to

consent-write-title = Ask for a consent
consent-write-lead = { $name } reads these words and says whether they agree. Kept on this device as you type, until you send it.
consent-words-label = What they are asked to agree to
consent-words-help = The first line is the title and begins with #. Then comes a sentence on what it is about. An empty line makes a paragraph, - a list, ## a heading, **words** stand out.
consent-before-words = Words you asked others to agree to
consent-before-of = { $title } (for { $name })
consent-theirs = Begin with words for somebody else?
consent-theirs-sure = They were written for { $name }, and may say things about them. They take the place of what you typed. Read them through before you ask.
consent-draft = What you typed here is not what they were asked to agree to.
consent-draft-away = Begin with the words they were asked
consent-our-words = Words to begin with
consent-our-words-help = They are a beginning and no legal advice: check them against your law and your profession. What stands in [square brackets] is yours to fill in.
consent-instead = Put these words in place of what you typed?
consent-instead-sure = What you typed here is gone then.
consent-instead-yes = Put them in
consent-places = { $count ->
    [one] One place is still to be filled in: { $places }
   *[other] { $count } places are still to be filled in: { $places }
}
consent-places-rec = Fill in what stands in square brackets or on a line, or delete it. Nobody should agree to a blank.
consent-long = It is too long.
consent-long-rec = At most { $count } characters can be asked for at once. Shorten it, or ask for two things apart.
consent-no-title = It has no title yet.
consent-no-title-rec = Begin with a line such as: # Therapy online
consent-no-lead = It does not say yet what it is about.
consent-no-lead-rec = After the title and an empty line, write a sentence on what they agree to.
consent-hidden = There are words in it that nobody would see.
consent-hidden-rec = Take out pictures, titles of links, links that are no https address, names of code blocks and definitions: nobody should agree to what they cannot see.
consent-same = These are the words they were asked to agree to already.
consent-same-rec = Change something, or go back: nobody needs to be asked the same thing twice.
consent-send = Ask them
consent-asked-done = They find it in their Progress.

consent-todo = Read it, and say whether you agree.
consent-todo-again = Its words are new. Read them, and say whether you agree.
