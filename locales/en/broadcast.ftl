# Messages to many: written, addressed, confirmed, watched, reported, taken back.

cast-below-album = Use the buttons below to read more or to stop the news.
cast-below-album-off = To stop the news, press the button below.

cast-title = 📣 <b>Broadcasts</b>
cast-none = There are none yet.
cast-line = • <b>{ $title }</b> – { $state }, { $at }
cast-new = ✍️ Write a new one
cast-back = ‹ All broadcasts
cast-empty = (nothing written yet)

cast-state-draft = draft
cast-state-proposed = waiting for a second admin
cast-state-scheduled = confirmed, waiting for its time
cast-state-collecting = listing the recipients
cast-state-sending = being sent
cast-state-paused = paused
cast-state-done = done
cast-state-stopped = stopped
cast-state-discarded = thrown away

cast-draft = 📣 <b>Draft</b>
cast-draft-mend = ✏️ <b>Draft of a correction</b>
cast-in-vi = Vietnamese
cast-in-en = English
cast-said = <b>{ $language }</b>: { $said }
cast-said-nothing = <b>{ $language }</b>: nothing yet
cast-said-nothing-en = <b>{ $language }</b>: nothing yet (not required)
cast-words-apart = The words are longer than 1,024 characters, so they go as a message of their own below the files.
cast-two-parts-album = Everyone gets two messages in a row, for buttons do not hang below an album.
cast-two-parts-long = Everyone gets two messages in a row, for long words do not hang below a file.
cast-link-line = 🔗 { $label } → { $to }
cast-for = <b>Recipients</b>: { $whom }
cast-reach = <b>Recipients now</b>: { $count } · takes { $takes }
cast-reach-counting = <b>Recipients now</b>: being counted, one moment please
cast-count-look = 🔄 Show the number of recipients
cast-count-failed = The recipients could not be counted. Please open the message again in a few minutes.
cast-plan-now = <b>When</b>: as soon as it is confirmed
cast-plan-now-quiet = <b>When</b>: as soon as it is confirmed; these are quiet hours, so it begins at { $begins }
cast-plan-at = <b>When</b>: { $at }
cast-plan-at-quiet = <b>When</b>: { $at }; those are quiet hours, so it begins at { $begins }
cast-missing = The Vietnamese text is still missing.
cast-send-vi = ✍️ Send here what it says in <b>Vietnamese</b>: text with formatting, a photo, an album, a video or a document. New text replaces the old. Editing a message you sent changes the draft.
cast-send-en = ✍️ Send here what it says in <b>English</b>: text with formatting, a photo, an album, a video or a document. Whoever reads English gets this version.
cast-send-mend-vi = ✍️ Send here the new words in <b>Vietnamese</b>. Photos and files stay.
cast-send-mend-en = ✍️ Send here the new words in <b>English</b>. Photos and files stay.

cast-write-vi = ✍️ Vietnamese
cast-write-en = ✍️ English
cast-clear-vi = Clear the content
cast-clear-en = Remove the English version
cast-link = 🔗 Add a link button
cast-unlink = Remove the buttons
cast-audience = 👥 Recipients
cast-when = 🕗 Schedule
cast-at-once = Send at once, no schedule
cast-see = 👁 Preview
cast-see-en = 👁 See it in English
cast-try = Send a test to me
cast-confirm = ✅ Confirm for { $count } { $count ->
        [one] person
       *[other] people
    }
cast-discard = 🗑 Throw away

cast-no-draft = This message is no longer a draft, so what you just sent was not added. Use /broadcast to look.
cast-no-round = A round video takes no words and no buttons. Please send an ordinary video.
cast-album-full = One message takes 10 photos, videos or files at most. The last one was not added.
cast-album-mixed = Photos and videos go together; documents, music and animations go apart. The last file was not added. To replace what there is, press “Clear the content” and send again.
cast-mend-words-only = A correction replaces words only, not photos or files.
cast-too-long = This has { $length } characters, and { $most } is the most. Please shorten it and send it again; what there was stays.
cast-edited = Changed as you edited your message.
cast-edited-late = This message is confirmed, so editing here changes nothing any more. To change it, open it with /broadcast.
words-cast-link =
    Please send the label and the address in one message; the address begins with <code>https://</code>. For example:

    Xem | See the plan { $example }

    The label before the bar is for those who read Vietnamese, the one after it for those who read English. One label is enough.
cast-links-full = One message takes 3 link buttons at most.
cast-link-address = There is no address that begins with <code>https://</code>. Please send the label and the address again.
cast-link-label = A label needs words, 40 characters at most, and there may be two of them (Vietnamese | English). Please send the label and the address again.
words-cast-time = When should it go? For example 25/12 08:00 (day/month), in the time of Vietnam.
cast-time-unclear = That is no day and time I can read. Please write it like 25/12 08:00 (day/month), or 14:30 for today.
cast-time-past = That time has passed. Please choose another.
cast-time-far = That is more than half a year ahead. Please choose a day that is nearer.

