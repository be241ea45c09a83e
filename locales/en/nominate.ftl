step-1 = <b>Step 1/4 – Whom</b>
step-2 = <b>Step 2/4 – Where</b>
step-3 = <b>Step 3/4 – The deed</b>
step-4 = <b>Step 4/4 – Check</b>
step-edit = <b>Step 4/4 – Edit</b>
ask-kind = Whom would you like to nominate?
ask-name = Please tell us { $kind ->
        [person] the person’s full name
        [collective] the group’s name
       *[household] the name of the head of the household, or what the household is called
    }.
ask-commune = In which commune or ward is <b>{ $name }</b>? Type its name, with or without accents, new or old.
ask-which = This could be one of several places. Please choose:
ask-which-one = Is this the place you mean? If not, type the name again, or choose by former district.
ask-which-more = Many places have a name like this. Please choose one, or type the name with its former district, such as “Lê Lợi, Kiến Xương”.
ask-district = Choose the former district or city:
ask-district-commune = Communes and wards of the former { $district }:
ask-deed =
    Please tell us: what good did <b>{ $name }</b> do, where and when?

    Write a few sentences (at least 20 characters). You can also send photos, videos, voice messages, files and links (20 files at most), in any order. Then press <b>Done</b>.
browse = Choose by former district
keep = Keep it
current = At present: <b>{ $value }</b>.
via-old = { $commune } (was { $old }, { $district })
done = Done
pieces = See and remove
pieces-title = This is what you have sent. Press an item to remove it.
pieces-text = ✕ { $number }. “{ $text }”
pieces-file = ✕ { $number }. { $kind }
pieces-file-text = ✕ { $number }. { $kind }: “{ $text }”
received = Received: { $what }.
received-characters = a story of { $count } characters
received-go-on = Send more, or press <b>Done</b>.
received-edit = To change the story, press <b>See and remove</b>, remove the old part, and send the new one. Then press <b>Done</b>.
received-short = Please tell it in a few sentences (at least 20 characters), then press <b>Done</b>.
check-more = To add the time, the field, a phone number and so on, press the buttons below. These lines are optional.
check-pledge = Please check this. By pressing <b>Send</b> you pledge that it is true.
send = ✅ Send
edit = Edit
edit-which = Which line would you like to edit or add?
line-kind = Who
line-name = Name
line-commune = Commune or ward
line-hamlet = Hamlet or unit
line-deed = Story
line-evidence = Evidence
line-story = Story and evidence
line-when = When
line-field = Field
line-phone = Nominee’s phone
line-contact = Your phone
line-nominator-phone = Nominator’s phone
line-minor = Under 16
line-shows = Nominator’s name public
yes = yes
no = no
minor-on = ☐ The nominee is under 16
minor-off = ☑ The nominee is under 16
shows-on = ☐ The public may see my name
shows-off = ☑ The public may see my name
ask-hamlet = Please type the hamlet, residential group or workplace.
ask-when = When did it happen? Press a button, or type a day such as 5/7/2026 or “yesterday”.
ask-field = Which field does the deed belong to?
ask-phone = Please type the nominee’s phone number, if they agree.
ask-contact = Type your phone number, or press the 📱 button below. It is used only to reach you if something has to be confirmed.
share-contact = 📱 Share my phone number
share-contact-below = 📱 You can press the button below to share your phone number.
keyboard-gone = The phone button is put away.
today = Today
yesterday = Yesterday
this-month = This month
clear = Leave empty
ask-cancel = Would you like to stop? What you wrote will be discarded.
cancel-sure = Stop and discard
cancel-no = Go on
note-commune = Noted: <b>{ $commune }</b>.
note-commune-old = Noted: <b>{ $commune }</b> (formerly { $old }, { $district }).
note-wrong-back = If this is wrong, press <b>Back</b>.
note-wrong-edit = If this is wrong, press <b>Edit</b>.
note-commune-unclear = The edited name is not clear, so the commune or ward stays as it was.
note-use-buttons = Please press one of the buttons below.
note-check-words = This is the check. Press <b>Send</b> to send it, or <b>Edit</b> to change it.
note-no-command = There is no such command. This is where you are:
note-edited = Changed as you edited it.
note-edited-to = Changed to: “{ $text }”
note-added = What you just sent is added.
note-phone-kept = The phone number is noted. Thank you.
note-contact-later = No phone number is needed at this step.
note-name-kept = The name is noted. One more thing:
note-choose-kind = Please press one of the three buttons below first.
note-name-short = This is too short for a name. Please write the whole name, at least 2 characters.
note-name-long = This is longer than 120 characters. Please write the name alone; the story comes in step 3.
note-commune-unknown = This name is not among the 104 communes and wards of Hưng Yên. Please try again, or press <b>Choose by former district</b>.
note-file-kept = What you just sent is kept for step 3. For now, please answer this:
note-day-future = That day has not come yet. Please look again.
note-day-old = That is too long ago. Please look again.
note-day-unclear = This day is not clear. Please type it like 5/7/2026, or “yesterday”.
note-hamlet-long = Please keep it within 200 characters.
note-phone-unclear = This number is not right. Please type it like 0912 345 678.
note-story-short = The story is still too short to go on.
toast-story-short = The story needs at least 20 characters.
toast-removed-already = This one is already removed.
note-story-full = The story is over 4,000 characters, so the last part was not taken.
note-files-full = There are 20 files already, so the last one was not taken.
note-pieces-full = There are 60 messages already, so the last one was not taken.
note-full-here = Press <b>See and remove</b> to remove one, then send it again.
note-full-check = To change that, press <b>Edit</b>, then <b>Story and evidence</b>, remove one, and send it again.
note-full-later = In step 3 you can remove one and send it again.
file-too-big = This file is larger than 20 MB, so it cannot be taken. Please send a shorter one, a screenshot, or a link.
submitted =
    🌸 <b>Thank you!</b> Your nomination of <b>{ $name }</b> has been sent.

    Code: <code>{ $code }</code>

    It will be taken up by { $day }. You will be told the result here. Look at it any time with /mine.
toast-sent = Your nomination has been sent already. Thank you.
