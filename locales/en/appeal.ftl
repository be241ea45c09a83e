appeal = Ask for another look
appeal-offer = If you think it should be looked at again, you may ask for that once, by the end of { $day }.
appeal-taken =
    Another look at <b>{ $code }</b> (about <b>{ $name }</b>) has been asked for. Somebody who had no part in the first decision will look at it. You will be told the result.

    Thank you for standing up for a good deed.
appeal-taken-admins =
    Another look at <b>{ $code }</b> (about <b>{ $name }</b>) has been asked for. An administrator will look at it and decide. You will be told the result.

    Thank you for standing up for a good deed.
appeal-asked = Another look at <b>{ $code }</b> was asked for on { $day }. That can be asked for once for all nominations of one deed. It is now “{ $state }”. Thank you for understanding.
appeal-twice = You asked for another look at <b>{ $code }</b> on { $day }. That can be asked for once. It is now “{ $state }”. Thank you for understanding.
appeal-late = The time to ask for another look at <b>{ $code }</b> was over on { $day }. If there is something new, please send a new nomination.
appeal-not-refused = <b>{ $code }</b> is now “{ $state }”, so there is no need to ask for another look.
words-appeal = Why do you ask for another look at <b>{ $code }</b> (about <b>{ $name }</b>)? Please write it in one message of 10 to 1,000 characters; who looks again will read it. Type /cancel to leave it.
card-appeal = 🔁 <b>The nominator asks for another look</b> ({ $day }): “{ $words }”
card-appeal-others = Those who took part in the first decision take no part in this one.
card-appeal-admins = Everybody took part in the first decision, so only admins look again and decide.
toast-appeal-part = You took part in the first decision, so somebody else will look again.
toast-appeal-admins = Everybody took part in the first decision, so only admins decide.
notice-appeal-recognised =
    🌸 <b>Good news!</b> After another look, as was asked, your nomination of <b>{ $name }</b> ({ $code }) has been <b>recognised</b>.

    Thank you for adding one more beautiful flower.
notice-appeal-refused =
    After another look, as was asked, your nomination of <b>{ $name }</b> ({ $code }) was still not recognised.

    Reason: { $reason }

    Thank you for caring. Please go on telling us about good people and good deeds.
