invite-editor = Invite an editor
invite-revoked = This invitation was taken back, so it cannot be used any more. Please ask who sent it; we are sorry for the trouble.
scope-newcomer-editor = <b>Invite an editor</b>
crew-member = { $who }
crew-last = last seen at work { $at }
crew-never = nothing done yet
crew-title = <b>{ $who }</b> – { $role }
crew-configured = An admin by configuration, which cannot be changed here.
crew-configured-role = { $who } is an admin by configuration, so the role cannot be changed here. Please ask the operator.
crew-scope = Scope: { $scope }
crew-since = Has this role since { $at }
crew-active = Activity: { $last }
crew-change-role = Change the role
crew-change-scope = Change the scope
crew-acts = Recent work
crew-dismiss = Take the role away…
crew-which-role = <b>{ $who }</b> is <b>{ $role }</b> now. Which role is it to be?
crew-role-ask-reviewer = Change the role of <b>{ $who }</b> from { $before } to <b>{ $role }</b>? They review within their scope, and neither publish nor send news. This counts at once.
crew-role-ask-editor = Change the role of <b>{ $who }</b> from { $before } to <b>{ $role }</b>? They review and publish within their scope; with the whole province as scope they send news too. This counts at once.
crew-role-ask-admin = Change the role of <b>{ $who }</b> from { $before } to <b>{ $role }</b>? They may do everything, in the whole province. This counts at once.
crew-role-sure = Change it
crew-role-set = The role of { $who } was changed from { $before } to <b>{ $role }</b>.
crew-role-told = You now have the role <b>{ $role }</b>. Press /help to see what you can do.
crew-own-role = You now have the role <b>{ $role }</b> and are no longer { $before }. Thank you, { $who }.
crew-last-admin = This is the last admin, who must stay one. Please invite another admin first.
toast-crew-changed = This person's role has just been changed. Here it is as it stands now.
crew-acts-title = <b>Recent work of { $who }</b>
crew-no-acts = Nothing has been noted yet.
crew-act = { $at } – { $act }
crew-act-about = { $at } – { $act }: { $about }
crew-did-invited = made an invitation
crew-did-prolonged = changed how long an invitation is good
crew-did-revoked = took an invitation back
crew-did-joined = took up an invitation
crew-did-recast = changed a role
crew-did-dismissed = took a role away
crew-life = { $days ->
    [one] 1 day
   *[other] { $days } days
}
crew-life-on = { $days ->
    [one] ✔ 1 day
   *[other] ✔ { $days } days
}
crew-invites = Open invitations
crew-invites-title = <b>Open invitations</b> ({ $count })
crew-no-invites = There are no open invitations.
crew-invite = No. { $number }: <b>{ $role }</b>, by { $who } at { $made }, good until { $until }
crew-revoke = Take back no. { $number }
crew-revoke-this = Take this invitation back
crew-revoke-ask = Take back the invitation as <b>{ $role }</b>, good until { $until }? Whoever has the link cannot use it any more.
crew-revoke-sure = Take it back
toast-invite-revoked = The invitation was taken back.
toast-invite-gone = This invitation was used, taken back or has run out.
