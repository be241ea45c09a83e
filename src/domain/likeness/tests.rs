//! Two hundred labelled pairs, and what the score makes of them.

use super::*;
use crate::domain::place::communes;
use crate::domain::text;

/// A pair of the table.
struct Pair {
    number: &'static str,
    held_out: bool,
    same: bool,
    about: &'static str,
    subjects: [Subject; 2],
}

fn pairs() -> Vec<Pair> {
    let rows: Vec<[&str; 12]> = crate::domain::rows(include_str!("pairs.tsv")).collect();
    rows.chunks(2)
        .map(|two| {
            assert_eq!(two[0][0], two[1][0], "a pair is two lines");
            Pair {
                number: two[0][0],
                held_out: two[0][1] == "held",
                same: two[0][2] == "same",
                about: two[0][11],
                subjects: [subject(&two[0]), subject(&two[1])],
            }
        })
        .collect()
}

fn subject(row: &[&'static str; 12]) -> Subject {
    let [_, _, _, kind, name, commune, hamlet, happened, phone, photo, story, _] = row;
    let commune = communes().iter().find(|known| known.name == *commune);
    let some = |cell: &str| (!cell.is_empty()).then(|| cell.to_owned());
    Subject {
        kind: NomineeKind::from_code(kind).unwrap(),
        name: text::name(name).unwrap(),
        commune: commune.unwrap().code.to_owned(),
        hamlet: some(hamlet),
        story: text::clean(story),
        happened: some(happened).map(|day| day.parse().unwrap()),
        told: 2026,
        phone: some(phone).map(|phone| crate::domain::phone::parse(&phone).unwrap().into()),
        photos: some(photo).map(|hex| u64::from_str_radix(&hex, 16).unwrap()).into_iter().collect(),
    }
}

#[test]
fn of_two_hundred_labelled_pairs_nearly_all_are_told_apart() {
    let mut counts = [[0_u32; 4]; 2];
    let all = pairs();
    for pair in &all {
        let [a, b] = &pair.subjects;
        let [one, other] = [Profile::read(a), Profile::read(b)];
        let likeness = compare(&one, &other);
        assert_eq!(likeness.score, compare(&other, &one).score, "{}", pair.about);
        let likely = likeness.score >= LIKELY && would_be_found(&one, &other);
        counts[usize::from(pair.held_out)][usize::from(pair.same) * 2 + usize::from(likely)] += 1;
        if likely != pair.same {
            println!(
                "pair {} ({}, {}): {} {:?}",
                pair.number, pair.about, pair.same, likeness.score, likeness.reasons
            );
        }
    }
    let figures = |[tn, fp, missed, tp]: [u32; 4]| {
        let (recall, precision) =
            (f64::from(tp) / f64::from(tp + missed), f64::from(tp) / f64::from(tp + fp));
        println!(
            "recall {recall:.3}, precision {precision:.3} ({tp} found, {missed} missed, {fp} false, {tn} told apart)"
        );
        (recall, precision)
    };
    let [tuned, held_out] = counts;
    print!("{} pairs the weights were found with: ", tuned.iter().sum::<u32>());
    figures(tuned);
    print!("{} pairs written afterwards: ", held_out.iter().sum::<u32>());
    figures(held_out);
    print!("all: ");
    let (recall, precision) = figures(std::array::from_fn(|at| tuned[at] + held_out[at]));
    assert!(all.len() >= 200 && recall >= 0.95 && precision >= 0.9);
}

/// Whether the index leads from one to the other.
fn would_be_found(one: &Profile, other: &Profile) -> bool {
    let (keys, others) = (one.keys(), other.keys());
    let looks_like = |x: u64, y: u64| {
        bands(x).into_iter().zip(bands(y)).any(|(x, y)| band_neighbours(x).any(|near| near == y))
    };
    keys.iter().any(|key| others.iter().any(|other| other.hash == key.hash))
        || one.photos.iter().any(|&x| other.photos.iter().any(|&y| looks_like(x, y)))
}
