role-reviewer = Reviewer
role-editor = Editor
role-admin = Admin
invite-which = Whom would you like to invite?
invite-reviewer = Invite a reviewer
invite-admin = Invite an admin
invite-made =
    <b>{ $role }</b>: pass this link on to exactly one person. It works once, until { $until }. The buttons below change until when.

    { $link }
invite-accepted = Welcome. You now have the role <b>{ $role }</b>. Press /queue to see what is waiting, /help for everything else.
invite-joined = { $who } has taken up the invitation as <b>{ $role }</b>.
invite-already = You have this role already, so the invitation can still be used by somebody else.
invite-used = This invitation has been used. Please ask for a new one.
invite-expired = This invitation has expired. Please ask for a new one.
invite-unknown = This link is not known. Please press /start.
team-title = <b>The team</b> ({ $count })
team-row = { $who } – { $role }
team-row-configured = { $who } – { $role } (by configuration)
team-dismiss-ask = Take the role away from <b>{ $who }</b> ({ $role })? This takes effect at once.
team-dismiss-sure = Take it away
team-dismissed = { $who } no longer has a role.
team-thanked = You no longer have the role <b>{ $role }</b>. Thank you for your work.
team-last-admin = This is the last admin, so the role cannot be taken away.
team-configured = { $who } is an admin by configuration and cannot be dismissed here. Please ask whoever runs the system.
team-back = ‹ The team
team-gone = This person is no longer on the team.
