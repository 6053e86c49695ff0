### You: name, passphrase, devices, look, lock.

settings-title = You
settings-signed-in-as = Signed in as { $handle }
settings-name-title = Your name
settings-name-saved = Your new name is on its way to the people you talk with.
settings-passphrase-title = Passphrase
settings-passphrase-lead = Your other devices will be signed out. Your recovery words stay the same.
settings-passphrase-submit = Change passphrase
settings-passphrase-done = Your passphrase is changed, and your other devices are signed out.
settings-words-title = Recovery words
settings-words-checked = You have a checked copy of your 24 words.
settings-words-unchecked = You have not checked a copy of your 24 words yet.
settings-words-lead = If it is lost, or somebody may have seen it, make new ones.
settings-lock-title = Lock by itself
settings-lock-lead = When nobody has touched the page for a while, it asks for your passphrase again.
settings-lock-label = Lock after
settings-lock-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
settings-sign-out-title = Leave this device
settings-sign-out-lead = Everything kept here is removed. Messages stay with the people you wrote to, and come back when you sign in.
settings-sign-out = Sign out
settings-lock-now = Lock now
settings-code-title = Your code
settings-code-lead = When you compare codes in a session, read these six words aloud. The other person sees the same six beside your name.

devices-title = Devices
devices-lead = Where you are signed in. Sign out any you do not know or no longer use.
devices-this = This device
devices-seen = Last seen { $when }
devices-since = Signed in { $when }
devices-revoke = Sign out
devices-revoke-named = Sign out { $name }
devices-revoke-title = Sign out this device?
devices-revoke-body = { $name } will be locked at once, and cannot open what is kept on it any more.
devices-revoked = { $name } is signed out.

settings-sign-out-ask = Sign out of this device?
settings-sign-out-unsent = { $count ->
    [one] One message has not been sent yet. It will be lost.
   *[other] { $count } messages have not been sent yet. They will be lost.
}
