//! A province's worth of nominations, with names as common as they are in Vietnam.

use hoadep::domain::likeness::{self, Profile, Subject, bands};
use hoadep::domain::nomination::NomineeKind;
use hoadep::domain::{place, text};
use hoadep::store::Store;
use hoadep::store::campaigns::{self, Campaign};
use sqlx::{AssertSqlSafe, Executor};

/// Nominations, and exemplars that they are about.
pub const NOMINATIONS: i64 = 100_000;
pub const EXEMPLARS: i64 = 50_000;
/// One in so many exemplars bears the commonest name, every second of those in one commune.
pub const SO_CALLED: i64 = 25;
/// That name.
pub const COMMONEST: &str = "Nguyễn Văn Hùng";
/// Rows in one statement, and statements in one transaction.
const ROWS: usize = 1_000;
const STATEMENTS: usize = 50;
/// People who nominate.
const CITIZENS: i64 = 10_000;

/// What was filled in.
#[derive(Clone, Copy)]
pub struct Seeded {
    /// The id of the first nomination; the others follow.
    pub first: i64,
}

impl Seeded {
    /// The exemplar of a nomination.
    pub fn exemplar(self, nomination: i64) -> i64 {
        self.first + (nomination - self.first) % EXEMPLARS
    }

    /// Whether its nominee bears the commonest name.
    pub fn is_commonest(self, nomination: i64) -> bool {
        (nomination - self.first) % EXEMPLARS % SO_CALLED == 0
    }
}

const SURNAMES: [(&str, u32); 16] = [
    ("Nguyễn", 38),
    ("Trần", 12),
    ("Lê", 10),
    ("Phạm", 7),
    ("Hoàng", 5),
    ("Phan", 4),
    ("Vũ", 5),
    ("Đặng", 2),
    ("Bùi", 3),
    ("Đỗ", 3),
    ("Ngô", 2),
    ("Dương", 2),
    ("Đào", 2),
    ("Đoàn", 2),
    ("Lương", 2),
    ("Quách", 1),
];
const MEN: [&str; 8] = ["Văn", "Văn", "Văn", "Đức", "Xuân", "Quang", "Hữu", "Minh"];
const WOMEN: [&str; 8] = ["Thị", "Thị", "Thị", "Thị", "Thị", "Thị Thu", "Ngọc", "Thị Kim"];
const GIVEN_MEN: &str = "Hùng Dũng Tuấn Hải Nam Long Minh Sơn Tùng Cường Thắng Đức Quang Hiếu Mạnh Toàn \
    Trung Kiên Quân Việt Phong Khánh Bình Đạt Tài Thịnh Vinh Vũ Quý Thuận Chiến Lộc Phúc Khoa Bảo An Tiến";
const GIVEN_WOMEN: &str = "Hoa Lan Hương Hà Hạnh Mai Nga Thu Thúy Hằng Linh Trang Phương Hiền Loan Nhung \
    Yến Huệ Liên Oanh Tuyết Vân Bích Cúc Đào Hồng Lý Mận Sen Thảo Thơm Thoa Xuân Tâm Nhàn Sâm Diệu";
const HAMLETS: [&str; 14] = [
    "thôn Đông",
    "thôn Đoài",
    "thôn Trung",
    "thôn Thượng",
    "thôn Hạ",
    "thôn Đình",
    "thôn Chùa",
    "thôn An Bình",
    "thôn Phú Mỹ",
    "thôn Tân Tiến",
    "xóm 3",
    "xóm 7",
    "tổ dân phố 2",
    "tổ dân phố số 5",
];
const DEEDS: [&str; 24] = [
    "nhặt được ví tiền ngoài chợ và đem trả lại người mất",
    "lao xuống sông cứu hai cháu bé bị đuối nước",
    "hiến 200 mét vuông đất để mở rộng đường làng",
    "nấu cháo miễn phí cho bệnh nhân nghèo ở bệnh viện huyện",
    "nuôi ba đứa trẻ mồ côi ăn học suốt mười năm",
    "dạy chữ cho trẻ khuyết tật tại nhà không lấy tiền",
    "vá ổ gà trên con đường liên xã bằng tiền lương hưu",
    "xông vào đám cháy cõng cụ già ra ngoài",
    "hiến máu hơn bốn mươi lần và vận động cả xóm cùng hiến",
    "chăm sóc nghĩa trang liệt sĩ và tìm hài cốt đồng đội",
    "dọn rác ven kênh rồi trồng hoa thay bãi rác",
    "sửa xe đạp cho học sinh nghèo, thay săm lốp không lấy công",
    "làm tủ bánh mì miễn phí cho người lao động",
    "mở thư viện làng với năm nghìn cuốn sách",
    "chế máy cấy mạ khay giúp bà con đỡ vất vả",
    "giữ nghề chạm bạc và truyền nghề cho thanh niên",
    "bắt kẻ trộm xe máy, trả lại tài sản cho dân",
    "chở người bệnh đi cấp cứu lúc nửa đêm không lấy tiền",
    "may áo ấm gửi tặng học sinh vùng cao",
    "góp tiền dưỡng già xây cầu cho thôn",
    "lập đội bơi dạy trẻ em phòng đuối nước",
    "chăm người già neo đơn, tắm giặt cơm nước hằng ngày",
    "vớt bèo khơi thông mương để nước không ngập đồng",
    "tặng xe lăn cho người khuyết tật trong xã",
];
const WAYS: [&str; 6] = [
    "Mọi người trong thôn ai cũng quý mến và kể lại với lòng biết ơn.",
    "Gia đình không khá giả nhưng chưa từng nghĩ đến chuyện được khen.",
    "Tôi chứng kiến việc này vào mùa lũ vừa rồi và rất xúc động.",
    "Nhiều người đã noi theo, phong trào lan ra các xóm bên cạnh.",
    "Đài truyền thanh xã đã đưa tin, nhà trường có thư cảm ơn.",
    "Việc làm lặng lẽ ấy kéo dài nhiều năm nay, mưa nắng không nghỉ.",
];

