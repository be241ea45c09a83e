//! Whom a message to many is for: counted, and fixed chunk by chunk. The conditions are put together
//! from pieces that stand here; whatever people chose is bound.

use sqlx::any::AnyArguments;
use sqlx::query::{Query, QueryAs};
use sqlx::{Any, AnyConnection, AssertSqlSafe, Row};

use super::{StoreError, Tx};
use crate::clock::{DAY, Millis};
use crate::domain::audience::{Activity, Audience, Criteria, Who};
use crate::i18n::Locale;

/// What the database is asked by.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Whom it is for.
    pub audience: &'a Audience,
    /// Who is an admin by configuration: channel and address.
    pub admins: &'a [(String, String)],
    /// The language of those whose app speaks neither of ours.
    pub locale: Locale,
    /// From when on days are counted back.
    pub now: Millis,
}

/// Those who may get news at all: they want them, and have not stopped the bot.
const WHO_WANTS_NEWS: &str = "FROM subscriptions s JOIN contacts c ON c.id = s.contact_id
      WHERE s.granted_at IS NOT NULL AND s.withdrawn_at IS NULL AND c.blocked_at IS NULL";

/// How many it is for now.
pub async fn count(connection: &mut AnyConnection, asked: Asked<'_>) -> Result<i64, StoreError> {
    let mut pieces = Pieces::default();
    let condition = pieces.condition(asked);
    let sql = format!("SELECT COUNT(*) {WHO_WANTS_NEWS}{condition}");
    let query = pieces.bind(sqlx::query(AssertSqlSafe(sql)));
    Ok(query.fetch_one(connection).await?.try_get(0)?)
}

/// Looks at the next `limit` of those who want news, by ids after `from`, and fixes who of them fits as
/// recipients. Gives from where to go on, or `None` at the end. What is bounded is whom it looks at:
/// where few fit, a transaction takes no longer.
///
/// Who subscribed after `asked.now`, when it began, is not among them, however long it rested meanwhile.
pub async fn collect(
    tx: &mut Tx,
    broadcast: i64,
    asked: Asked<'_>,
    from: i64,
    limit: i64,
) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT MAX(contact_id), COUNT(*) FROM (
            SELECT contact_id FROM subscriptions WHERE contact_id > $1
             ORDER BY contact_id LIMIT $2) AS looked_at";
    let (until, looked_at) = span(tx, sqlx::query_as(sql).bind(from).bind(limit), from).await?;
    let mut pieces = Pieces::default();
    let id = pieces.next(Bind::Number(broadcast));
    let after = pieces.next(Bind::Number(from));
    let last = pieces.next(Bind::Number(until));
    let begun = pieces.next(Bind::Number(asked.now));
    let condition = pieces.condition(asked);
    let sql = format!(
        "INSERT INTO broadcast_recipients (broadcast_id, contact_id, state, part, messages, attempts,
                                           due_at)
         SELECT CAST({id} AS BIGINT), s.contact_id, 'waiting', 0, '', 0, 0
           {WHO_WANTS_NEWS}{condition} AND s.contact_id > {after} AND s.contact_id <= {last}
            AND s.granted_at <= {begun}"
    );
    let query = pieces.bind(sqlx::query(AssertSqlSafe(sql)));
    let found = query.execute(tx.connection()).await?.rows_affected();
    note_collected(tx, broadcast, (from, until), found).await?;
    Ok((looked_at == limit).then_some(until))
}

