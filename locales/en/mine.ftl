mine-none = You have not sent any nomination yet. Please tell us about someone.
mine-title = <b>The nominations you sent</b> ({ $count })
mine-line = <b>{ $code }</b> – { $name }: { $state }
mine-row = { $code } · { $name }
mine-open = Press one to see it. While it waits you can add to it or withdraw it.
mine-gone = This nomination is not among yours.
mine-history = <b>What happened</b>
mine-history-row = { $at } – { $state }
mine-reason = Reason: { $reason }
mine-added = Added on { $day }: { $text }
mine-added-before = { $count ->
    [one] … and 1 earlier addition
   *[other] … and { $count } earlier additions
}
mine-add = Add more
mine-withdraw = Withdraw
mine-withdraw-ask = Would you like to withdraw <b>{ $code }</b>, the nomination of <b>{ $name }</b>? It will not be considered any more.
mine-withdraw-sure = Withdraw it
mine-withdrawn = <b>{ $code }</b> is withdrawn. Thank you.
mine-closed = <b>{ $code }</b> is now “{ $state }”, so it can no longer be added to or withdrawn.
mine-deciding = <b>{ $code }</b> is being decided, so nothing can be added and it cannot be taken back any more. You will be told the result here.
mine-joined = Joined with one about the same deed – { $state }
mine-joined-row = Joined with one about the same deed
mine-back = ‹ All of mine
add-more = Send more words, photos, videos, voice messages or files for <b>{ $code }</b>. Then press <b>Done</b>.
add-taken = Added to <b>{ $code }</b>, which now has { $what }. Send more, or press <b>Done</b>.
add-edited = What you added is kept as you sent it. To correct it, please send one more message.
add-full = <b>{ $code }</b> has 20 files or 4,000 characters of additions already, so the last part was not taken.