/// A number that looks like chance, the same each time.
fn mixed(number: i64, salt: u64) -> usize {
    let mut x =
        number.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ salt.wrapping_mul(0xbf58_476d);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    usize::try_from((x ^ (x >> 31)) >> 33).unwrap()
}

fn pick<'a>(all: &[&'a str], number: i64, salt: u64) -> &'a str {
    all[mixed(number, salt) % all.len()]
}

fn name_of(exemplar: i64) -> String {
    if exemplar % SO_CALLED == 0 {
        return COMMONEST.to_owned();
    }
    let mut at = u32::try_from(mixed(exemplar, 1) % 100).unwrap();
    let surname = SURNAMES.iter().find(|(_, share)| {
        let here = at < *share;
        at = at.saturating_sub(*share);
        here
    });
    let (middles, given) =
        if mixed(exemplar, 2).is_multiple_of(2) { (MEN, GIVEN_MEN) } else { (WOMEN, GIVEN_WOMEN) };
    let given: Vec<&str> = given.split_whitespace().collect();
    let surname = surname.map_or("Nguyễn", |(name, _)| name);
    format!("{surname} {} {}", pick(&middles, exemplar, 3), pick(&given, exemplar, 4))
}

/// A nomination of the province: each is the same whenever it is asked for.
struct Told {
    name: String,
    commune: &'static str,
    hamlet: Option<&'static str>,
    story: String,
    photo: Option<u64>,
}

impl Told {
    /// The nomination `i` of [`NOMINATIONS`].
    fn new(i: i64) -> Self {
        let exemplar = i % EXEMPLARS;
        let mut name = name_of(exemplar);
        let communes = place::communes();
        let at =
            if exemplar % (2 * SO_CALLED) == 0 { 0 } else { mixed(exemplar, 5) % communes.len() };
        let deed = pick(&DEEDS, exemplar, 6);
        let mut story = format!("{name} {deed}. {}", pick(&WAYS, i, 7));
        match mixed(i, 8) % 10 {
            0 | 1 => name = format!("{} {name}", pick(&["ông", "bà", "bác", "anh"], i, 9)),
            2 if i >= EXEMPLARS => (name, story) = (text::fold(&name), text::fold(&story)),
            _ => {}
        }
        let hamlet = (!mixed(i, 10).is_multiple_of(3)).then(|| pick(&HAMLETS, exemplar, 11));
        let bits = |salt| u64::try_from(mixed(i, salt) & 0xffff_ffff).unwrap();
        let photo = mixed(i, 12).is_multiple_of(4).then(|| bits(13) << 32 | bits(14));
        Self { name, commune: communes[at].code, hamlet, story, photo }
    }

    fn keys(&self) -> Vec<likeness::Key> {
        let subject = Subject {
            kind: NomineeKind::Person,
            name: self.name.clone(),
            commune: self.commune.to_owned(),
            hamlet: self.hamlet.map(str::to_owned),
            story: self.story.clone(),
            happened: None,
            told: 2026,
            phone: None,
            photos: Vec::new(),
        };
        Profile::read(&subject).keys()
    }
}

