### The frame around every page.

app-title = Home
app-skip = Skip to the content
app-nav = Main
app-footer-trust = What the server can and cannot see
app-opening = Opening what is kept on this device
app-opening-status = One moment

nav-messages = Messages
nav-invite = Invite
nav-settings = You

exit = Quick exit
exit-help = Leaves this page at once and locks it. Pressing Escape twice does the same.

line-online = Connected
line-connecting = Connecting
line-offline = Offline.
line-offline-kept = What you write is kept on this device.

alarm-read = I have read this
alarm-label = Important notices

theme-title = Light or dark
theme-system = As on this device
theme-light = Light
theme-dark = Dark

not-found-title = Nothing here
not-found-lead = This address leads nowhere. Perhaps part of it went missing.
not-found-home = Go to messages

show = Show
hide = Hide
show-passphrase = Show passphrase
hide-passphrase = Hide passphrase
copied = Copied
copy-refused = Copying was not allowed here. Select it and copy it by hand.
cancel = Cancel
close = Close
over-long = { $count ->
    [one] One character too many: there is room for { $most }. Nothing is cut off; make it a little shorter.
   *[other] { $count } characters too many: there is room for { $most }. Nothing is cut off; make it shorter.
}
back = Back
save = Save
saved = Saved
try-again = Try again

title-messages = Messages
title-session = Session
title-sign-in = Sign in
title-settings = You
title-invite = Invite
title-trust = About
title-home = Home

clock-wrong = { $count ->
    [one] The clock of this device is 1 minute off.
   *[other] The clock of this device is { $count } minutes off.
}
clock-wrong-rec = Times shown here may be wrong. Set the clock to be set by the network.

opening-offline-title = No connection yet
opening-offline-lead = Half of the key to what is kept here is with the server, so that a stolen device stays shut. It opens by itself as soon as there is a connection.
opening-retry = Try now

alarm-worry = An answer needs you first
alarm-worry-rec = Somebody you treat has said something that worries.
alarm-worry-to = To Today
words-too-many = { $count ->
    [one] One character too many. Nothing is cut: make it a little shorter.
   *[other] { $count } characters too many. Nothing is cut: make it shorter.
}

begun-go-on = Go on: { $name }
begun-throw = Throw away: { $name }
begun-away = Throw away
begun-sure = Throw this away?
begun-sure-body = “{ $name }” is on this device alone. What you wrote there is gone then.
