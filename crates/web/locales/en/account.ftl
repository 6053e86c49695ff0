### Coming in: the owner's set-up, joining, signing in, recovery, unlocking.

handle-label = Sign-in name
handle-help = Any name you like; it need not be your own. The server sees it, and you sign in with it.
handle-short = A sign-in name has at least 2 characters.
handle-long = A sign-in name has at most 64 characters.
name-label = What others call you here
name-help = Shown only to the people you talk with. It is sealed, so the server never learns it.
name-missing = Write a name or a nickname, so that others know whom they talk to.
name-long = That is too long to show. Please shorten it.
passphrase-label = Passphrase
passphrase-new = Choose a passphrase
passphrase-new-next = New passphrase
passphrase-current = Current passphrase
passphrase-help = A few unrelated words are strong and easy to keep in mind. No rules about digits or signs.
passphrase-missing = Enter your passphrase.
passphrase-current-wrong = This is not your current passphrase. Please check it.
passphrase-weak = This passphrase is too easy to guess. Add another word or two.
passphrase-checking = The strength is still being looked at. One moment.
strength-0 = Very easy to guess
strength-1 = Easy to guess
strength-2 = Not hard enough yet
strength-3 = Hard to guess
strength-4 = Very hard to guess
strength-unavailable = The part that judges passphrases did not arrive. Check your connection and try again.

work-asking = Asking the server
work-stretching = Sealing your passphrase on this device
work-keys = Making and opening keys
work-finishing = Finishing
work-help = This takes a few seconds on purpose: it makes guessing slow for anybody else.

setup-title = Set up your practice
setup-lead = You are the first person here. This account will own the practice: you invite the therapists, and they invite their clients.
setup-submit = Create the practice
setup-no-token = This page needs the one-time link that the server printed when it first started.

join-title = You have been invited
join-opening = Looking at your invitation
join-by-unnamed = You are invited to join as { $role }
join-checked = Your device has checked that this invitation is genuine.
join-sealed-title = Only the people you talk with can read what is said
join-sealed = Words, files, voice and pictures are sealed on your device before they leave it. The server carries them, and can open none of them.
join-no-contact = No email address or phone number is asked for.
join-form-title = Make your account
join-submit = Join
join-have-account = I have an account here
join-signed-in = You are signed in as { $handle }. Join with this account?
join-accept = Join with this account
join-decline = Not now
join-until = Valid until { $day }.

role-owner = owner
role-coordinator = coordinator
role-therapist = therapist
role-client = client
role-an-owner = an owner
role-a-coordinator = a coordinator
role-a-therapist = a therapist
role-a-client = a client

words-title = Your 24 recovery words
words-lead = If you forget your passphrase, these words are the only way back to what was said. Nobody else has them, and nobody can send them again.
words-advice = Write them on paper and keep it where only you find it. A picture of them is easily seen by others.
words-list = Your recovery words, in order
words-copy = Copy the words
words-print = Print them
words-next = I have written them down
words-check-title = Check your copy
words-check-lead = Please enter three of the words, so that you can be sure your copy is good.
words-check-label = Word number { $number }
words-check-wrong = This is not word number { $number } on your list.
words-check-submit = That is right, go on
words-look-again = Show me the words again

new-words-title = Make new recovery words
new-words-lead = You get 24 new words. Once you have checked your copy, they take the place of the old ones, which then open nothing any more.
new-words-begin = Show me new words
new-words-open = Make new recovery words
new-words-done = Your new recovery words count from now on. The old ones can be thrown away.
words-reminder-title = A way back in
words-reminder = You have not checked a copy of your recovery words yet. Without them, a forgotten passphrase cannot be replaced by anybody.
words-reminder-later = Not now

sign-in-title = Sign in
sign-in-lead = Welcome back.
sign-in-submit = Sign in
sign-in-recover = I have lost my passphrase
sign-in-no-account = There is no sign-up here: you need an invitation link from your practice or your therapist.

recover-title = Come back with your words
recover-lead = Your 24 recovery words open your account, and you choose a new passphrase. Your other devices will be signed out.
recover-words-label = Your 24 recovery words
recover-words-help = With a space between them, in order. Capitals do not matter.
recover-count = { $count ->
    [one] 1 of 24 words
   *[other] { $count } of 24 words
}
recover-submit = Open my account
recover-to-sign-in = I remember my passphrase

unlock-title = Locked
unlock-lead = This page is locked, so that nobody else reads it. Your passphrase opens it again.
unlock-submit = Unlock
unlock-as = Signed in as { $handle }
unlock-other = Sign out of this device

hint-common = This is among the first that a guesser tries.
hint-keyboard = Keys that lie side by side are easy to guess.
hint-repeats = Repeating letters or words adds little.
hint-sequence = Rows such as abc or 6543 are easy to guess.
hint-date = Years and dates are easy to guess.
hint-one-word = A word by itself is easy to guess.
hint-name = Names are easy to guess.
hint-more-words = Add another word or two, the less common the better.
hint-tricks = Capitals and signs in place of letters help little; another word helps much.