cast-preview-vi = 👇 <b>Preview</b>: exactly what recipients will see. The buttons are real.
cast-preview-en = 👇 <b>Preview in English</b>: exactly what those who read English will see. The buttons are real.

cast-audience-title = 👥 <b>Choose the recipients</b>
cast-audience-news = Only those who subscribed to news get it, members of the team included.
cast-audience-include = You are choosing <b>who gets it</b>. With nothing ticked, every subscriber does. Within one group one tick is enough. With ticks in several groups, every group must fit.
cast-audience-exclude = You are choosing <b>who is left out</b>. Whoever fits any tick is.
cast-audience-clear = Clear all ticks
cast-audience-done = ✅ Done
cast-audience-got-it = <b>Recipients</b>: those who got this message in the last 48 hours
cast-to-exclude = Choose who is left out ›
cast-to-include = ‹ Choose who gets it
cast-by-role = Role
cast-by-commune = Commune of nomination
cast-by-language = Language
cast-by-channel = Channel
cast-by-activity = Activity
cast-by-campaign = Campaign
cast-by-telegram = Telegram channel
cast-by-other = Another channel
cast-districts = ‹ Former districts
cast-who-citizen = Citizens
cast-did-nominate = Have nominated
cast-did-never = Have never nominated
cast-did-7 = Nominated in the last 7 days
cast-within-7 = In the last 7 days
cast-did-30 = Nominated in the last 30 days
cast-within-30 = In the last 30 days
cast-did-90 = Nominated in the last 90 days
cast-within-90 = In the last 90 days
cast-did-365 = Nominated in the last 365 days
cast-within-365 = In the last 365 days
cast-everybody = every subscriber
cast-except = { $include } – except: { $exclude }
cast-more = { $count } more
cast-got-it = those who got this message

cast-confirm-title = <b>Confirm once more</b>
cast-confirm-what = <b>Content</b>: “{ $title }”
cast-confirm-end = <b>Done by about</b>: { $at }
cast-confirm-second = For { $from } recipients or more, another admin must agree as well.
cast-confirm-warning = The list of recipients is fixed when sending begins. Everyone gets it once at most.
cast-confirm-sure = ✅ Confirm for { $count } { $count ->
        [one] person
       *[other] people
    }
cast-nobody = Nobody would get this message now. Please look at the recipients again.
cast-no-second = For { $from } recipients or more another admin must agree, and there is no other yet. Please invite one with /invite, or choose fewer recipients.
cast-discard-ask = Throw this message away? What was written will go to nobody.
cast-discard-sure = 🗑 Throw away for good

cast-second = <b>{ $who }</b> wants to send the following and needs another admin to agree. It arrives exactly as shown below.
cast-awaits-second = Waiting for another admin to agree to sending it to { $count } { $count ->
        [one] person
       *[other] people
    }.
cast-agree = ✅ Agree to send
cast-return = ↩️ Return
cast-take-back = ↩️ Take back and edit
cast-agreed = <b>{ $who }</b> has agreed to sending your message.
cast-returned = <b>{ $who }</b> has returned this message for more work. It is a draft again; use /broadcast to open it.

cast-head = 📣 <b>{ $title }</b> – { $state }
cast-head-deletion = 🗑 <b>Taking back “{ $title }”</b> – { $state }
cast-head-correction = ✏️ <b>Correction: { $title }</b> – { $state }
cast-begins-now = It begins at once.
cast-begins-at = It begins at { $at }.
cast-begins-quiet = Because of quiet hours it begins at { $at }.
cast-rewrite = ✍️ Edit again
cast-collecting = Listing the recipients: { $count } so far.
cast-figures = Sent { $sent } · without it { $missed } · left { $left } / { $total }
cast-quiet = 🌙 Quiet hours: resting until { $at }.
cast-left = About { $takes } left.
cast-ends = Done by about { $at }.
cast-pause = ⏸ Pause
cast-resume = ▶️ Go on
cast-stop = ⏹ Stop for good
cast-stop-ask = Stop for good? { $left } { $left ->
        [one] person who has
       *[other] people who have
    } not got it will not get it any more. A stopped message cannot go on.
