# Statistics
stats-title = 📊 <b>{ $what } · { $span }</b>
stats-days = From { $from } to { $until }
stats-until = From the beginning to { $until }
stats-scope = Scope: { $scope }
stats-span-week = This week
stats-span-month = This month
stats-span-quarter = This quarter
stats-span-year = This year
stats-span-last = Last month
stats-span-all = All time
stats-part-overview = Overview
stats-part-fields = Fields
stats-part-communes = Communes
stats-part-missing = Without any
stats-part-load = Reviewers
stats-sheet-overview = Good people, good deeds
stats-sheet-fields = Nominations by field
stats-sheet-communes = Nominations by commune
stats-sheet-missing = Communes and wards with some
stats-sheet-load = The work of reviewers
stats-none = Nothing was sent in this time yet.
stats-sent = Nominations sent: <b>{ $count }</b>
stats-lately-day = The last days: { $days }
stats-lately-month = The last months: { $days }
stats-lately-year = The last years: { $days }
stats-busiest-day = The busiest day: { $when }, <b>{ $count }</b> { $count ->
    [one] nomination
   *[other] nominations
 }
stats-busiest-month = The busiest month: { $when }, <b>{ $count }</b> { $count ->
    [one] nomination
   *[other] nominations
 }
stats-busiest-year = The busiest year: { $when }, <b>{ $count }</b> { $count ->
    [one] nomination
   *[other] nominations
 }
stats-row = • { $name }: <b>{ $count }</b>
stats-rest = • { $places ->
    [one] { $places } other commune or ward
   *[other] { $places } other communes and wards
 }: <b>{ $count }</b>
stats-other-places = { $places ->
    [one] { $places } other
   *[other] { $places } others
 }
stats-no-field = No field chosen
stats-took = Time to the decision ({ $count } { $count ->
    [one] nomination
   *[other] nominations
 }): half within <b>{ $half }</b>; 90% within <b>{ $most }</b>.
stats-took-none = Nothing was decided in this time yet.
stats-took-less = less than an hour
stats-took-hours = { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
 }
stats-took-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
 }
stats-took-both = { $days ->
    [one] { $days } day { $hours } h
   *[other] { $days } days { $hours } h
 }
stats-missing-count = Communes and wards with nothing yet: <b>{ $count }</b>/{ $all }
stats-missing-none = Every commune and ward has sent something. Thank you.
stats-reach = Getting news: <b>{ $subscribers }</b> · have blocked the bot: <b>{ $blocked }</b> · all: <b>{ $known }</b>
stats-aim = Target for { $period }: { $target } from each commune or ward. Reached by <b>{ $reached }</b>/{ $all }
stats-below = Have some but not enough: { $names }
stats-month = { $number ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
 } { $year }
stats-quarter = quarter { $number } of { $year }
stats-load = • { $name }: decided <b>{ $decided }</b>, holds <b>{ $open }</b>
stats-load-none = There is nobody in the team yet.
stats-tile-sent = Nominations sent
stats-tile-took = Half decided within
stats-tile-with = Places with some
stats-tile-without = Places without
stats-tile-share = Share with some
stats-tile-reached = At the target
stats-tile-decided = Nominations decided
stats-tile-open = Nominations held
stats-by-day = Nominations each day
stats-by-month = Nominations each month
stats-by-year = Nominations each year
stats-by-state = By state
stats-by-field = By field
stats-by-commune = By commune and ward
stats-by-commune-first = Communes and wards with the most
stats-by-district = With some, by former district and town
stats-by-decided = Decided
stats-by-open = Held now
stats-foot = Hoa Đẹp · made at { $at }
stats-to-table = 📄 Get an Excel table
stats-table =
    📄 <b>Excel table of nominations · { $span }</b>

    It holds names, phone numbers and what citizens wrote. Keep it safe; each table that is taken is put on record.

    <b>Nominations in which state?</b>
stats-every-state = Every state
stats-file-soon = The table is being made. The file comes in a few minutes.
stats-file = 📄 { $what }: <b>{ $count }</b> { $count ->
    [one] nomination
   *[other] nominations
 }.
stats-file-part = 📄 { $what }, part { $part }: <b>{ $count }</b> { $count ->
    [one] nomination
   *[other] nominations
 }.
stats-file-none = There are no such nominations, so there is no table. Another time or state may have some.
stats-failed = The statistics could not be made. Try again in a few minutes.
stats-sheet-name = Nominations
stats-column-code = Code
stats-column-campaign = Campaign
stats-column-sent = Sent on
stats-column-kind = Kind
stats-column-name = Name
stats-column-phone = Phone
stats-column-commune-code = Commune code
stats-column-commune = Commune or ward
stats-column-hamlet = Hamlet
stats-column-field = Field
stats-column-happened = When it was done
stats-column-story = Deed
stats-column-files = Pieces of evidence
stats-column-state = State
stats-column-decided = Decided on
stats-column-nominator = Nominated by
stats-column-nominator-phone = Phone of the nominator
