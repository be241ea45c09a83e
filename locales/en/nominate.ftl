step-1 = <b>Step 1/4 – Whom</b>
step-2 = <b>Step 2/4 – Where</b>
step-3 = <b>Step 3/4 – The deed</b>
step-4 = <b>Step 4/4 – Check</b>
step-edit = <b>Edit</b>
ask-kind = Whom would you like to nominate?
ask-name = Please tell us { $kind ->
        [person] the person’s full name
        [collective] the collective’s name
       *[household] the head of the household, or what the household is called
    }.
ask-commune = In which commune or ward is { $name }? Type its name, with or without accents, the new name or the old one.
ask-which = This could be several places. Please choose:
ask-district = Choose the former district or city:
ask-district-commune = Communes and wards of the former { $district }:
ask-deed =
    Please tell us: what good did { $name } do, where and when?

    Send words (at least 20 characters), photos, videos, voice messages or files, in any order. Then press <b>Done</b>.
browse = Choose by former district
via-old = { $commune } (formerly { $old }, { $district })
done = Done
pieces = See and remove
pieces-title = This is what you have sent. Press what you want to remove.
pieces-text = ✕ { $number }. “{ $text }”
pieces-file = ✕ { $number }. { $kind }
received = Received: { $what }.
received-characters = a story of { $count } characters
received-go-on = Send more, or press <b>Done</b>.
received-short = Please tell the story in words, at least 20 characters, then press <b>Done</b>.
check-pledge = By pressing <b>Send</b> you pledge that all this is true.
send = ✅ Send
edit = Edit
edit-which = Which line would you like to edit or add?
line-kind = Who
line-name = Name
line-commune = Commune or ward
line-hamlet = Hamlet or unit
line-deed = Story
line-evidence = Evidence
line-when = When
line-field = Field
line-phone = Nominee’s phone
line-contact = Your phone
line-minor = Under 16
line-shows = Your name shown
yes = yes
no = no
minor-on = ☐ The nominee is under 16
minor-off = ☑ The nominee is under 16
shows-on = ☐ The public may see my name
shows-off = ☑ The public may see my name
ask-hamlet = Please tell us the hamlet, residential group or unit.
ask-when = When did it happen? Press a button, or type a day such as 5/7/2026 or “yesterday”.
ask-field = Which field does the deed belong to?
ask-phone = Please give the nominee’s phone number, if they do not mind.
ask-contact = Press the button below to share your phone number, or type it. It is used only to reach you if need be.
share-contact = 📱 Share my phone number
today = Today
yesterday = Yesterday
this-month = This month
clear = Leave empty
ask-cancel = Would you like to stop? What you wrote will be dropped.
cancel-sure = Drop it
cancel-no = Go on writing
note-commune = Noted: <b>{ $commune }</b>.
note-use-buttons = Please press one of the buttons below.
note-edited = Changed as you edited it.
note-phone-kept = The phone number is noted. Thank you.
note-contact-later = A phone number is not needed at this step.
note-name-kept = The name is noted. Please tell us as well:
note-choose-kind = Please choose this first.
note-name-short = A name needs at least 2 letters.
note-name-long = The name is longer than 120 characters. Please shorten it.
note-commune-unknown = This name is not among the 104 communes and wards of Hưng Yên. Try again, or choose by former district.
note-file-kept = Your file is kept for step 3. Please answer this first:
note-day-future = This day has not come yet. Please look again.
note-day-old = This day is too long ago. Please look again.
note-day-unclear = This day is not clear. Type it like 5/7/2026, or “yesterday”.
note-hamlet-long = Please keep it within 200 characters.
note-phone-unclear = This number is not right. Type it like 0912 345 678.
note-story-short = The story is still short. Please tell more in words, at least 20 characters.
toast-story-short = The story needs at least 20 characters.
toast-removed-already = This one was removed already.
note-story-full = The story is over 4,000 characters, so the last part was not taken. Please shorten it or remove a part.
note-files-full = There are 20 files already, so the last one was not taken. You can remove one and send it again.
file-too-big = This file is larger than 20 MB, so it could not be taken. Please send a shorter one, a screenshot, or a link.
submitted =
    🌸 <b>Thank you!</b> Your nomination of <b>{ $name }</b> has been sent.

    Code: <code>{ $code }</code>

    A reviewer will read it and answer you right here, by { $day } at the latest. You can look at it any time with /mine.
no-campaign = No campaign is open at present. What you wrote is kept. Please come back later.
