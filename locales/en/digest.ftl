digest-title = 🌼 <b>Good morning, { $day }</b>
digest-waiting = Waiting to be looked at: <b>{ $count }</b>
digest-line = • { $what }: <b>{ $count }</b>
digest-all = See all
digest-overdue = <b>The longest overdue</b>
digest-overdue-held = • <b>{ $code }</b> – { $name }: { $days ->
    [one] 1 working day
   *[other] { $days } working days
} over, with { $who }
digest-overdue-free = • <b>{ $code }</b> – { $name }: { $days ->
    [one] 1 working day
   *[other] { $days } working days
} over, with nobody
digest-overdue-held-now = • <b>{ $code }</b> – { $name }: just overdue, with { $who }
digest-overdue-free-now = • <b>{ $code }</b> – { $name }: just overdue, with nobody
digest-overdue-more = { $count } are overdue in all.
