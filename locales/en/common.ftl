# Shared
back = ‹ Back
cancel = Cancel
page = Page { $page }/{ $pages }
newer = ‹ Previous
older = Next ›
menu-nominate = Nominate a good person or a good deed
menu-mine = The nominations you sent
menu-cancel = Stop what you are doing
menu-stop = Stop the news
menu-queue = Waiting nominations
menu-find = Find a nomination
menu-onbehalf = Enter a nomination for somebody else
menu-broadcast = Broadcast a message
menu-stats = Statistics
menu-campaign = Campaigns
menu-team = The team
menu-invite = Invite somebody to the team
menu-sanctions = Who is restricted
menu-settings = Settings
menu-language = Tiếng Việt / English
menu-help = Help
menu-start = Start page
unsupported = This cannot be read here. Please send words, photos, videos, voice messages or files.
sorry = The system is busy and has not saved your message yet. You need not send it again: it will be handled as soon as possible.
sorry-lost = Something went wrong and your last message was not saved. The people in charge will look into it. Please send it again, or press /start.
toast-old = This button is old. Here is where you are now.
toast-unknown = This button is not known here.
toast-not-allowed = You are not allowed to do this.
toast-language = Language changed
group-hello = Hoa Đẹp talks with each person in private. Please open @{ $bot } to nominate a good person or a good deed.
kind-person = A person
kind-collective = A group
kind-household = A household
kind-none = not yet
state-draft = Draft
state-submitted = Sent, waiting to be taken up
state-received = Taken up
state-verifying = Being verified
state-asked = More is needed
state-pending = Waiting for the decision
state-recognised = Recognised
state-refused = Not recognised
state-suspended = Set aside
state-duplicate = Same as another one
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
files-link = { $count ->
    [one] 1 link
   *[other] { $count } links
}
files-addition = { $count ->
    [one] 1 more message
   *[other] { $count } more messages
}
files-none = none yet
files-photo-one = Photo
files-video-one = Video
files-voice-one = Voice message
files-document-one = File
first-campaign = Each good person, each good deed is a beautiful flower
