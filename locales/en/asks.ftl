item-when = Time
item-place = Place
item-details = Details of the deed
item-evidence = Evidence
item-contact = How to reach the nominee
item-other = Something else
desk-ask = Ask for more
card-ask = <b>What is missing?</b> Choose what to ask for, then press <b>Send the request</b>. The nominator gets one message.
card-asked = ⏳ The nominator was asked for: { $items } – until { $day }
card-asked-note = Message: “{ $note }”
card-asked-count = { $count ->
    [one] Asked for more once
   *[other] Asked for more { $count } times
}
card-supplied = 🆕 <b>Just added:</b> { $items }
card-lapsed = ⚠️ nothing was added
asked-write = ✍️ Add a message…
asked-send = Send the request
asked-notice =
    Thank you for nominating <b>{ $name }</b> ({ $code }). To look at it fully, the officer in charge would like to know more:
asked-reminder =
    A reminder: your nomination of <b>{ $name }</b> ({ $code }) still waits for you to say more:
asked-open = <b>The officer in charge would like to know more:</b>
asked-note = The officer’s message: “{ $note }”
asked-until = Please answer before { $day }. As much as you know is enough.
asked-supplied = The nominator has just added to <b>{ $code }</b>: { $items }.
words-missing = Write a message for the nominator of <b>{ $code }</b> (2 to 500 characters): what else needs to be known? Once written, the request is sent at once with what you have chosen. Type /cancel to leave.
toast-ask-nothing = Choose at least one thing, or write a message.
toast-ask-sent = The request for { $code } was sent, until { $day }.
toast-ask-kept = The nominator of { $code } has stopped the bot and was not reached. The request waits for them in /mine until { $day }.
supply-now = Answer now
supply-next = Next ›
supply-skip = Skip
supply-added = ✅ Hand in what I added
supply-title = <b>Adding { $place }/{ $count } – { $item }</b>
supply-ask-when = When did it happen? Press a button, or type a day such as 5/7/2026 or “yesterday”.
supply-ask-place = Where did it happen? Name the hamlet, street, unit or place.
supply-ask-details = Tell us more: what exactly was done, whom it helped, what came of it? One message or several, then press <b>Next</b>.
supply-ask-evidence = Send photos, videos, voice messages, files or links, one or several, then press <b>Next</b>.
supply-ask-contact = Type the nominee’s phone number, if they agree.
supply-ask-other = Answer the officer’s message, in words or with files, then press <b>Next</b>.
supply-files = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
supply-check = <b>You have added:</b>
supply-line = • { $item }: { $value }
supply-press-done = Press <b>Done</b> to send it to the officer in charge.
supply-nothing = You have added nothing yet, so there is nothing to send. Press <b>Back</b> to answer, or do it later.
supply-noted = Noted. Thank you.
supply-taken = Received. Send more, or press <b>Next</b>.
supply-file-kept = What you have just sent is kept as evidence.
supply-full = The nomination has 20 files or 4,000 added characters already, so what you just sent was not taken.
supply-edited = What was added is kept as it was sent. To change it, press <b>Back</b> and answer again, or send one more message.
supply-thanks = Thank you. What you added to <b>{ $code }</b> was sent to the officer in charge. You can look at it with /mine.
supply-taken-in = The time to add to your nomination of <b>{ $name }</b> ({ $code }) is over. What you have sent was handed to the officer in charge. Thank you.
supply-none = None of your nominations waits for anything from you now.
supply-over = The request about <b>{ $code }</b> is over; it is now “{ $state }”. You can still send more if you wish.
supply-added-none = You have not added anything yet. Send words, photos or files first.
cancelled-supplying = Paused. What you have answered is kept; press <b>Answer now</b> to go on when it suits you.
