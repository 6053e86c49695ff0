### The safety plan: six steps for a bad hour.

safety-title = Safety plan
safety-title-of = Safety plan of { $name }
safety-yours = Your safety plan
safety-danger = In danger now? Whom to call
safety-lead = For a bad hour. Begin at the top, and go on to the next step when it does not get easier. You can call at any step.
safety-lead-staff = Made together, for a bad hour. You both read it, and you both can change it.
safety-none = There is no safety plan here.
safety-empty = Six short steps for an hour when thinking is hard: what you can do, where you can go, whom you can call. It is best made together with your therapist. You can begin now, and go through it with them.
safety-empty-staff = Nothing is written yet. It is best made together, in a session: you both see it as soon as one of you saves it, and it stands first on their Reach out now.
safety-write-first = Begin the plan
safety-begin = Begin a safety plan
safety-read = Read the safety plan
safety-open = Go to the plan
safety-change = Change the plan
safety-still-open = Not written yet: { $steps }
safety-by-you = By you, { $when }
safety-unsent = Saved on this device. It is sent when you are back online.
safety-dial = Call { $number }: { $words }

safety-signs = How I notice that it is getting hard
safety-signs-help = Thoughts, moods, things you do or stop doing. What would somebody who knows you well see first?
safety-alone = What I can do by myself
safety-alone-help = Small things that have carried you through before, without anybody else.
safety-company = Where I can go, and who takes my mind off it
safety-company-help = People and places. You need not say why you come.
safety-ask = Whom I can tell, and ask for help
safety-ask-help = Somebody you trust with it.
safety-call = Professionals and lines I can call
safety-call-help = Your therapist, a practice, an emergency department, a line that listens day and night.
safety-surroundings = How I make it safer where I am
safety-surroundings-help = What to put out of reach, and who keeps it for you.

safety-write-title = Write the safety plan
safety-write-lead = Short lines, in your own words. { $name } sees them once they are saved.
safety-add = Add a line
safety-add-to = Add a line: { $step }
safety-line = { $step }, line { $number }
safety-number = Number to call
safety-number-odd = This does not look like a number a telephone can call. It is kept as you wrote it.
safety-number-of = Number to call, line { $number }
safety-up = Move up: { $step }, line { $number }
safety-down = Move down: { $step }, line { $number }
safety-remove = Take away: { $step }, line { $number }
safety-save = Save
safety-saved = The plan is saved.
safety-nothing = There is no line in it yet. Write one, and save it then.
safety-kept-typing = What you write is kept on this device, sealed, until you save it.

safety-several = Two versions were written at the same time
safety-several-lead = Nothing is lost. Put them together, and look through the lines once.
safety-join = Put them together
safety-elsewhere = Somebody else has just saved the plan
safety-elsewhere-lead = Put their lines with yours, or go on: then both versions stand side by side.
safety-elsewhere-take = Put their lines with mine

safety-keep-title = On this device, without a passphrase
safety-keep-lead = Without a connection, or while this page is locked, nothing of yours opens here: half of the key is with the server. You can keep a copy of this plan that opens all the same, under Reach out now.
safety-keep-who = Whoever can open this browser can then read your plan. On a device you share with others, leave it as it is.
safety-keep = Keep my safety plan on this device
safety-kept-done = Kept on this device.
safety-kept = A copy is kept on this device and opens without a passphrase. Whoever can open this browser can read it. It is taken away when you sign out.
safety-take-away = Take it off this device
safety-taken-away = It is no longer kept on this device.
