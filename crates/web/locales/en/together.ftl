### A worksheet filled in together: chosen, opened for both, written by both, kept or put away.

together-title = Fill in a worksheet together
together-lead = You both see what either writes, at once. In a session it opens for both of you; without one, the other finds it here.
together-panel-lead = It opens for both of you. You both see what either writes.
together-go-on = Go on with
together-go-on-one = Go on: { $sheet }
together-asked = Given, and not shared yet
together-new = A worksheet
together-open = Open { $sheet }
together-along = What you have begun on your own comes along.
together-again = A page that was shared
together-again-one = Open a copy of { $sheet }, { $day }
together-by = filled in together by { $names }
together-begun-by = So far written on by { $names }
together-here-only = On this device only, until you open it.
together-opened-you = You opened { $sheet }. You both see what either writes.
together-opened = { $name } opened { $sheet }. You both see what either writes.
together-beside = { $name } has it open too.
together-alone = Nobody else has it open now. What you write is there for both of you.
together-there = { $name } is here
together-bring = Put in what you had begun on your own
together-keep = Keep this page
together-away = Put it away
together-let-go = Let go of it
together-let-go-sure = Nothing on this page will be kept, for either of you.
together-ends = Kept, it stands among the worksheets of both of you. Put away, it waits as it is, and either of you can go on with it.
together-kept = Kept. It is among your worksheets.
together-kept-other = The page was kept. It is among your worksheets.
together-gone-other = The page was let go of.
together-full = This page is full. What you wrote last is on this screen, and nowhere else.
together-full-rec = Copy what you wrote last, take it out here, and keep the page. Then open another one for it.
together-left = { $count ->
    [one] One page begun together waits
   *[other] { $count } pages begun together wait
}
together-to = Fill in a worksheet together
together-to-pages = To the worksheets
together-you = you
together-and = { $first } and { $second }
