//! All there is to a campaign, as admins plan it.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::clock::Millis;
use crate::domain::campaign::{Plan, Season, Texts};
use crate::domain::period::{Every, Target};
use crate::store::nominations::corrupt;
use crate::store::{StoreError, Tx, rules};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, version, draft, opens_at, closes_at, tells_opening, tells_closing, title,
                slogan, opening, closing, title_en, slogan_en, opening_en, closing_en, basis, prefix,
                fields, approvals, refusals, target, target_every
             FROM campaigns ",
            $rest
        )
    };
}

fn read(row: &AnyRow) -> Result<Plan, StoreError> {
    let title: String = row.try_get("title")?;
    let fields: Option<String> = row.try_get("fields")?;
    let small = |name: &str| -> Result<Option<u32>, StoreError> {
        let number: Option<i64> = row.try_get(name)?;
        number
            .map(|number| u32::try_from(number).map_err(|_| corrupt("a campaign's number")))
            .transpose()
    };
    let every: Option<String> = row.try_get("target_every")?;
    let target = match (small("target")?, every.as_deref().and_then(Every::from_code)) {
        (Some(number), Some(every)) => Some(Target { number, every }),
        _ => None,
    };
    let flag = |name: &str| -> Result<bool, StoreError> { Ok(row.try_get::<i64, _>(name)? != 0) };
    Ok(Plan {
        id: row.try_get("id")?,
        version: row.try_get("version")?,
        draft: flag("draft")?,
        opens_at: row.try_get("opens_at")?,
        closes_at: row.try_get("closes_at")?,
        tells_opening: flag("tells_opening")?,
        tells_closing: flag("tells_closing")?,
        vi: Texts {
            title: Some(title).filter(|title| !title.is_empty()),
            slogan: row.try_get("slogan")?,
            opening: row.try_get("opening")?,
            closing: row.try_get("closing")?,
        },
        en: Texts {
            title: row.try_get("title_en")?,
            slogan: row.try_get("slogan_en")?,
            opening: row.try_get("opening_en")?,
            closing: row.try_get("closing_en")?,
        },
        basis: row.try_get("basis")?,
        prefix: row.try_get("prefix")?,
        fields: fields.map(|codes| codes.split_whitespace().map(str::to_owned).collect()),
        approvals: small("approvals")?,
        refusals: small("refusals")?,
        target,
    })
}

/// The campaign with this id.
pub async fn by_id(connection: &mut AnyConnection, id: i64) -> Result<Option<Plan>, StoreError> {
    let row = sqlx::query(select!("WHERE id = $1")).bind(id).fetch_optional(connection).await?;
    row.as_ref().map(read).transpose()
}

/// Every campaign, the newest first, at most `limit`.
pub async fn all(connection: &mut AnyConnection, limit: i64) -> Result<Vec<Plan>, StoreError> {
    let sql = select!("ORDER BY opens_at DESC, id DESC LIMIT $1");
    let rows = sqlx::query(sql).bind(limit).fetch_all(connection).await?;
    rows.iter().map(read).collect()
}

/// Every campaign that is no draft.
pub async fn published(connection: &mut AnyConnection) -> Result<Vec<Plan>, StoreError> {
    let rows = sqlx::query(select!("WHERE draft = 0")).fetch_all(connection).await?;
    rows.iter().map(read).collect()
}

/// What citizens face at `now`.
pub async fn season(connection: &mut AnyConnection, now: Millis) -> Result<Season, StoreError> {
    Ok(Season::at(&published(connection).await?, now))
}

/// How many nominations belong to a campaign.
pub async fn count_of(connection: &mut AnyConnection, id: i64) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("SELECT COUNT(*) FROM nominations WHERE campaign_id = $1")
        .bind(id)
        .fetch_one(connection)
        .await?)
}

/// A draft that nothing was written into yet, if there is one.
pub async fn blank(connection: &mut AnyConnection) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT id FROM campaigns WHERE draft = 1 AND version = 1 ORDER BY id LIMIT 1";
    Ok(sqlx::query_scalar(sql).fetch_optional(connection).await?)
}

