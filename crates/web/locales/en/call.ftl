### A session: the device check, the waiting room, the room itself, the end of it.

call-title = Session
call-join = Join session
call-join-admit = Open the session
call-under-way = A session is under way.
call-somebody-waits = { $name }: somebody is waiting for you to open the session.

call-unsupported-title = This browser cannot hold a session
call-unsupported = It has no way to seal sound and picture on this device before they leave it.
call-unsupported-rec = Please use a current Firefox, Chrome, Edge or Safari. Messages work here as they are.
call-no-worker = The part of this page that seals sound and picture did not start.
call-no-worker-rec = Load the page again. Nothing has been sent.

call-check-title = Ready for your session with { $name }?
call-check-lead = Nobody sees or hears you yet.
call-your-picture = Your own picture
call-camera-starting = The camera is starting
call-microphone-starting = The microphone is starting
call-microphone-on = Microphone is on
call-microphone-off = Microphone is off
call-microphone-none = No microphone
call-camera-on = Camera is on
call-camera-is-off = Camera is off
call-camera-none = No camera
call-mute = Mute
call-unmute = Unmute
call-camera-switch-off = Camera off
call-page = Worksheet
call-camera-switch-on = Camera on
call-level-speak = Say a few words: the bar should move.
call-level-heard = You can be heard.
call-choose-microphone = Microphone
call-choose-camera = Camera
call-choose-speaker = Loudspeaker or headphones
call-device-unnamed = Device { $number }
call-tone = Play a sound
call-tone-playing = You should hear two soft notes.
call-network-looking = Looking at your connection
call-network-well = Your connection is good.
call-network-slow = Your connection is slow. If pictures stutter, voice alone will do.
call-network-unreachable = The server cannot be reached just now. You can wait here; this page keeps trying.
call-enter = Join session
call-enter-voice = Join by voice only
call-enter-muted = Your microphone is off: nobody will hear you until you switch it on.
call-to-messages = Back to messages

call-microphone-blocked = This page may not use the microphone.
call-microphone-blocked-rec = Press the lock or camera sign beside the address at the top, allow the microphone, then try again.
call-camera-blocked = This page may not use the camera.
call-camera-blocked-rec = Press the lock or camera sign beside the address at the top and allow it, or join by voice only.
call-microphone-missing = No microphone was found.
call-microphone-missing-rec = Plug one in, or use another device. You can still see, listen and write.
call-camera-missing = No camera was found.
call-camera-missing-rec = Plug one in, or join by voice only.
call-microphone-busy = Another program is using the microphone.
call-microphone-busy-rec = Close other programs and tabs that hold calls, then try again.
call-camera-busy = Another program is using the camera.
call-camera-busy-rec = Close other programs and tabs that show your picture, then try again. You can join by voice only.
call-insecure = Browsers give sound and picture only to pages with a secure address.
call-insecure-rec = Open this site with https:// at the beginning of its address.
call-microphone-other = The microphone did not start.
call-microphone-other-rec = Plug it out and in, or choose another one, then try again.
call-camera-other = The camera did not start.
call-camera-other-rec = Choose another one, or join by voice only.
call-microphone-lost = Your microphone has gone. Nobody hears you now.
call-microphone-lost-rec = Plug it in again or choose another one, then try again.
call-camera-lost = Your camera has gone. Nobody sees you now.
call-camera-lost-rec = Plug it in again or choose another one, then try again.
call-microphone-paused = Your device has silenced the microphone. Nobody hears you now.
call-microphone-paused-rec = A switch on the device, or another call, may be the reason.
call-camera-paused = Your device has paused the camera. Nobody sees you now.
call-camera-paused-rec = A switch on the device, or another program, may be the reason.

call-waiting-title = Waiting room
call-knocking = Asking to come in
call-waiting-lead = You are here, and { $name } has been told. You will be let in soon.
call-waiting-unseen = Until then nobody sees or hears you.
call-waiting-leave = Leave the waiting room

call-people = People in the session
call-alone = Nobody else is here yet. You can stay; you will see and hear when somebody comes.
call-nameless = Somebody without a name yet
call-proving = checking who it is
call-they-muted = microphone off
call-they-unseen = camera off
call-waits = { $name } is waiting to be let in.
call-admit = Let in
call-dismiss = Send away
call-bar = Your session
call-chat = Chat
call-code = Code
call-devices = Devices
call-leave = Leave
call-line-connecting = Connecting
call-line-good = Good connection
call-line-weak = Weak connection
call-line-voice-only = Weak connection, voice only for now
call-line-returning = The connection dropped. Coming back by itself
call-minutes = { $count ->
    [0] just begun
    [one] 1 minute
   *[other] { $count } minutes
}

call-ended-title = The session has ended
call-ended-lead = Take a moment before you go on. Microphone and camera are off.
call-again = Join again
call-sent-away = You are no longer in this session.
call-sent-away-rec = Perhaps the line was lost, or the session was closed for now. You can join again, or write a message.
