### Taking one's words along, bringing them in, and an earlier record.

title-leave = Take along
leave-title = Take your words along
leave-lead = Everything said and kept between you and your therapist, as one file that is yours. It can be read without this app.
leave-lead-staff = A client's record as one file: what you share with them, and if you say so the practice's own notes too.
leave-take-title = Take along
leave-take-lead = The file holds a record to read, the files that were sent, and the same for other software. It is put together on this device.
leave-open = The file is not locked. Whoever has it can read it: keep it as you would keep a diary.
leave-with-notes = With the notes of the practice
leave-with-notes-help = Their client cannot open them here. Tick it for your own keeping or for whoever treats them next; leave it for a file that you give to them. Private notes are never in it.
leave-nothing = There is nothing to take along yet. It will stand here once you talk with somebody.
leave-take = Put together
leave-take-named = Put together everything with { $name }
leave-gathering = Putting it together, { $percent } %
leave-save = Save the file
leave-earlier = Earlier record
leave-settings-title = Take your words along
leave-settings-lead = Everything said and kept, as one file that is yours.
leave-settings-open = Take along

bring-title = Bring in
bring-lead = A file that was taken along from here, or from another practice that uses Rapport. It is opened on this device and sealed again before it leaves.
bring-choose = Choose a file
bring-file = The file to bring in
bring-reading = Reading the file
bring-sealing = Sealing it here, { $percent } %
bring-found = From { $names }
bring-found-more = Taken along on { $when }, { $count ->
    [one] 1 entry
   *[other] { $count } entries
}
bring-into = Where it goes
bring-new = A new place for a client
bring-signs = It will stand there as an earlier record, brought by you. Whoever is in that place can read it.
bring-signs-staff = It will stand there as an earlier record, brought by you. Notes go where your notes go; everything else can be read by whoever is in that place.
bring-do = Bring it in
bring-nameless = somebody without a name

earlier-title = Earlier record
earlier-alone = In a place of its own, where nobody else is yet
earlier-in = Brought in beside { $name }
earlier-back = Take along
earlier-talk = Messages
earlier-care = What was said and kept
earlier-record = Notes
earlier-says = This is what an archive taken on { $when } says. { $name } brought it in; nothing of it was written here.
earlier-more = Show more
earlier-nothing = Nothing was brought in here.
earlier-plan = Plan
earlier-safety = Safety plan
earlier-in-archive = Whole in the file that was brought in.
earlier-erased = Taken back or erased.

erase-title = Leave for good
erase-way-lead = Your account ends, and its keys are destroyed. You see first what goes and what stays.
erase-way = Look at what it means
erase-staff = Whoever works here leaves by handing over: clients would be left without a therapist, and the practice has to keep what was written. Ask the owner of the practice.
erase-lead = Your account ends, and the keys that only you have are destroyed. Nobody can undo this, the practice neither.
erase-gone = This will be destroyed
erase-stays = This will stay
erase-copy-title = Take a copy first
erase-copy = Afterwards there is no way to read your words again from here. Put them together into a file of your own before.
erase-awaited = A session lies ahead, or you still wait for one. Call it off or leave the waiting list first: somebody would wait for you in vain.
erase-question = End your account
erase-question-lead = Your passphrase shows that it is you who asks. Before anything happens you are asked once more.
erase-do = Go on
erase-ask = Leave for good?
erase-ask-body = Your keys are destroyed at once. Your passphrase and your 24 words will open nothing any more, here or anywhere.
erase-yes = Destroy my keys
erase-no = Stay

gone-keys = Your keys, under your passphrase and under your 24 words: your copy of everything can never be opened again.
gone-own = Your journal and whatever else was for you alone, with its files.
gone-name = Your sign-in name, the address for reminders and the links to your calendar.
gone-devices = The sign-ins of all your devices. What another one keeps can be opened no more.
gone-devices-count = { $count ->
    [one] The sign-in of 1 device.
   *[other] The sign-ins of { $count } devices. What the others keep can be opened no more.
}
gone-here = What is kept on this device, drafts and a safety plan at hand among it.

stays-record = What you and your therapist wrote, and when you met: the law asks practices to keep it. It stays sealed with your practice until { $when }. After that the server destroys it.
erase-unheard = You told us that you are having a very hard time, and nobody has been able to talk with you about it yet.
erase-unheard-lead = You may leave whenever you want. If you would rather be heard first, write to your therapist, or turn to somebody below, now.
departed-hard = If things are hard, you do not need an account to find help:
departed-reach = whom to reach now
stays-notes = Notes that the practice wrote about your sessions, in a place of its own. They are part of its record. Your therapist's device, which alone knows that they are about you, gives them an end too once it hears that you have left: as long, counted from then.
stays-shared = What you wrote where somebody else is in therapy with you. It stays sealed for them.
stays-others = Copies on the devices of those you wrote with, and files you saved. Nobody can reach them from here.
stays-backups = Backups that the practice made before today. They hold your keys as they were: sealed under your passphrase and your words.

departed-title = You have left
departed-lead = This is what was done, and what was not.
departed-gone = Destroyed
departed-stays = Not destroyed
departed-still-here = This browser would not forget what it keeps. Clear the data of this site in its settings.
departed-soon = What was for you alone could not be removed at once. Its keys are gone; the server tries again every hour.
departed-again = You can come back with a new invitation. Nothing of this account will be joined to it.

archive-no-archive = This file is no archive.
archive-no-archive-rec = Choose the ZIP file as it was downloaded. Nothing was brought in.
archive-cut-off = The end of this file is missing.
archive-cut-off-rec = Download or copy it again. Nothing was brought in.
archive-not-ours = This archive was not made by Rapport.
archive-not-ours-rec = Choose a file that was taken along from Rapport. Nothing was brought in.
archive-mismatch = Something in this archive is not as it was when it was signed.
archive-mismatch-rec = Use the file as it was downloaded, not unpacked and changed. Nothing was brought in.
archive-too-large = There is more in it than can be taken in or along at once.
archive-too-large-rec = Nothing was changed. Your practice can help with very large files.
archive-newer = This archive was made by a newer version.
archive-newer-rec = Ask your practice to update, then try again. Nothing was brought in.
archive-malformed = This archive cannot be read.
archive-malformed-rec = Download or copy it again. Nothing was brought in.
archive-unavailable = The part that reads archives did not arrive.
archive-unavailable-rec = Check your connection and try again. Nothing was changed.
