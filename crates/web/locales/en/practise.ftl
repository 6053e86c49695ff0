### Practise: exercises, and articles to read.

nav-practise = Practise
title-practise = Practise
practise-lead = For a hard minute, or a quiet one. It works without a connection, and nobody sees what you use.
practise-skills = Exercises
practise-read = Something to read
practise-all-articles = All { $count } articles
practise-back = Back to Practise
practise-inside = To your messages and sessions
opening-practise = Exercises and articles work without a connection
today-practise = Exercises and articles
today-more = More

skill-open = { $skill }: open
skill-breathing = Slow breathing
skill-breathing-lead = Out longer than in. Two minutes are enough to make a heart calmer.
skill-grounding = Five, four, three, two, one
skill-grounding-lead = Back into the room, by what you see, touch and hear.
skill-muscles = Letting go
skill-muscles-lead = Tense one part of the body after another, and let it go. About three minutes.
skill-noticing = Noticing
skill-noticing-lead = Sit for a while and notice what is here. Nothing has to change.
skill-how-long = For how long?
skill-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
skill-sound = With a soft sound
skill-still = Without movement
skill-begin = Begin
skill-pause = Pause
skill-go-on = Go on
skill-next = Next
skill-stop = Stop
skill-place = { $at } of { $all }
skill-done = That is enough for now.
skill-done-more = Stay a moment, if you like. Whatever you notice is all right.
skill-again = Once more

breath-how = How slowly?
breath-pace = In for { $inward }, out for { $outward }
breath-in = Breathe in
breath-out = Breathe out

ground-5 = Five things you can see
ground-5-more = Say each to yourself. Small ones count: a crumb, a shadow.
ground-4 = Four things you can touch
ground-4-more = The chair, your sleeve, the table. Is it warm or cold, rough or smooth?
ground-3 = Three things you can hear
ground-3-more = Near ones, then far ones.
ground-2 = Two things you can smell
ground-2-more = Or two smells you like, if there is nothing.
ground-1 = One thing you can taste
ground-1-more = A sip of water will do. Then look around once more: you are here.

muscles-begin = Sit or lie so that nothing has to hold you
muscles-begin-more = Tense only as far as it is comfortable, and leave out what hurts.
muscles-hands = Your hands
muscles-arms = Your arms
muscles-shoulders = Your shoulders
muscles-face = Your face
muscles-belly = Your belly
muscles-legs = Your legs
muscles-feet = Your feet
muscles-tense = Tense them, and go on breathing.
muscles-loose = Let go. Notice the difference.

notice-1 = Where you sit
notice-1-more = Feet, seat, back: what carries you.
notice-2 = Your breath
notice-2-more = Wherever you feel it best. It need not be deep.
notice-3 = Sounds
notice-3-more = They come and go by themselves. So do thoughts.
notice-4 = All of it
notice-4-more = If you have wandered off, you have just noticed. Begin again.

library-title = Library
library-lead = Short articles in plain words, with their sources. They stay on this device, to be read without a connection.
library-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
library-back = Back to the library

library-own = Articles of the practice
library-given = Given to you to read
library-shipped = Articles that come with Rapport

article-write = Write an article
article-write-title = An article of your own
article-write-lead = Written in Markdown. Kept on this device as you type; the practice can give it once you put it on the shelf.
article-file = Open a Markdown file
article-file-instead = Put the file in place of what you typed?
article-file-instead-sure = What stands in the field now is gone then.
article-file-instead-yes = Use the file
article-file-wrong = That file is no article.
article-file-wrong-rec = Choose a text file of at most { $count } characters.
article-words = The article
article-words-help = The first line is the title and begins with #. Then comes a sentence on what it is about. An empty line makes a paragraph, - a list, ## a heading, **words** stand out.
article-other = What stands here was written on this device and is not on the shelf yet. Other words stand there.
article-other-use = Begin again from those on the shelf
article-other-sure = What you wrote here and did not put on the shelf is gone then.
article-look = How it will be read
article-save = Put it on the shelf
article-saved = On the shelf: { $title }
article-older = Give the new words to those who have the old ones?
article-older-sure = { $count ->
    [one] In one conversation this article was given with the words it had before.
   *[other] In { $count } conversations this article was given with the words it had before.
}
article-older-yes = Give them the new words
article-older-no = Leave them the old ones
article-older-done = They have the new words.
article-begun = Begun on this device, and not on the shelf
article-nameless = Without a title yet
article-edit = Change it
article-away-this = Put away { $title }
article-away-sure = It is offered no longer, and you can bring it back. Whoever was given it can still read it.
article-away-done = Put away: { $title }. Whoever was given it can still read it.
article-long = It is longer than { $count } characters.
article-long-rec = Make two articles of it.
article-no-title = There is no title yet.
article-no-title-rec = Begin with a line such as: # Resting well
article-no-lead = There is no sentence yet on what it is about.
article-no-lead-rec = Write one below the title, after an empty line.
article-gone = This article is not here
article-gone-lead = It was put away, or it was given to somebody else.

practice-skill = Exercise: { $title }
practice-article = To read: { $title }
practice-unknown-skill = an exercise of a newer version
practice-unknown-article = an article that is not here
practice-open-article = Read: { $title }
practice-asked-skill = { $name } gave you this exercise.
practice-asked-article = { $name } gave you this to read.
practice-how = How was it? (if you like)
practice-did = Say that I did it
practice-read = Say that I read it
practice-only-this = Only that you did it is told, with these words.
practice-told = { $name } can see it now.
practice-done-title = Practised and read
