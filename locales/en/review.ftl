card-title = 🌸 <b>{ $code }</b> · { $state }
card-waited = Sent { $at } · waiting for { $waited }
card-sent = Sent { $at }
waited-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
waited-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}
waited-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
card-nominator = Nominated by
card-minor = ⚠️ The nominee is under 16
card-decided = <b>{ $state }</b> – { $who }, { $at }
card-reason = Reason: { $reason }
card-confirm-approve = <b>Approve and recognise this nomination?</b>
card-confirm-refuse = <b>Refuse this nomination</b> for this reason: “{ $reason }”?
card-choose-reason = <b>Why refuse it?</b> The nominator will be told this reason.
card-below = Nomination <b>{ $code }</b> is in a message below now.
card-taken-back = This card has been closed, because you no longer have the role of a reviewer.
approve = ✅ Approve
refuse = Refuse
see-evidence = See evidence ({ $count })
see-story = Whole story
approve-sure = ✅ Confirm approval
refuse-sure = Confirm refusal
own-words = Another reason…
refuse-words = Please write why <b>{ $code }</b> is refused (5 to 500 characters). The nominator will read it. Type /cancel to leave it.
refuse-confirm = <b>Refuse { $code }</b> for this reason: “{ $reason }”? To change the reason, write it again; to leave it, type /cancel.
refuse-words-please = Please write the reason in words, or type /cancel to leave it.
refuse-length = The reason needs 5 to 500 characters.
toast-own = You nominated this one, so somebody else will look at it.
toast-write-privately = Please go on writing in your private chat with the bot.
toast-decided = This one is already decided: { $state } ({ $who }, { $at }).
toast-withdrawn = The nominator has withdrawn this one.
toast-card-old = This nomination has just changed. Please look again.
toast-done = Your decision is saved.
toast-no-evidence = There is no evidence with this one.
toast-gone = This nomination cannot be found.
story-title = <b>{ $code }</b> – the whole story
evidence-title = <b>{ $code }</b> – evidence
notice-recognised =
    🌸 <b>Good news!</b> Your nomination of <b>{ $name }</b> ({ $code }) has been <b>recognised</b>.

    Thank you for adding one more beautiful flower.
notice-refused =
    Your nomination of <b>{ $name }</b> ({ $code }) was not recognised this time.

    Reason: { $reason }

    Thank you for caring. Please go on telling us about good people and good deeds.
