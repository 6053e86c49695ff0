### A journal: for its author alone, until they share a page.

journal-title = Journal
journal-lead = For you alone, until you share a page.
journal-open = Open the journal
journal-who = Only you can read this. A page leaves your journal when you share it, as a copy, and in no other way.
journal-write = Write a page
journal-search = Look in your journal
journal-empty = Nothing written yet. A line is enough to begin.
journal-choose = Choose a page to read it here.
journal-shared = Shared
journal-to-list = All pages
journal-page = A page
journal-words = What is on your mind
journal-too-long = { $count ->
    [one] One character too many for one page. Make it shorter, or begin another page.
   *[other] { $count } characters too many for one page. Make it shorter, or begin another page.
}
journal-new = Nobody else reads what you write here.
journal-kept-typing = Kept on this device, sealed. Save it to have it on your other devices too.
journal-kept = Saved, for you alone.
journal-saved = Saved.
journal-unsaved = Begun on this device, not saved yet
journal-beside = Other words were written on another device at the same time. Take over what you want; saving joins them.
journal-forget = Throw this page away
journal-forget-title = Throw this page away?
journal-forget-body = It is taken off all your devices. A copy that you shared stays with those you shared it with, unless you take that back first.
journal-forget-yes = Throw away
journal-share-title = Share this page
journal-share-lead = { $name } gets a copy of what is saved. What you change later stays yours.
journal-share-whom = With whom
journal-share = Share a copy
journal-share-done = Shared.
journal-unshare-done = Taken back.
journal-shared-with = { $name } has a copy.
journal-shared-title = Shared from the journal
