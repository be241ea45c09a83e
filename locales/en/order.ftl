limit-open = You have { $count } nominations waiting for an outcome. That is the most at one time, so that each is looked at with care. As soon as one of them has an outcome, you can send the next. The one that has waited longest is <b>{ $code }</b>, sent on { $day }.
limit-day = Thank you: you have sent { $count } nominations today, which is the most for one day. From <b>{ $at }</b> you can send more.
limit-early = You can still write now. What you write is kept, to be sent later.
limit-kept = Your nomination of <b>{ $name }</b> is kept as it is until { $day }. When you can send it, press the button below and then <b>Send</b>.
