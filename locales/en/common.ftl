# Shared
bot-name = Hoa Đẹp
back = ‹ Back
cancel = Cancel
close = Close
page = Page { $page }/{ $pages }
newer = ‹ Previous
older = Next ›
menu-nominate = Nominate a good person or a good deed
menu-mine = The nominations you sent
menu-cancel = Stop what you are doing
menu-language = Tiếng Việt / English
menu-help = Help
menu-start = Start
unsupported = I cannot read this yet. Please send words, photos, videos, voice messages or files.
sorry = The system is busy and has not kept your message yet. You need not send it again: it will go on by itself as soon as it can.
sorry-lost = Your last message could not be handled, and the people in charge have been told. Please send it again, or press /start.
toast-old = This button is old. Here is the present step.
toast-unknown = This button is not known.
toast-not-allowed = You may no longer do this.
toast-language = Language changed
group-hello = Hoa Đẹp talks with each person in private. Please open @{ $bot } to nominate a good person or a good deed.
kind-person = A person
kind-collective = A collective
kind-household = A household
kind-none = not yet
state-submitted = Sent, waiting to be read
state-recognised = Recognised
state-refused = Not recognised
state-withdrawn = Withdrawn
files-photo = { $count ->
    [one] 1 photo
   *[other] { $count } photos
}
files-video = { $count ->
    [one] 1 video
   *[other] { $count } videos
}
files-voice = { $count ->
    [one] 1 voice message
   *[other] { $count } voice messages
}
files-document = { $count ->
    [one] 1 file
   *[other] { $count } files
}
files-none = none yet
files-photo-one = Photo
files-video-one = Video
files-voice-one = Voice message
files-document-one = File
first-campaign = Each good person, each good deed is a beautiful flower