cast-stop-sure = ⏹ Stop for good
cast-stop-no = ‹ Do not stop
cast-stopped = Stopped. The report follows in a moment.
cast-pause-asked = ⏸ Paused on request.
cast-pause-errors = ⚠️ Paused by itself: more than 10% of the last 200 attempts failed.
cast-pause-late = ⏰ The program was down when this was due, more than an hour ago. Nobody has got it yet; please decide.
cast-pause-restored = 🗄 The data was restored from a backup, so this is paused. Please check before it goes on.
cast-pause-second = 👥 There are { $count } recipients, so another admin must agree before it goes.
cast-was-due = It was due at { $at }.
cast-late-send = ▶️ Send now
cast-late-when = 🕗 Reschedule
cast-late-cancel = ⏹ Cancel
cast-told-errors = ⚠️ A message being sent has paused by itself, for too many attempts failed. Please look, then let it go on or stop it.
cast-told-second = 👥 A message waits for another admin to agree: it is for more people than when it was confirmed. Nobody has got it yet.
cast-told-restored = 🗄 A message is paused because the data was restored from a backup. Whoever got it after the backup may get it again, and whoever stopped the news after it is still on the list. Please consider that.

cast-report = 📊 <b>Report: { $title }</b> – { $state }
cast-report-deletion = 📊 <b>Report of taking back “{ $title }”</b> – { $state }
cast-report-correction = 📊 <b>Report of the correction: { $title }</b> – { $state }
cast-report-total = In all: { $count }
cast-report-sent = ✅ Successful: { $count }
cast-report-unknown = ❔ May have arrived, not sent again: { $count }
cast-report-blocked = 🚫 Blocked the bot or left: { $count }
cast-report-failed = ❌ Refused: { $count }
cast-report-skipped = ➖ Not sent: { $count }
cast-report-why = – { $why }: { $count }
cast-report-time = From { $began } to { $ended } ({ $takes })
cast-report-rate = On average: { $rate } a second
cast-skip-unsubscribed = stopped the news meanwhile
cast-skip-quiet = stopped in quiet hours
cast-skip-stopped = stopped before their turn
cast-skip-budget = the channel's allowance was used up
cast-skip-nothing = nothing left to take back or correct
cast-missed = 📄 Who did not get it
cast-missed-file = Who did not get it, and why. The list names people: please keep it with care.
cast-missed-file-part = Who did not get it, and why, part { $part }. The list names people: please keep it with care.
cast-missed-none = Everybody got it.
cast-csv-number = No.
cast-csv-name = Name
cast-csv-channel = Channel
cast-csv-address = Recipient id
cast-csv-outcome = Outcome
cast-csv-reason = Reason
cast-csv-at = Time
cast-csv-cut-off = The program stopped while sending; it may have arrived and is not sent again
cast-csv-too-old = Older than 48 hours, so it could not be taken back
cast-csv-sent = Received
cast-csv-blocked = Blocked the bot or left
cast-csv-part = Only a part of it arrived
cast-csv-unknown = May have arrived; it is not sent again
cast-csv-refused = Refused by the platform
cast-csv-file-name = not-received
cast-outcome-unknown = Unknown
cast-outcome-blocked = Blocked
cast-outcome-failed = Refused
cast-outcome-skipped = Not sent

cast-recall = ↩️ Take back
cast-recall-ask = Take this message back? It can be deleted from recipients' chats, or its words replaced. { $count } got it in the last 48 hours; for { $gone } who got it earlier that is no longer possible.
cast-recall-counting = Those it can still be taken back from are being counted. One moment, please.
cast-recall-delete = 🗑 Delete it
cast-recall-correct = ✏️ Replace the words
cast-delete-ask = Delete “{ $title }” from the chats of { $count } { $count ->
        [one] person
       *[other] people
    }? It cannot be brought back.
cast-delete-sure = 🗑 Delete it

cast-moments = less than a minute
cast-minutes = { $count } { $count ->
        [one] minute
       *[other] minutes
    }
cast-hours = { $count } { $count ->
        [one] hour
       *[other] hours
    }
cast-hours-minutes = { $hours } h { $minutes } min

toast-cast-old = This message has changed. Here is how it stands now.
toast-cast-counting = The recipients are being counted. One moment, please.
toast-cast-gone = This message is not there any more.
toast-cast-another = Another admin is needed: neither who wrote it nor who confirmed it.
toast-cast-empty = There is no Vietnamese text yet.
toast-cast-tried = The test was sent.
toast-cast-list = The list follows in a moment.
toast-cast-late = More than 48 hours have passed, or nobody got it, so it cannot be taken back.
toast-cast-recalling = This message is being taken back or corrected.
toast-cast-due-passed = The time it was meant for has passed. Please return it, so that its author chooses another.
toast-cast-ending = It is being stopped, and a few are still on their way. Please wait for the report, then take it back.
toast-cast-scope = Your part of the work is limited to some communes or fields, so you do not write to many. If it is needed, please ask an admin.
