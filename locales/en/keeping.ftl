# Told to admins, once a day while it lasts
alarm-backup =
    ⚠️ No backup copy of the data could be made today.

    Nothing is lost, but if the server breaks there is no recent copy. Please tell the operator to run <code>hoadep check</code>, which says why (no room, or a folder that cannot be written to).

# hoadep retention: the head of the table, each kind of data, what came of it
retention-head-kind = kind
retention-head-days = days
retention-head-count = over
retention-head-since = oldest
retention-head-what = what becomes of it
retention-files = refused or withdrawn nominations: photos and files go, words stay
retention-refused = refused or withdrawn nominations: names, phones, story and all that was written go; code, place and decision stay
retention-thread = messages between reviewers and authors about closed nominations: deleted
retention-notes = reviewers' notes about closed nominations: deleted
retention-ledger = who got which news: each line goes, the numbers stay
retention-idle = people who sent nothing, get no news and do nothing any more: personal data is erased
retention-dead = messages that could not be sent or were set aside: deleted
retention-turns = turns that failed: deleted
retention-aside = conversations of a newer version: deleted
retention-uploads = files that the program made to be sent: deleted
retention-cards = technical traces of the cards of decided nominations: deleted
retention-slots = traces of messages that can be updated: deleted
retention-events = numbers of events that were handled: deleted
retention-mornings = who had the digest of which morning: deleted
retention-done = { $count ->
        [one] { $count } item was past its time and is done with; the audit tells of it.
       *[other] { $count } items were past their time and are done with; the audit tells of it.
    }
