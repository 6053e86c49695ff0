### Taking one's words along, bringing them in, and an earlier record.

title-leave = Take along
leave-title = Take your words along
leave-lead = Everything said and kept between you and your therapist, as one file that is yours. It can be read without this app.
leave-lead-staff = A client's record as one file: for them, for whoever treats them next, or for your own keeping.
leave-take-title = Take along
leave-take-lead = The file holds a record to read, the files that were sent, and the same for other software. It is put together on this device.
leave-open = The file is not locked. Whoever has it can read it: keep it as you would keep a diary.
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