/// The same for a pass over what another message sent since `since`: those who got it.
pub async fn collect_pass(
    tx: &mut Tx,
    broadcast: i64,
    of: i64,
    since: Millis,
    from: i64,
    limit: i64,
) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT MAX(contact_id), COUNT(*) FROM (
            SELECT contact_id FROM broadcast_recipients
             WHERE broadcast_id = $1 AND contact_id > $2
             ORDER BY contact_id LIMIT $3) AS looked_at";
    let looks = sqlx::query_as(sql).bind(of).bind(from).bind(limit);
    let (until, looked_at) = span(tx, looks, from).await?;
    let done = sqlx::query(
        "INSERT INTO broadcast_recipients (broadcast_id, contact_id, state, part, messages, attempts,
                                           due_at)
         SELECT CAST($1 AS BIGINT), r.contact_id, 'waiting', 0, '', 0, 0
           FROM broadcast_recipients r
          WHERE r.broadcast_id = $2 AND r.messages <> '' AND r.at >= $3 AND r.contact_id > $4
            AND r.contact_id <= $5",
    )
    .bind(broadcast)
    .bind(of)
    .bind(since)
    .bind(from)
    .bind(until)
    .execute(tx.connection())
    .await?;
    note_collected(tx, broadcast, (from, until), done.rows_affected()).await?;
    Ok((looked_at == limit).then_some(until))
}

/// How many a pass over what another message sent since `since` would be for.
pub async fn count_pass(
    connection: &mut AnyConnection,
    of: i64,
    since: Millis,
) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT COUNT(*) FROM broadcast_recipients
          WHERE broadcast_id = $1 AND messages <> '' AND at >= $2",
    )
    .bind(of)
    .bind(since)
    .fetch_one(connection)
    .await?)
}

async fn note_collected(
    tx: &mut Tx,
    broadcast: i64,
    (from, until): (i64, i64),
    found: u64,
) -> Result<(), StoreError> {
    let found = i64::try_from(found).unwrap_or(i64::MAX);
    let done = sqlx::query(
        "UPDATE broadcasts SET total = total + $1, collected_to = $2
          WHERE id = $3 AND state = 'collecting' AND collected_to = $4",
    )
    .bind(found)
    .bind(until)
    .bind(broadcast)
    .bind(from)
    .execute(tx.connection())
    .await?;
    StoreError::one_row("collect recipients", done.rows_affected())
}

/// Up to which id the next piece goes that begins after `from`, and how many it has.
async fn span(
    tx: &mut Tx,
    looks: QueryAs<'_, Any, (Option<i64>, i64), AnyArguments>,
    from: i64,
) -> Result<(i64, i64), StoreError> {
    let (until, looked_at) = looks.fetch_one(tx.connection()).await?;
    Ok((until.unwrap_or(from), looked_at))
}

/// Every campaign's id and title, the latest first, to choose from.
pub async fn campaigns(connection: &mut AnyConnection) -> Result<Vec<(i64, String)>, StoreError> {
    let rows = sqlx::query("SELECT id, title FROM campaigns ORDER BY opens_at DESC, id DESC")
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| Ok((row.try_get("id")?, row.try_get("title")?))).collect()
}

#[derive(Clone, Debug)]
enum Bind {
    Number(i64),
    Words(String),
}

/// A statement being put together, with what is bound.
#[derive(Debug, Default)]
struct Pieces {
    binds: Vec<Bind>,
}

impl Pieces {
    /// The place of another bound value.
    fn next(&mut self, bind: Bind) -> String {
        self.binds.push(bind);
        format!("${}", self.binds.len())
    }

