menu-mydata = My data: see, get, erase
button-mydata = My data
# The entry /mydata
rights-title = <b>What is kept about you</b>
rights-account = • Your name and messaging account: { $name }
rights-sent = • Nominations sent: { $count }; photos, videos and files: { $files }
rights-entered = • Nominations you entered for others: { $count }
rights-messages = • Messages between you and the reviewers: { $count }
rights-draft = • One nomination half written and not sent
rights-agreed = • You agreed to the data notice on { $day }
rights-agreed-until = • You agreed to the data notice on { $day }, and took that back on { $end }
rights-agreed-none = • You have not agreed to the data notice
rights-news = • News: yes, since { $day }
rights-news-none = • News: no
rights-news-never = • News: not asked yet
rights-news-asked = • News: asked at { $day }, not wanted
rights-news-until = • News: from { $day } to { $end }
rights-restricted = • You have been asked to pause sending for now
rights-role = • Your role: { $role }
rights-law =
    Under the Law on Personal Data Protection (No. 91/2025/QH15) you may know, see and get your data, take your consent back and ask for erasure.

    To ask more, or to have something corrected, please contact the emulation and commendation office of the province.
rights-file = Get the file of my data
rights-file-name = my-data-{ $day }.html
rights-file-name-part = my-data-{ $day }-part-{ $part }.html
rights-file-soon = The file of your data is being made. It comes in a few minutes.
rights-file-part = <b>Part { $part }/{ $count }</b>
rights-file-sent =
    This is all that is kept about you. Press the file to read it; it can be printed.

    Photos, videos and files that you sent are listed in it, not included; what you sent still stands in this chat.

    Your phone number and your words are in it, so please keep it safe.
rights-file-made = A file of your data was sent to you at { $at }. One file is made a day. You can get a new one from { $next }.
rights-disagree = Take my consent back
rights-disagree-ask =
    <b>Taking your consent back</b>

    If you do:
    • You cannot send new nominations until you agree again.
    • What you have half written is erased.
    • You get no more news.
    • What you have sent stays with the office and is still looked into. To erase that too, choose <b>Erase my data</b>.

    Do you want to take it back?
rights-disagree-sure = Yes, take it back
rights-disagreed = Your consent is taken back. To nominate again, press /start and agree again. Thank you.
rights-erase = Erase my data
rights-erase-member = You have a role in the reviewing team, so your data cannot be erased yet. Please ask an admin to end your role first.
rights-erase-restricted = You have been asked to pause sending, so your data cannot be erased here for now. You can do it once that time is over. To have it done earlier, please contact the emulation and commendation office of the province.
rights-erase-at-once =
    <b>Erasing your data</b>

    <b>Erased at once:</b> the name and number of your messaging account, your phone numbers, what you have half written, messages between you and the reviewers, your choice about news, and nominations you took back.
rights-erase-undecided = <b>Taken back and erased:</b> { $count } { $count ->
        [one] nomination that is
       *[other] nominations that are
    } not decided, with the photos and files. Nobody looks into them any more.
rights-erase-decided = <b>Your name is removed:</b> from nominations that were decided. The good deed and who was nominated stay as a record of the office, without your name, phone number and account.
rights-erase-kept = <b>Kept:</b> the office's log of what was done and when. Your name and your words are erased from it. When you agreed and took that back is kept too, without your name. The law lets the office keep this, to show what was done.
rights-erase-others =
    <b>For you to erase:</b> this chat, in your messaging app.

    Whoever was nominated and wants their own data erased should write to the emulation and commendation office of the province.
rights-erase-next = I have read it, erase my data
rights-erase-ask = What is erased <b>cannot be brought back</b>. Are you sure?
rights-erase-sure = Erase for good
rights-erase-no = Do not erase
rights-erased = Your data is erased. Nothing is kept that says who you are. Should you want to come back, press /start. Thank you.
toast-rights-none = There is no consent of yours to take back.
toast-rights-again = Please confirm once more.
# The file
data-title = My data – Hoa Đẹp
data-made = Made at { $at }, time of Vietnam.
data-account = Account
data-name = Name shown: { $value }
data-channel = Messaging app: { $value }
data-address = Account number: { $value }
data-app-language = Language of the app: { $value }
data-language = Language we talk in: { $value }
data-since = First message: { $value }
data-member = In the team since: { $day }
data-draft = Half written, not sent
data-draft-name = Nominee: { $value }
data-draft-entered = One nomination that you are entering for somebody else. It is that person's data, so it is not written here.
data-file = { $number }. { $kind } { $name }
data-asked = { $at } – A reviewer asked for: { $text }
data-answer = You answered ({ $item }): { $text }
data-message = { $at } – { $who }: { $text }
data-appeal = { $at } – You asked for another look: { $text }
data-sanctions = Restrictions
data-sanction = { $kind }, from { $at } to { $end }. Reason: { $reason }
data-news = News sent to you
data-news-row = { $at } – { $text }
data-news-unsure = { $at } – (may not have arrived) { $text }
data-news-files = { $count ->
        [one] with { $count } photo, video or file
       *[other] with { $count } photos, videos or files
    }
data-acts = What the log says
data-by-you = You
data-by-office = The office
data-act = { $at } – { $who }: { $act } { $code }
data-rights = Your rights
