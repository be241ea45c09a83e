//! What was done, as words that can be compared: the rarer a word, the more it says.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::domain::place::{Word, words};

/// Words that say nothing of a deed.
const STOP: &str = "là và của cho các những một hai ba bốn năm sáu bảy tám chín mười đã đang sẽ để được \
    bị ở tại từ với khi mỗi ngày người nhà làm này đó kia ấy thì mà rằng nên vì do bởi đến tới về ra \
    vào lên xuống đi lại qua trong ngoài trên dưới trước sau giữa không có còn chỉ rất nhiều ít hơn \
    nhất như theo suốt luôn vẫn vừa từng tuổi ông bà anh chị cô chú bác em cháu cụ thầy mẹ bố mình họ \
    tôi bạn ai gì nào sao đây con cái chiếc lần tháng tuần giờ sáng trưa chiều tối đêm hôm nay việc \
    chuyện tấm gương tốt đẹp hàng trăm ngàn nghìn triệu đồng tổ số mới mươi thôn xã phường huyện \
    tỉnh làng xóm khu phố gần bên cạnh hoặc toàn bộ nhân dân địa gia đình hay cùng tự lấy vụ cả đem \
    cũng nhờ rồi thêm cách phải muốn biết quê nơi chỗ nhau hết đủ";
/// Words of which good deeds are full.
const COMMON: &str = "giúp đỡ nghèo miễn phí trẻ học sinh tặng cứu hiến đường tiền đất nuôi khó khăn \
    hoàn cảnh bệnh viện nhân công an trả nhặt xe máy giáo viên trường lớp dạy mở trồng cây hoa dọn rác \
    sạch từ thiện nguyện cơm cháo phát quà tết hộ bảo vệ vận động đóng góp xây dựng sửa chữa chăm sóc \
    già tình máu chạy đuối nước sông tai nạn thương phụ nữ thanh niên hội phong trào chức cộng bữa ăn \
    thu nhập lúa đám vượt giỏi rơi bỏ tài sản mất bé bán trao ủng";

/// The words of a deed.
#[derive(Clone, Debug, Default)]
pub(super) struct Deed {
    /// Each once, without marks, sorted: a word, or two beside each other, and its weight.
    parts: Vec<(String, f32)>,
    /// The sum of the weights.
    mass: f32,
}

/// What two deeds have in common.
pub(super) struct Shared {
    /// From 0 for nothing to 1 for the shorter told within the longer.
    pub share: f32,
    /// How much there is in common.
    pub mass: f32,
    /// How much the shorter tells.
    pub least: f32,
    /// The words that say most, the heaviest first.
    pub words: Vec<String>,
}

impl Deed {
    /// Reads a story, leaving out the words of names, which are without marks.
    pub fn read(story: &str, names: &[&str]) -> Self {
        let words = words(story);
        // In a story without marks a word may be any of those that fold to it.
        let marked = words.iter().filter(|word| word.is_marked()).count() * 5 > words.len();
        let words: Vec<(&str, f32)> = words
            .iter()
            .map(|word| {
                let named = names.contains(&word.plain.as_str());
                (word.plain.as_str(), if named { 0.0 } else { weight(word, marked) })
            })
            .collect();
        let mut parts: Vec<(String, f32)> = Vec::with_capacity(words.len() * 2);
        for &(word, weight) in &words {
            if weight > 0.0 {
                parts.push((word.to_owned(), weight));
            }
        }
        // Most words are two syllables, which say more together than each alone.
        for pair in words.windows(2) {
            let weight = pair[0].1 + pair[1].1;
            if pair[0].1 > 0.0 && pair[1].1 > 0.0 {
                parts.push((format!("{} {}", pair[0].0, pair[1].0), weight * 0.75));
            }
        }
        parts.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        parts.dedup_by(|a, b| a.0 == b.0);
        let mass = parts.iter().map(|(_, weight)| weight).sum();
        Self { parts, mass }
    }

    /// What both tell.
    pub fn shared(&self, other: &Self) -> Shared {
        let (mut a, mut b) = (self.parts.iter().peekable(), other.parts.iter().peekable());
        let mut common: Vec<(&str, f32)> = Vec::new();
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.0.cmp(&y.0) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    common.push((&x.0, f32::midpoint(x.1, y.1)));
                    a.next();
                    b.next();
                }
            }
        }
        let mass: f32 = common.iter().map(|(_, weight)| weight).sum();
        let least = self.mass.min(other.mass);
        common.sort_by(|x, y| y.1.total_cmp(&x.1).then_with(|| x.0.cmp(y.0)));
        let words = common.iter().take(3).map(|(word, _)| (*word).to_owned()).collect();
        Shared { share: if least > 0.0 { mass / least } else { 0.0 }, mass, least, words }
    }

    /// The rarest words and pairs, at most `count`, by which it can be found.
    pub fn tellers(&self, count: usize) -> Vec<&str> {
        let mut parts: Vec<&(String, f32)> =
            self.parts.iter().filter(|(word, weight)| *weight >= 1.0 && word.len() > 2).collect();
        parts.sort_by(|x, y| y.1.total_cmp(&x.1).then_with(|| y.0.len().cmp(&x.0.len())));
        parts.truncate(count);
        parts.into_iter().map(|(word, _)| word.as_str()).collect()
    }
}

fn weight(word: &Word, marked: bool) -> f32 {
    if word.plain.bytes().all(|c| c.is_ascii_digit()) {
        return if word.plain.len() > 1 { 0.6 } else { 0.0 };
    }
    let (stop, common) = lists();
    let listed = |list: &List| {
        list.get(&word.plain).is_some_and(|known| {
            known.iter().any(|known| word.fits(known) && (!marked || known.fits(word)))
        })
    };
    match (listed(stop), listed(common)) {
        (true, _) if marked => 0.0,
        (true, _) => 0.25,
        (_, true) => 0.4,
        _ => 1.0,
    }
}

/// Words by themselves without marks.
type List = HashMap<String, Vec<Word>>;

fn lists() -> &'static (List, List) {
    static LISTS: OnceLock<(List, List)> = OnceLock::new();
    let list = |table: &str| {
        let mut list = List::new();
        for word in words(table) {
            list.entry(word.plain.clone()).or_default().push(word);
        }
        list
    };
    LISTS.get_or_init(|| (list(STOP), list(COMMON)))
}