/// Fills a migrated database with a campaign, citizens, nominations in all their states, an exemplar
/// for every two of them, photos that were fetched, and the keys by which they are found.
///
/// Half the nominations wait (`submitted`), half are `recognised`; of an exemplar's two, one each.
/// Their ids, and so their times, go up from [`Seeded::first`], a second between two. Keys are written in
/// order and their indexes made afterwards, which is several times as fast as one by one.
pub async fn fill(store: &Store, now: i64) -> Seeded {
    let first = 1_000_000;
    let campaign = Campaign { id: 5, title: "Đo".into(), prefix: "HD".into() };
    store
        .write(0, move |tx| Box::pin(async move { campaigns::insert(tx, &campaign, 0).await }))
        .await
        .unwrap();
    let citizen = |i| format!("({}, 'telegram', 'bench{i}', 'Lan', 'vi', {now})", 1_000 + i);
    insert(
        store,
        "contacts (id, channel, address, name, app_language, created_at)",
        (0..CITIZENS).map(citizen),
    )
    .await;
    insert(
        store,
        "exemplars (id, kind, name, commune, created_at)",
        (0..EXEMPLARS).map(|i| {
            let Told { name, commune, .. } = Told::new(i);
            format!("({}, 'person', '{name}', '{commune}', {now})", first + i)
        }),
    )
    .await;
    insert(
        store,
        "nominations (id, code, campaign_id, nominator_id, nominee_kind, nominee_name, commune, \
         hamlet, story, is_minor, shows_nominator, state, version, submitted_at, exemplar_id, \
         state_since)",
        (0..NOMINATIONS).map(|i| row(first, i, now)),
    )
    .await;
    insert(
        store,
        "photo_hashes (nomination_id, position, hash, band_a, band_b, band_c, band_d, tries)",
        (0..NOMINATIONS).filter_map(|i| {
            let photo = Told::new(i).photo?;
            let [a, b, c, d] = bands(photo);
            Some(format!("({}, 0, {}, {a}, {b}, {c}, {d}, 1)", first + i, photo.cast_signed()))
        }),
    )
    .await;
    let indexes = ["nomination", "exemplar"];
    for column in indexes {
        run(store, format!("DROP INDEX likeness_keys_{column}")).await;
    }
    let keys = keys(first);
    insert(
        store,
        "likeness_keys (key, nomination_id, exemplar_id)",
        keys.into_iter()
            .map(|(key, nomination, exemplar)| format!("({key},{nomination},{exemplar})")),
    )
    .await;
    for column in indexes {
        let sql = format!("CREATE INDEX likeness_keys_{column} ON likeness_keys ({column}_id)");
        run(store, sql).await;
    }
    run(store, "ANALYZE".to_owned()).await;
    Seeded { first }
}

/// Keys of all nominations with nomination and exemplar, in order; read on every processor there is.
fn keys(first: i64) -> Vec<(i64, i64, i64)> {
    let parts = std::thread::available_parallelism().map_or(1, usize::from);
    let parts = i64::try_from(parts).unwrap();
    let some = |part: i64| {
        let all = (part..NOMINATIONS).step_by(usize::try_from(parts).unwrap());
        let keys = all.flat_map(|i| {
            let keys = Told::new(i).keys().into_iter();
            keys.map(move |key| (key.hash, first + i, first + i % EXEMPLARS))
        });
        keys.collect::<Vec<_>>()
    };
    let mut keys: Vec<(i64, i64, i64)> = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..parts).map(|part| scope.spawn(move || some(part))).collect();
        readers.into_iter().flat_map(|reader| reader.join().unwrap()).collect()
    });
    keys.sort_unstable();
    keys
}

fn row(first: i64, i: i64, now: i64) -> String {
    let Told { name, commune, hamlet, story, .. } = Told::new(i);
    let hamlet = hamlet.map_or("NULL".to_owned(), |hamlet| format!("'{hamlet}'"));
    let state = if i % 2 == i / EXEMPLARS % 2 { "submitted" } else { "recognised" };
    let at = now - 1_000 * (NOMINATIONS - i);
    format!(
        "({}, 'HD-B{i}', 5, {}, 'person', '{name}', '{commune}', {hamlet}, '{story}', 0, 0, \
         '{state}', 1, {at}, {}, {at})",
        first + i,
        1_000 + i % CITIZENS,
        first + i % EXEMPLARS,
    )
}

/// Inserts rows, many in a statement and many statements in a transaction.
async fn insert(store: &Store, into: &str, rows: impl Iterator<Item = String>) {
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        let statements: Vec<String> = (0..STATEMENTS)
            .map(|_| rows.by_ref().take(ROWS).collect::<Vec<_>>())
            .filter(|some| !some.is_empty())
            .map(|some| format!("INSERT INTO {into} VALUES {}", some.join(",")))
            .collect();
        store
            .write(0, move |tx| {
                Box::pin(async move {
                    for sql in statements {
                        // A statement that is not to be remembered: it comes once.
                        tx.connection().execute(AssertSqlSafe(sql)).await?;
                    }
                    Ok(())
                })
            })
            .await
            .unwrap();
    }
}

async fn run(store: &Store, sql: String) {
    store
        .write(0, move |tx| {
            Box::pin(async move {
                tx.connection().execute(AssertSqlSafe(sql)).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
}