    fn bind<'q>(self, mut query: Query<'q, Any, AnyArguments>) -> Query<'q, Any, AnyArguments> {
        for bind in self.binds {
            query = match bind {
                Bind::Number(number) => query.bind(number),
                Bind::Words(words) => query.bind(words),
            };
        }
        query
    }

    /// All that is ticked, as conditions that follow others.
    fn condition(&mut self, asked: Asked<'_>) -> String {
        let mut sql = String::new();
        for one in self.of(&asked.audience.include, asked) {
            sql.push_str(&format!(" AND {one}"));
        }
        for one in self.of(&asked.audience.exclude, asked) {
            sql.push_str(&format!(" AND NOT {one}"));
        }
        sql
    }

    /// One condition for each kind that something is ticked of.
    fn of(&mut self, ticked: &Criteria, asked: Asked<'_>) -> Vec<String> {
        let mut all = Vec::new();
        let any = |some: Vec<String>| format!("({})", some.join(" OR "));
        if !ticked.who.is_empty() {
            let some = ticked.who.iter().map(|who| self.who(*who, asked.admins)).collect();
            all.push(any(some));
        }
        if !ticked.communes.is_empty() {
            let communes = self.listed(&ticked.communes);
            all.push(format!(
                "(EXISTS (SELECT 1 FROM nominations n
                           WHERE n.nominator_id = s.contact_id AND n.commune IN ({communes}))
                  OR EXISTS (SELECT 1 FROM member_communes m
                           WHERE m.contact_id = s.contact_id AND m.commune IN ({communes})))"
            ));
        }
        if !ticked.languages.is_empty() {
            let some = ticked.languages.iter().filter_map(|code| Locale::from_code(code));
            all.push(any(some.map(|locale| speaks(locale, asked.locale)).collect()));
        }
        if !ticked.channels.is_empty() {
            let channels = self.listed(&ticked.channels);
            all.push(format!("(c.channel IN ({channels}))"));
        }
        if !ticked.activities.is_empty() {
            let some = ticked.activities.iter().map(|one| self.did(*one, asked.now)).collect();
            all.push(any(some));
        }
        if !ticked.campaigns.is_empty() {
            let ids: Vec<String> =
                ticked.campaigns.iter().map(|id| self.next(Bind::Number(*id))).collect();
            all.push(format!(
                "(EXISTS (SELECT 1 FROM nominations n
                           WHERE n.nominator_id = s.contact_id AND n.campaign_id IN ({})))",
                ids.join(", ")
            ));
        }
        all
    }

    fn listed<'a>(&mut self, words: impl IntoIterator<Item = &'a String>) -> String {
        let places: Vec<String> =
            words.into_iter().map(|word| self.next(Bind::Words(word.clone()))).collect();
        places.join(", ")
    }

    fn who(&mut self, who: Who, admins: &[(String, String)]) -> String {
        let mut configured: Vec<String> = Vec::with_capacity(admins.len() + 1);
        if matches!(who, Who::Citizen | Who::Admin) {
            for (channel, address) in admins {
                let channel = self.next(Bind::Words(channel.clone()));
                let address = self.next(Bind::Words(address.clone()));
                configured.push(format!("(c.channel = {channel} AND c.address = {address})"));
            }
        }
        let of = |role: &str| {
            format!(
                "EXISTS (SELECT 1 FROM members m
                          WHERE m.contact_id = s.contact_id{role})"
            )
        };
        match who {
            Who::Citizen => {
                configured.push(of(""));
                format!("(NOT ({}))", configured.join(" OR "))
            }
            Who::Reviewer => of(" AND m.role = 'reviewer'"),
            Who::Editor => of(" AND m.role = 'editor'"),
            Who::Admin => {
                configured.push(of(" AND m.role = 'admin'"));
                format!("({})", configured.join(" OR "))
            }
        }
    }

    fn did(&mut self, activity: Activity, now: Millis) -> String {
        let nominated = "EXISTS (SELECT 1 FROM nominations n WHERE n.nominator_id = s.contact_id";
        match (activity, activity.days()) {
            (_, Some(days)) => {
                let since = self.next(Bind::Number(now - i64::from(days) * DAY));
                format!("{nominated} AND n.submitted_at >= {since})")
            }
            (Activity::Never, None) => format!("NOT {nominated})"),
            (_, None) => format!("{nominated})"),
        }
    }
}

/// Whether somebody reads a language: the one they chose, else their app's, else the usual one.
fn speaks(locale: Locale, usual: Locale) -> String {
    let other = match locale {
        Locale::Vi => Locale::En,
        Locale::En => Locale::Vi,
    };
    let app = |locale: Locale| {
        let code = locale.code();
        format!(
            "(LOWER(c.app_language) = '{code}' OR LOWER(c.app_language) LIKE '{code}-%'
              OR SUBSTR(LOWER(c.app_language), 1, 3) = '{code}_')"
        )
    };
    let by_app = if locale == usual { format!("NOT {}", app(other)) } else { app(locale) };
    // Never unknown: it is negated too.
    format!("(COALESCE(c.language, '') = '{}' OR (c.language IS NULL AND {by_app}))", locale.code())
}
