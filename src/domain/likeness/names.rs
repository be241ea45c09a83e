//! How common a Vietnamese name is, and how slips change it.

/// Surnames by how many of a hundred thousand bear them.
/// Source of the first three: <https://firstreal.com.vn/cac-ho-pho-bien-va-y-nghia-cua-ho-o-viet-nam>;
/// the others are estimates, for a rank is all that is needed.
const SURNAMES: [(&str, u32); 42] = [
    ("nguien", 38_400),
    ("tran", 12_100),
    ("le", 9_500),
    ("pham", 7_000),
    ("hoang", 4_000),
    ("phan", 3_000),
    ("vu", 4_000),
    ("vo", 2_000),
    ("dang", 2_500),
    ("bui", 3_000),
    ("do", 3_000),
    ("ho", 1_000),
    ("ngo", 1_500),
    ("duong", 1_200),
    ("li", 600),
    ("dao", 1_200),
    ("doan", 1_000),
    ("vuong", 500),
    ("trinh", 900),
    ("truong", 1_000),
    ("dinh", 1_200),
    ("lam", 400),
    ("phung", 700),
    ("mai", 700),
    ("to", 500),
    ("ha", 700),
    ("ta", 400),
    ("luong", 900),
    ("luu", 600),
    ("cao", 500),
    ("thai", 300),
    ("chu", 500),
    ("quach", 200),
    ("tong", 300),
    ("la", 200),
    ("lai", 300),
    ("nghiem", 200),
    ("khuc", 200),
    ("dam", 200),
    ("kieu", 150),
    ("tang", 100),
    ("bach", 100),
];
/// Middle names, likewise.
const MIDDLES: [(&str, u32); 30] = [
    ("thi", 28_000),
    ("van", 20_000),
    ("duc", 2_500),
    ("xuan", 2_500),
    ("minh", 2_500),
    ("quang", 2_000),
    ("huu", 2_000),
    ("dinh", 2_000),
    ("ngoc", 2_500),
    ("thanh", 2_500),
    ("quoc", 1_500),
    ("cong", 1_500),
    ("hong", 1_500),
    ("the", 1_200),
    ("manh", 1_000),
    ("hoang", 1_200),
    ("thu", 1_200),
    ("kim", 1_000),
    ("trong", 800),
    ("viet", 800),
    ("tuan", 800),
    ("anh", 800),
    ("phuong", 800),
    ("gia", 700),
    ("bao", 600),
    ("hai", 700),
    ("tien", 600),
    ("dang", 500),
    ("ba", 400),
    ("si", 300),
];
/// Given names that many bear, in no order.
const GIVEN: &str = "hung dung tuan hai nam long minh son thanh tung cuong thang hoa lan huong ha \
    hanh mai nga thu thui hang linh trang anh phuong hien loan nhung iien duc quang hieu manh duong \
    tien toan trung kien quan viet phong khanh hoang binh dat tai tam loi hoan thinh vinh vu quie \
    quy qui ngoc chi nhan tho thuan truong hau chung chien quiet bao an ba bai bac bang bich cuc \
    chinh chau dao diep dinh dong giang gam hai han hue hiep hong huan hui hoai hop hoe hoi kha \
    khoa khoi khang khai lam lieu lien luc luan luu len ly li loc lua mui man min mi mo muoi ngan \
    nghia ngu nhi nhien nhu nho nhat nguiet ninh ngo oanh phi phuc phung phu quie quinh sau sinh \
    sang sen sim si suu suong ta tan tao tau te thach thai thao thom thoa thi thien thieu thu thuc \
    thuong thui thuien tin tinh tinh to toi toai tram tri trieu tru truc tu tua tue tuiet tui tuien \
    ut uien van vi vien vui vuong vuong xuan xuien i iem ien bon bao den dieu don du dua duien \
    hung hoc huien hieu khuien khuong kim mit nghi ngat ngoan nuong nen phan phuoc rang sam su tham \
    thuat thu tiep tiem tong trong truien tuoc tuong vang vuong";
/// Of them, those that are borne most.
const FREQUENT: &str = "hung dung tuan hai nam long minh son thanh tung cuong thang hoa lan huong ha \
    hanh mai nga thu thui hang linh trang anh phuong hien loan nhung duc quang hieu manh toan \
    trung binh tam loi hong hue lien oanh tuiet van hoang bich";

const FEW: f64 = 150.0;

fn share(table: &[(&str, u32)], plain: &str, few: f64) -> f64 {
    let found = table.iter().find(|(name, _)| *name == plain);
    found.map_or(few, |(_, share)| f64::from(*share)) / 100_000.0
}

fn given_share(plain: &str) -> f64 {
    if FREQUENT.split_whitespace().any(|name| name == plain) {
        0.015
    } else if is_given(plain) {
        0.004
    } else {
        0.001
    }
}

/// How rare a name is, in bits: one person of two to the power of it bears it. The words are
/// without marks and with `i` for `y`.
pub(super) fn rarity(words: &[&str]) -> f64 {
    let share = match words {
        [] => 1.0,
        [given] => given_share(given),
        [surname, given] => share(&SURNAMES, surname, FEW) * given_share(given) * 0.3,
        [surname, middles @ .., given] => {
            share(&SURNAMES, surname, FEW)
                * given_share(given)
                * middles.iter().map(|middle| share(&MIDDLES, middle, 500.0)).product::<f64>()
        }
    };
    -share.log2()
}

/// Whether many people are called so.
pub(super) fn is_given(plain: &str) -> bool {
    GIVEN.split_whitespace().any(|name| name == plain)
}

/// Whether this is a surname.
pub(super) fn is_surname(plain: &str) -> bool {
    SURNAMES.iter().any(|(name, _)| *name == plain)
}

/// Whether this stands between surname and given name so often that what is before it is a surname.
pub(super) fn is_middle(plain: &str) -> bool {
    MIDDLES.iter().take(2).any(|(name, _)| *name == plain)
}

/// The word as it sounds in the delta, where l and n, tr and ch, s and x, d, gi and r are one.
pub(super) fn sound(plain: &str) -> String {
    let (start, rest) = match plain.as_bytes() {
        [b't', b'r', ..] => ("ch", &plain[2..]),
        [b'g', b'i', b'a'..=b'z', ..] => ("d", &plain[2..]),
        [b'r', ..] => ("d", &plain[1..]),
        [b'l', ..] => ("n", &plain[1..]),
        [b's', ..] => ("x", &plain[1..]),
        [b'k', ..] if !plain.starts_with("kh") => ("c", &plain[1..]),
        _ => ("", plain),
    };
    format!("{start}{rest}")
}
