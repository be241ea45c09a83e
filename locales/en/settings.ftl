settings =
    <b>Settings</b>

    Changes count at once, and it is noted who made them. Which part would you like to see?
settings-group-review = Review
settings-group-deadlines = Deadlines
settings-group-limits = Limits on sending
settings-group-quiet = Quiet hours
settings-group-sending = News and invitations
settings-group-keeping = How long things are kept
settings-entries-field = Fields
settings-entries-reason = Reasons of refusal
settings-changes = Recent changes
settings-back = ‹ Settings
settings-figure = { $number }. { $meaning }: <b>{ $now }</b> (default { $default })
settings-which = Press a number to change it.
settings-change = ✎ No. { $number }
settings-default = Back to the default ({ $value })
settings-set = Set: { $meaning } = <b>{ $now }</b>. It counts at once.
settings-same = Nothing has changed: { $meaning } is still <b>{ $now }</b>.
setting-wrong = This value cannot be used.
words-figure =
    <b>{ $meaning }</b>
    Now: <b>{ $now }</b>. Default: { $default }.

    Please write the new value, from { $least } to { $most }.
settings-changes-title = <b>Recent changes</b>
settings-no-changes = Nothing has been changed yet.
settings-operator = The operator
settings-changed = { $at } – { $who }: { $what }: { $from } → { $to }
settings-changed-words = { $at } – { $who }: { $what }, { $part }: { $from } → { $to }
settings-changed-hidden = { $at } – { $who }: { $what }: hidden
settings-changed-shown = { $at } – { $who }: { $what }: shown again
settings-changed-added = { $at } – { $who }: { $what }: added
settings-changed-place = { $at } – { $who }: { $what }: place { $from } → { $to }
entry-named-field = field “{ $label }”
entry-named-reason = reason “{ $label }”
entry-row = No. { $number }: { $label }
entry-row-hidden = No. { $number }: <i>{ $label } (hidden)</i>
entry-which = Press a number to look at it and change it.
entry-add-field = ＋ Add a field
entry-add-reason = ＋ Add a reason
entry-title-field = Field <b>{ $label }</b>
entry-title-reason = Reason <b>{ $label }</b>
entry-words = Its { $part }: { $words }
entry-no-words = (none yet: the Vietnamese one is used)
entry-is-hidden = Hidden: nobody can choose it, but earlier nominations still show it.
entry-part-vi = Vietnamese name
entry-part-en = English name
entry-part-vi-long = Vietnamese words to who nominated
entry-part-en-long = English words to who nominated
entry-rename-vi = ✎ Vietnamese name
entry-rename-en = ✎ English name
entry-rename-vi-long = ✎ Vietnamese words
entry-rename-en-long = ✎ English words
entry-hide = Hide it
entry-show = Show it again
entry-up = ▲ Up
entry-down = ▼ Down
entry-back-field = ‹ Fields
entry-back-reason = ‹ Reasons
words-entry-label = Please write the <b>{ $part }</b>, { $least } to { $most } characters.
words-entry-text = Please write the <b>{ $part }</b>, { $least } to { $most } characters. Whoever nominated reads it word for word, so please be kind and clear.
entry-same = There is one of this name already. Please choose another name.
entry-renamed = Changed. It counts at once.
entry-added = Added. You can give it an English version and move it.
toast-entry-old = Somebody has just changed this. Here it is as it stands now.
toast-entry-last = At least one must be left to choose, so this one cannot be hidden.
toast-entry-end = This one is at the beginning or the end of the list already.
toast-entries-full = There are 40 already. Please change one, or show a hidden one again.
toast-entry-hidden = “{ $label }” is hidden.
toast-entry-shown = “{ $label }” is shown again.
