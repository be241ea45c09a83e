desk-notes = 📝 Internal notes
desk-write = Write to the nominator…
desk-thread = 💬 See the exchange
card-notes = { $count ->
    [one] 📝 { $count } note – { $who }: “{ $note }”
   *[other] 📝 { $count } notes – { $who }: “{ $note }”
}
card-thread-reply = 💬 <b>The nominator answers:</b> “{ $words }”
card-thread-awaits = 💬 The nominator was written to at { $at }; an answer is awaited
notes-title = 📝 <b>Internal notes – { $code }</b> ({ $count })
notes-none = There are no notes yet. Only reviewers can read them.
notes-row =
    <b>{ $who }</b>, { $at }
    { $note }
notes-write = ✍️ Write a note
notes-kept = The note on <b>{ $code }</b> is kept.
words-note = Write a note on <b>{ $code }</b> (2 to 1,000 characters). Only reviewers can read it. Type /cancel to leave.
words-message = Write to the nominator of <b>{ $code }</b> (2 to 1,000 characters). They see neither your name nor your account. Type /cancel to leave.
words-reply = Write your answer about <b>{ $code }</b> (2 to 1,000 characters). The officer in charge will read it. Type /cancel to leave.
thread-from-desk =
    The officer in charge of <b>{ $code }</b> writes:

    <blockquote>{ $words }</blockquote>
thread-from-author =
    💬 The nominator of <b>{ $code }</b> answers:

    <blockquote>{ $words }</blockquote>
thread-reply = ↩️ Reply
thread-open = Open the nomination
thread-written = Your message to the nominator of <b>{ $code }</b> was sent.
thread-replied = Your answer about <b>{ $code }</b> was sent. Thank you.
thread-mine = 💬 Messages with the officer
thread-title = 💬 <b>Messages about { $code }</b>
thread-none = There are no messages about this nomination yet.
thread-nominator = The nominator
thread-desk = The officer in charge
thread-you = You
thread-row =
    <b>{ $who }</b>, { $at }
    { $words }
thread-withdrawn = <b>{ $code }</b> was withdrawn, so no more messages can be sent. Thank you.
thread-too-many = You have sent { $count } messages about <b>{ $code }</b> in the last 24 hours. Please write again tomorrow.
thread-file-kept = The file is kept as evidence of <b>{ $code }</b>. Please write your answer in words.
thread-file-not-kept = <b>{ $code }</b> takes no more files. Please write your answer in words.
toast-unreachable = The nominator has stopped the bot and cannot be written to now.
toast-no-thread = Nothing has been written between reviewers and the nominator yet.
