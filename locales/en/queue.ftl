queue-no-next = Nothing waits that nobody has taken up. Thank you.
queue-next-held = Others are looking at those that are left. Please try again in a few minutes.
queue-title = <b>{ $what }</b> ({ $count }), urgent ones first, then the oldest
queue-only = Only: <b>{ $what }</b>
queue-empty = There is nothing here. Thank you.
queue-marks = ⚡ urgent · 🟡 due soon · ⏰ overdue · 👤 taken up
queue-row = { $marks }{ $waited } · { $name } · { $code }
queue-is-waiting = Waiting
queue-is-mine = Taken up by you
queue-is-unclaimed = Waiting, taken up by nobody
queue-is-asked = Waiting for more from the citizen
queue-is-overdue = Overdue
queue-is-urgent = Urgent ones that wait
queue-is-soon = Due soon
queue-is-answered = Came back with more
queue-part-waiting = All
queue-part-mine = Mine
queue-part-unclaimed = Unclaimed
queue-part-asked = Asked for more
queue-part-overdue = ⏰ Overdue
queue-part-urgent = ⚡ Urgent
queue-part-soon = 🟡 Due soon
queue-part-answered = Answered
queue-part-on = ✔ { $what } ({ $count })
queue-part-off = { $what } ({ $count })
queue-by-commune = By commune…
queue-by-field = By field…
queue-without = ✕ { $what }
queue-which-district = <b>Where?</b> Choose a former district, then a commune or ward.
queue-which-commune = <b>Of which commune or ward?</b>
queue-which-field = <b>In which field?</b>
queue-find = 🔎 Find
queue-found = “{ $words }”: <b>{ $count }</b> found
queue-found-many = “{ $words }”: there are many; these are the newest. Write more of it if yours is missing.
queue-found-none = Nothing found with “{ $words }”. You can look by code, name or phone number.
queue-found-line = <b>{ $number }. { $name }</b> – { $code } · { $state }
queue-found-row = { $number }. { $marks }{ $name } · { $code }
words-search = What are you looking for? Please write a code, a name (with or without marks) or a phone number. Type /cancel to leave it.
card-due = Due { $day } · { $days ->
    [one] 1 working day
   *[other] { $days } working days
} left
card-due-soon = 🟡 Due soon: { $day } · { $days ->
    [one] 1 working day
   *[other] { $days } working days
} left
card-due-today = Due today: { $day }
card-due-soon-today = 🟡 Due today: { $day }
card-overdue-today = ⏰ Just overdue: { $day }
card-overdue = ⏰ Overdue by { $days ->
    [one] 1 working day
   *[other] { $days } working days
} (due { $day })
