step-behalf = <b>On behalf – Who told it</b>
behalf-name = Who told you this? Please type their full name.
behalf-phone = Their phone number, to tell them the outcome. If there is none, press the button below.
behalf-how = Please let them know: their name, number and story are kept for the emulation and commendation office of the province, and they can ask for deletion at any time. How did they agree?
behalf-no-phone = No number
behalf-teller = Who told it
agreed-direct = Agreed in person
agreed-phone = Agreed by telephone
agreed-paper = Agreed on paper
behalf-submitted =
    🌸 <b>Thank you!</b> The nomination of <b>{ $name }</b>, entered for <b>{ $who }</b>, has been sent.

    Code: <code>{ $code }</code>

    Please read this code out to them, to be noted down. Another reviewer will look at it. It will be taken up by { $day }; you will be told the outcome, to pass it on.
behalf-pass-on = You entered this one for somebody else. Please let <b>{ $who }</b> know.
line-behalf = Entered for
card-entered-by = Entered by
note-behalf-not-yours = Entering for others is now for reviewers only, so this cannot be sent. It is kept; press <b>Cancel</b> if you no longer need it.
