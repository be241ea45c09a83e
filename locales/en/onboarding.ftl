greeting-kept = What you just sent is kept. Before going on, please read these few lines.
greeting =
    🌸 Welcome.

    <b>“Every good person, every good deed is a beautiful flower.”</b> Here you tell Hưng Yên province about the good people around you, in a few minutes.

    <b>About your data.</b> The system keeps your name and messenger account, and what you send, so that the province’s emulation and commendation office can consider your nomination. You may have it erased at any time. Press <b>Read more</b> for the whole notice.

    Do you agree?
consent = I agree
read-more = Read more
toast-consented = You had agreed already. Thank you.
toast-consent-first = Please read the notice and press “I agree” first.
toast-notice-changed = The notice has changed. Please read it again.
notice =
    <b>Notice about personal data</b>

    <b>What is kept.</b> Your name and messenger account; your phone number, only if you send it; the story, photos and files you send (what is half written is kept for 30 days at most); the nominee’s name and place.

    <b>Why.</b> So that the province’s emulation and commendation office can consider, verify and honour good people and good deeds. For nothing else. News of good people and good deeds comes only if you ask for it.

    <b>By whom.</b> The province’s emulation and commendation office, on its own server. Messages pass through the messenger, whose servers are abroad.

    <b>In public.</b> Nothing is published before the nominee has agreed. For anyone under 16, a guardian must agree too. Your name is shown only if you choose so.

    <b>Please do not send</b> pictures of identity cards, medical records, or other people’s private matters.

    <b>Your rights.</b> Press /mydata to see or get your data, take your consent back or have the data erased. To have something corrected, please contact the province’s emulation and commendation office; you get an answer within 2 working days.
menu = 🌸 What would you like to do?
menu-thanks =
    Thank you for agreeing.

    🌸 There are good people all around us. Please tell us about one.
button-nominate = 🌸 Nominate someone
button-mine = 📁 My nominations
button-language = 🌐 Tiếng Việt
button-help = Help
button-notice = About my data
help =
    <b>You can:</b>

    /nominate – nominate a good person or a good deed
    /mine – see, add to or withdraw what you sent
    /cancel – stop what you are doing
    /news – get news of good people and good deeds; /stop to stop it
    /mydata – see, get or erase what is kept about you
    /start – back to the start page
    /language – change the language
    /help – see this again

    You can also simply send a photo or tell a story. You will be asked the rest.
help-reviewer =
    <b>For reviewers:</b>

    /queue – what is waiting
    /find – look for one by code, name or phone
    /onbehalf – enter a nomination for somebody without the app
    /stats – numbers by week, month, quarter and year
help-editor =
    <b>For editors:</b>

    Show a recognised exemplar to the public, from its card
help-broadcast = /broadcast – write to many, see what became of it, take it back
help-admin =
    <b>For admins:</b>

    /campaign – campaigns: make, change, open and close them
    /team – the team: roles, scopes, invitations, recent work
    /invite – invite a reviewer, an editor or an admin
    /settings – fields, reasons, deadlines, quiet hours
    /sanctions – see who is restricted, lift it
    /bind – in a group: which nominations the group gets; /unbind ends that
languages = Which language would you like?
language-vi = Tiếng Việt
language-en = English
cancelled = Stopped. Nothing was sent. Press /nominate whenever you like.
cancelled-adding = You have stopped adding. What you added already stays in the nomination; see it with /mine.
cancelled-refusing = You have left the refusal. The nomination is still waiting; see it with /queue.
nothing-to-cancel = There is nothing to stop. You can press /nominate or /help.
unfinished = You have a nomination of <b>{ $name }</b> half written. Would you like to go on?
unfinished-nameless = You have a nomination half written. Would you like to go on?
unfinished-until = What you wrote is kept until { $day }.
resume = Go on
drop = Discard it
offer =
    Would you like to nominate someone with this?

    Received: { $what }.
offer-to =
    You have a nomination of <b>{ $name }</b> half written. Would you like to add what you just sent to it?

    Received: { $what }.
offer-to-nameless =
    You have a nomination half written. Would you like to add what you just sent to it?

    Received: { $what }.
offer-thanks = Thank you for agreeing.
offer-yes = Yes, nominate
offer-append = Add it
offer-no = No, thank you
offer-full = There are 20 items already, so the last one is not kept. Please press the button in the message above to go on.