/// Begins a draft with this id and nothing in it but the prefix of its codes.
pub async fn begin(tx: &mut Tx, id: i64, prefix: &str) -> Result<(), StoreError> {
    rules::touch(tx).await?;
    sqlx::query(
        "INSERT INTO campaigns (id, title, prefix, opens_at, draft) VALUES ($1, '', $2, 0, 1)",
    )
    .bind(id)
    .bind(prefix)
    .execute(tx.connection())
    .await?;
    super::note_prefix(tx, prefix).await
}

/// Keeps a campaign as it is to be, one version on; `false` if it is at another version by now.
pub async fn save(tx: &mut Tx, plan: &Plan) -> Result<bool, StoreError> {
    rules::touch(tx).await?;
    let number = |number: Option<u32>| number.map(i64::from);
    let done = sqlx::query(
        "UPDATE campaigns SET version = version + 1, draft = $3, opens_at = $4, closes_at = $5,
            tells_opening = $6, tells_closing = $7, title = $8, slogan = $9, opening = $10,
            closing = $11, title_en = $12, slogan_en = $13, opening_en = $14, closing_en = $15,
            basis = $16, prefix = $17, fields = $18, approvals = $19, refusals = $20, target = $21,
            target_every = $22
          WHERE id = $1 AND version = $2",
    )
    .bind(plan.id)
    .bind(plan.version)
    .bind(i64::from(plan.draft))
    .bind(plan.opens_at)
    .bind(plan.closes_at)
    .bind(i64::from(plan.tells_opening))
    .bind(i64::from(plan.tells_closing))
    .bind(plan.vi.title.as_deref().unwrap_or_default())
    .bind(&plan.vi.slogan)
    .bind(&plan.vi.opening)
    .bind(&plan.vi.closing)
    .bind(&plan.en.title)
    .bind(&plan.en.slogan)
    .bind(&plan.en.opening)
    .bind(&plan.en.closing)
    .bind(&plan.basis)
    .bind(&plan.prefix)
    .bind(plan.fields.as_ref().map(|codes| codes.join(" ")))
    .bind(number(plan.approvals))
    .bind(number(plan.refusals))
    .bind(number(plan.target.map(|target| target.number)))
    .bind(plan.target.map(|target| target.every.code()))
    .execute(tx.connection())
    .await?;
    if done.rows_affected() != 1 {
        return Ok(false);
    }
    super::note_prefix(tx, &plan.prefix).await?;
    Ok(true)
}

/// Throws a draft away; `false` if it is none, or at another version by now.
pub async fn drop(tx: &mut Tx, id: i64, version: i64) -> Result<bool, StoreError> {
    rules::touch(tx).await?;
    let sql = "DELETE FROM campaigns WHERE id = $1 AND version = $2 AND draft = 1";
    let done = sqlx::query(sql).bind(id).bind(version).execute(tx.connection()).await?;
    Ok(done.rows_affected() == 1)
}

/// Campaigns that have opened or closed by themselves and of which nobody was told.
pub async fn untold(connection: &mut AnyConnection, now: Millis) -> Result<Vec<Plan>, StoreError> {
    let sql = select!(
        "WHERE draft = 0 AND ((tells_opening = 1 AND opens_at <= $1)
            OR (tells_closing = 1 AND closes_at <= $1))
         ORDER BY id"
    );
    let rows = sqlx::query(sql).bind(now).fetch_all(connection).await?;
    rows.iter().map(read).collect()
}

/// Notes that admins are told of an opening that had come by `now`; `false` if they were.
pub async fn tell_opening(tx: &mut Tx, id: i64, now: Millis) -> Result<bool, StoreError> {
    rules::touch(tx).await?;
    let sql = "UPDATE campaigns SET tells_opening = 0
                WHERE id = $1 AND draft = 0 AND tells_opening = 1 AND opens_at <= $2";
    let done = sqlx::query(sql).bind(id).bind(now).execute(tx.connection()).await?;
    Ok(done.rows_affected() == 1)
}

/// The same of a closing.
pub async fn tell_closing(tx: &mut Tx, id: i64, now: Millis) -> Result<bool, StoreError> {
    rules::touch(tx).await?;
    let sql = "UPDATE campaigns SET tells_closing = 0
                WHERE id = $1 AND draft = 0 AND tells_closing = 1 AND closes_at <= $2";
    let done = sqlx::query(sql).bind(id).bind(now).execute(tx.connection()).await?;
    Ok(done.rows_affected() == 1)
}
