//! Keys by which those worth comparing are found by an index.
//!
//! Two nominations of one person share at least one key; two of different people with a common
//! name mostly share none, for every key joins what is common with something that is not.

use super::Profile;
use super::names::sound;

/// From this rarity on a name alone is worth looking for in the whole province.
const RARE_ENOUGH: f64 = 16.0;
/// How many words of the deed are joined with a name.
const TELLERS: usize = 6;
/// How many communes are looked in.
const COMMUNES: usize = 3;

/// A key: what it is made of, hashed, and how much a shared one says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The hash, as the database keeps it.
    pub hash: i64,
    /// How much it says, 1 to 9.
    pub weight: u8,
}

impl Profile {
    /// Its keys, each once.
    pub fn keys(&self) -> Vec<Key> {
        let mut keys = Keys::default();
        if let Some(phone) = &self.phone {
            keys.add(9, &["phone", phone]);
        }
        let communes = self.site.communes();
        let communes = &communes[..communes.len().min(COMMUNES)];
        let hamlet = self.site.hamlet.concat();
        let tellers = self.deed.tellers(TELLERS);
        for form in &self.name.forms {
            if self.name.group {
                self.group_keys(&mut keys, form, communes, &tellers);
                continue;
            }
            let words: Vec<&str> = form.words.iter().map(|word| word.plain.as_str()).collect();
            let sounds: Vec<String> = words.iter().map(|word| sound(word)).collect();
            let full = sounds.join(" ");
            let given = sounds.last().map_or("", String::as_str);
            if form.rarity >= RARE_ENOUGH {
                keys.add(6, &["name", &full]);
            }
            for teller in &tellers {
                keys.add(7, &["told", &full, teller]);
            }
            for commune in communes {
                keys.add(5, &["full", &full, commune]);
                keys.add(1, &["given", given, commune]);
                for teller in &tellers {
                    keys.add(4, &["given told", given, commune, teller]);
                }
                if !hamlet.is_empty() {
                    keys.add(4, &["given hamlet", given, commune, &hamlet]);
                }
                // Without one word, for a slip in it or its absence.
                if sounds.len() > 2 {
                    for left_out in 0..sounds.len() {
                        let kept = sounds.iter().enumerate().filter(|(at, _)| *at != left_out);
                        let kept: Vec<&str> = kept.map(|(_, word)| word.as_str()).collect();
                        let all = kept.join(" ");
                        if left_out + 1 < sounds.len() {
                            keys.add(3, &["part", &all, commune]);
                            continue;
                        }
                        keys.add(1, &["slip", &all, commune]);
                        if !hamlet.is_empty() {
                            keys.add(3, &["slip hamlet", &all, commune, &hamlet]);
                        }
                        for teller in &tellers {
                            keys.add(3, &["slip told", &all, commune, teller]);
                        }
                    }
                }
                if sounds.len() == 2 {
                    keys.add(3, &["part", &full, commune]);
                    keys.add(2, &["slip", sounds[0].as_str(), commune]);
                }
            }
        }
        // What neighbours call somebody: found by where and what.
        for commune in communes {
            for teller in &tellers {
                if !hamlet.is_empty() {
                    keys.add(3, &["hamlet told", commune, &hamlet, teller]);
                }
            }
        }
        keys.all
    }

    fn group_keys(
        &self,
        keys: &mut Keys,
        form: &super::name::Form,
        communes: &[&str],
        tellers: &[&str],
    ) {
        let mut words: Vec<&str> = form
            .words
            .iter()
            .map(|word| word.plain.as_str())
            .filter(|word| !super::titles::is_filler(word))
            .collect();
        if words.is_empty() {
            words = form.words.iter().map(|word| word.plain.as_str()).collect();
        }
        keys.add(6, &["group", &words.join(" ")]);
        let tail = words[words.len().saturating_sub(2)..].join(" ");
        words.sort_unstable();
        words.dedup();
        for commune in communes {
            keys.add(6, &["group words", &words.join(" "), commune]);
            keys.add(4, &["group tail", &tail, commune]);
            for pair in form.words.windows(2) {
                keys.add(2, &["group pair", &pair[0].plain, &pair[1].plain, commune]);
            }
            // A name in letters only, "CH" for "cứu hộ".
            for teller in tellers {
                keys.add(2, &["group told", teller, commune]);
            }
        }
    }
}

#[derive(Default)]
struct Keys {
    all: Vec<Key>,
}

impl Keys {
    fn add(&mut self, weight: u8, parts: &[&str]) {
        // FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        let key = Key { hash: i64::from_le_bytes(hash.to_le_bytes()), weight };
        if !self.all.iter().any(|known| known.hash == key.hash) {
            self.all.push(key);
        }
    }
}

/// A photo's hash in four parts, each for an index of its own.
pub fn bands(hash: u64) -> [i64; 4] {
    [0, 16, 32, 48].map(|shift| i64::from(u16::try_from(hash >> shift & 0xffff).unwrap_or(0)))
}

/// A band and all bands one bit away: two hashes that differ in seven bits or fewer agree so in at
/// least one of the four.
pub fn band_neighbours(band: i64) -> impl Iterator<Item = i64> {
    std::iter::once(band).chain((0..16).map(move |bit| band ^ (1 << bit)))
}
