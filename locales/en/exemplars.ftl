# On the card
kin-goes-with = ↪️ Merged into <b>{ $code }</b> ({ $state })
kin-adds-to-public = 🌸 The nominator adds their story to a published exemplar
kin-others = Same exemplar: { $codes }
kin-supporters = 👥 Supported by { $count } people
kin-likely-elsewhere = 🔎 <b>May be the same:</b> { $count }. The list is shown in private.
kin-likely = 🔎 <b>May be the same:</b> { $count } – most alike: { $name }, { $commune } ({ $score }%)
kin-commended = 🏅 <b>Commended before:</b> { $form }, { $number }, { $day } – for: { $deed } ({ $code })
kin-list-open = 🔎 Like { $count } others
kin-list =
    🔎 <b>Nominations that may be about the same person or deed as { $code }</b>

    These are hints only; the decision is yours.
kin-list-none = Nothing is left that may be the same.
kin-line = <b>{ $number }. { $name }</b> – { $commune } · { $code } · { $state }.
kin-joined = Already known to be the same exemplar.
kin-for = { $score }% alike: { $why }
kin-against = Against it: { $why }
kin-compare = Compare { $number }
kin-hidden-count = Marked as not the same: { $count }
kin-hidden-open = Look again at those not the same
kin-hidden = <b>Marked as not the same as { $code }</b>
kin-hidden-line = { $number }. { $name } in { $commune }
kin-again = Look again at { $number }
kin-split = Separate…
# Why they are alike, and why not
alike-same-name = the same full name with its marks
alike-spelled-name = the same name, i or y aside
alike-folded-name = the same name without its marks
alike-slipped-name = names a slip apart
alike-part-of-name = a part of the name is missing
alike-marked-name = names that differ in marks only
alike-same-given-name = the same given name
alike-honorific-dropped = one has a form of address
alike-other-name = other names
alike-common-name = many people bear this name
alike-same-commune = the same commune
alike-meant-commune = the same commune by its old name
alike-near-commune = the same former district
alike-other-commune = other communes
alike-same-hamlet = the same hamlet
alike-other-hamlet = other hamlets
alike-same-age = the same age
alike-other-age = other ages
alike-same-phone = the same phone number
alike-same-photo = the same photo
alike-like-photo = photos that look alike
alike-shared-words = told in the same words ({ $words })
alike-same-day = the same day
alike-other-kind = other kinds of nominee
# Comparing
compare-title = 🔎 <b>{ $one }</b> beside <b>{ $other }</b>
compare-state = State
compare-supporters = Supporters
compare-merge = Merge – the same deed
compare-join = Join – same person, another deed
compare-not-same = Not the same
compare-list = ‹ The list
toast-compared-privately = The comparison of { $code } is in your private chat with the bot.
# Merging
merge-ask =
    <b>Merge { $one } into { $other } ({ $name }): the same deed?</b>

    { $one } is no longer reviewed by itself and goes the way of { $other }. Words and code stay as they are. Both nominators are told.
merge-sure = Confirm merging
merge-done = Merged <b>{ $one }</b> into <b>{ $other }</b>. To undo it, open the nomination and choose Separate.
join-ask =
    <b>{ $one } and { $other } ({ $name }): the same person, another deed?</b>

    Both belong to one exemplar; each deed is still reviewed by itself. Both nominators are told.
join-sure = Confirm the same person
join-done = <b>{ $one }</b> and <b>{ $other }</b> now belong to one exemplar. To undo it, open the nomination and choose Separate.
apart-done = Noted: <b>{ $one }</b> and <b>{ $other }</b> are not the same.
toast-merged = Merged. Both nominators are told.
toast-joined = Both now belong to one exemplar.
toast-told-apart = Noted as not the same.
toast-merge-closed = The other one is now “{ $state }”, so nothing can be merged into it.
toast-together = These two belong to one exemplar already.
split-ask =
    <b>Separate { $code }?</b>

    It gets an exemplar of its own and is reviewed by itself. Its nominator is told.
split-sure = Confirm separating
toast-split = Separated.
# Told to nominators
notice-merged = Your nomination of <b>{ $name }</b> was merged with that of somebody else about the same deed; { $count } people support it now. Your code { $code } and your words stay as they are. You will be told the result.
notice-more-support = One more person nominates <b>{ $name }</b> (your nomination { $code }); { $count } people support it now.
notice-joined = <b>{ $name }</b> (your nomination { $code }) was nominated for another deed as well; { $count } people support them now. Each deed is still reviewed by itself.
notice-more-deeds = <b>{ $name }</b> (your nomination { $code }) has just been nominated for another deed; { $count } people support them now. Each deed is still reviewed by itself.
notice-split = Your nomination of <b>{ $name }</b> (code { $code }) is now reviewed by itself, no longer with another one. There is nothing you need to do.
notice-freed = Your nomination of <b>{ $name }</b> (code { $code }) is now reviewed by itself, since the one it went with was taken back. There is nothing you need to do.
notice-duplicate-recognised =
    🌸 <b>Good news!</b> The deed of <b>{ $name }</b> that you nominated with others (code { $code }) was <b>recognised</b>.

    Thank you for adding one more beautiful flower.
notice-duplicate-refused =
    The deed of <b>{ $name }</b> that you nominated with others (code { $code }) was not recognised this time.

    Reason: { $reason }

    Thank you. We hope you will go on nominating good people and good deeds.
# A deed that was commended
commend-begin = 🏅 Mark as commended…
commend-remove = Remove the commendation mark…
commend-ask = <b>In which form was the deed of { $code } commended?</b> The mark reminds reviewers, so that one deed is not commended twice.
commend-certificate = Certificate of merit
commend-diploma = Diploma of merit
commend-other = Another form…
words-commend-form = Write the name of the form in which the deed of <b>{ $code }</b> was commended. Type /huy to stop.
words-commend-number = Write the number of the decision that commends the deed of <b>{ $code }</b>. Type /huy to stop.
words-commend-day = Write the day of that decision, such as 02/09/2026. Type /huy to stop.
commend-day-unclear = That day was not understood. Please write day, month and year.
commend-done = Marked on <b>{ $code }</b>.
commend-remove-ask = <b>Remove the commendation mark of { $code }?</b>
commend-remove-sure = Confirm removing
toast-commended-already = This deed is marked already.
# Before sending
known-found = Before it is sent: do you mean this published exemplar?
known-whom = 🌸 <b>{ $title }</b>, { $commune }
known-title = 🌸 <i><b>{ $title }</b></i>
known-ask = If so, your story is added to this exemplar and reviewed as usual. If not, your nomination is sent by itself. All you wrote stays as it is.
known-same = Yes, add my story
known-other = No, send it by itself
known-added = Your story was added to the published exemplar.
