//! The rows in memory and which of them goes next: pure.
//!
//! Each chat is first-in-first-out within a lane and has at most one row in flight. Over all
//! chats, a more urgent lane goes first; within a lane, who could go first goes first. The worker
//! drives it; it knows neither the database nor the doors.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use super::outgoing::{Lane, Placement, Row};
use super::pace::{Chat, Pace};
use crate::clock::Millis;

/// Rows finished lately that are remembered, so that a slow look at the database or a late
/// hand-over does not bring one back.
const REMEMBERED: usize = 16_384;

/// Rows to be sent.
#[derive(Debug, Default)]
pub struct Queue {
    chats: HashMap<Chat, Waiting>,
    /// Heads of chats that are not in flight, by the moment they may go, one map a lane.
    ready: [BTreeMap<(Millis, i64), Chat>; 3],
    /// Rows in memory, in flight and being marked included.
    known: HashSet<i64>,
    known_in_lane: [usize; 3],
    finished: HashSet<i64>,
    finished_order: VecDeque<i64>,
    superseded: Vec<(i64, Lane)>,
}

#[derive(Debug, Default)]
struct Waiting {
    lanes: [VecDeque<Row>; 3],
    /// Where in `ready` the head of each lane is.
    scheduled: [Option<(Millis, i64)>; 3],
    in_flight: bool,
}

impl Queue {
    /// Takes a row in, unless it is known or done already. Says whether it was news.
    ///
    /// A later row of a slot makes an earlier, unsent redraw of it pointless: that one is dropped,
    /// to be fetched by [`Queue::take_superseded`].
    pub fn push(&mut self, row: Row, pace: &Pace, now: Millis) -> bool {
        if self.finished.contains(&row.id) || !self.known.insert(row.id) {
            return false;
        }
        self.known_in_lane[row.lane as usize] += 1;
        self.insert(row, pace, now);
        true
    }

    /// Whether the row is in memory or was finished lately.
    pub fn knows(&self, id: i64) -> bool {
        self.known.contains(&id) || self.finished.contains(&id)
    }

    /// How many rows of `lane` are in memory.
    pub fn len(&self, lane: Lane) -> usize {
        self.known_in_lane[lane as usize]
    }

    /// Whether nothing is in memory.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// The row to send now, if one may go, none less urgent than `least`. Its chat is in flight
    /// from now on, until [`Queue::release`].
    ///
    /// Where one is due and the second does not hold it, nothing less urgent goes: an album would wait
    /// for ever for so much room.
    pub fn next(&mut self, least: Lane, pace: &Pace, now: Millis) -> Option<(Chat, Row)> {
        let (lane, may_go, _) = self.heads(least, pace, now).find(|(_, _, is_due)| *is_due)?;
        if may_go > now {
            return None;
        }
        let lane = lane as usize;
        let (_, chat) = self.ready[lane].first_key_value()?;
        let chat = chat.clone();
        self.unschedule(&chat);
        let waiting = self.chats.get_mut(&chat).expect("a scheduled chat is there");
        waiting.in_flight = true;
        let row = waiting.lanes[lane].pop_front().expect("a scheduled lane has a head");
        Some((chat, row))
    }

    /// When [`Queue::next`] may have something, as things stand.
    pub fn wakes_at(&self, least: Lane, pace: &Pace, now: Millis) -> Option<Millis> {
        let mut wakes_at: Option<Millis> = None;
        for (_, may_go, is_due) in self.heads(least, pace, now) {
            wakes_at = Some(wakes_at.map_or(may_go, |at| at.min(may_go)));
            if is_due {
                break;
            }
        }
        wakes_at
    }

    /// Whether a row is due and waits for room in the second.
    pub fn is_held_back(&self, least: Lane, pace: &Pace, now: Millis) -> bool {
        let head = self.heads(least, pace, now).find(|(_, _, is_due)| *is_due);
        head.is_some_and(|(_, may_go, _)| may_go > now)
    }

    /// The first row of each lane, when it may go, and whether its chat may get it now.
    fn heads<'a>(
        &'a self,
        least: Lane,
        pace: &'a Pace,
        now: Millis,
    ) -> impl Iterator<Item = (Lane, Millis, bool)> + 'a {
        Lane::ALL.into_iter().filter(move |lane| *lane <= least).filter_map(move |lane| {
            let (&(at, _), chat) = self.ready[lane as usize].first_key_value()?;
            let row = self.chats.get(chat).and_then(|waiting| waiting.lanes[lane as usize].front());
            let messages = row.map_or(1, |row| row.message.count());
            let open_at = pace.earliest_of_all(lane.traffic(), messages, now);
            Some((lane, at.max(open_at), at <= now))
        })
    }

    /// The row is done with, for good.
    pub fn finish(&mut self, id: i64, lane: Lane) {
        if !self.known.remove(&id) {
            return;
        }
        self.known_in_lane[lane as usize] -= 1;
        if self.finished.insert(id) {
            self.finished_order.push_back(id);
        }
        if self.finished_order.len() > REMEMBERED
            && let Some(oldest) = self.finished_order.pop_front()
        {
            self.finished.remove(&oldest);
        }
    }

    /// The row is not ours for now, but may come back from the database.
    pub fn forget(&mut self, id: i64, lane: Lane) {
        if self.known.remove(&id) {
            self.known_in_lane[lane as usize] -= 1;
        }
    }

    /// The row of the chat in flight is to be tried again, at its `due_at`.
    pub fn put_back(&mut self, row: Row, pace: &Pace, now: Millis) {
        self.insert(row, pace, now);
    }

    /// The chat's next row may go.
    pub fn release(&mut self, chat: &Chat, pace: &Pace, now: Millis) {
        if let Some(waiting) = self.chats.get_mut(chat) {
            waiting.in_flight = false;
        }
        self.schedule(chat, pace, now);
    }

    /// Takes out what waits for `chat`.
    pub fn take_chat(&mut self, chat: &Chat) -> Vec<Row> {
        self.unschedule(chat);
        let Some(waiting) = self.chats.get_mut(chat) else { return Vec::new() };
        waiting.lanes.iter_mut().flat_map(std::mem::take).collect()
    }

    /// Rows dropped because a later one says the same slot's newer truth. Still to be deleted.
    pub fn take_superseded(&mut self) -> Vec<(i64, Lane)> {
        std::mem::take(&mut self.superseded)
    }

    /// Forgets everything that waits. What is in flight stays known until it is finished or
    /// forgotten, so that it is not fetched and sent beside itself.
    pub fn forget_waiting(&mut self) {
        let chats: Vec<Chat> = self.chats.keys().cloned().collect();
        for chat in chats {
            for row in self.take_chat(&chat) {
                self.forget(row.id, row.lane);
            }
        }
        self.chats.retain(|_, waiting| waiting.in_flight);
    }

    fn insert(&mut self, row: Row, pace: &Pace, now: Millis) {
        let chat = Chat::new(&row.channel, &row.address);
        self.unschedule(&chat);
        let waiting = self.chats.entry(chat.clone()).or_default();
        if let Some(slot) = &row.slot {
            let stale = row.placement == Placement::Redraw
                && waiting
                    .lanes
                    .iter()
                    .flatten()
                    .any(|other| other.id > row.id && other.slot.as_ref() == Some(slot));
            for lane in &mut waiting.lanes {
                lane.retain(|other| {
                    let drop = other.id < row.id
                        && other.placement == Placement::Redraw
                        && other.slot.as_ref() == Some(slot);
                    if drop {
                        self.superseded.push((other.id, other.lane));
                    }
                    !drop
                });
            }
            if stale {
                self.superseded.push((row.id, row.lane));
                self.schedule(&chat, pace, now);
                return;
            }
        }
        let lane = &mut waiting.lanes[row.lane as usize];
        let position = lane.partition_point(|other| other.id < row.id);
        lane.insert(position, row);
        self.schedule(&chat, pace, now);
    }

    /// Enters the heads of a chat that is not in flight; forgets a chat with nothing left.
    fn schedule(&mut self, chat: &Chat, pace: &Pace, now: Millis) {
        let Some(waiting) = self.chats.get_mut(chat) else { return };
        if waiting.in_flight {
            return;
        }
        let may_go = pace.earliest(chat, now);
        let mut idle = true;
        for (lane, rows) in waiting.lanes.iter().enumerate() {
            let Some(head) = rows.front() else { continue };
            idle = false;
            let key = (head.due_at.max(may_go), head.id);
            waiting.scheduled[lane] = Some(key);
            self.ready[lane].insert(key, chat.clone());
        }
        if idle {
            self.chats.remove(chat);
        }
    }

    fn unschedule(&mut self, chat: &Chat) {
        let Some(waiting) = self.chats.get_mut(chat) else { return };
        for (lane, key) in waiting.scheduled.iter_mut().enumerate() {
            if let Some(key) = key.take() {
                self.ready[lane].remove(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::conversation::message::Message;
    use crate::delivery::pace::Traffic;
    use crate::domain::evidence::{File, FileKind};

    fn row(id: i64, address: &str, lane: Lane) -> Row {
        Row {
            id,
            channel: "telegram".to_owned(),
            address: address.to_owned(),
            lane,
            slot: None,
            placement: Placement::Fresh,
            message: Message::of("text"),
            attempts: 0,
            due_at: 0,
            maybe_sent: 0,
            created_at: 0,
        }
    }

    fn redraw(id: i64, address: &str, slot: &str) -> Row {
        Row {
            slot: Some(slot.to_owned()),
            placement: Placement::Redraw,
            ..row(id, address, Lane::Answer)
        }
    }

    fn unpaced(rows: impl IntoIterator<Item = Row>) -> (Queue, Pace) {
        let (mut queue, pace) = (Queue::default(), Pace::new(0));
        for row in rows {
            queue.push(row, &pace, 0);
        }
        (queue, pace)
    }

    fn next(queue: &mut Queue, pace: &Pace) -> Option<i64> {
        queue.next(Lane::News, pace, 0).map(|(_, row)| row.id)
    }

    #[test]
    fn a_chat_has_one_row_in_flight_until_it_is_released() {
        let (mut queue, pace) = unpaced([row(1, "7", Lane::Answer), row(2, "7", Lane::Answer)]);
        let (chat, first) = queue.next(Lane::News, &pace, 0).unwrap();
        assert_eq!(first.id, 1);
        assert_eq!(next(&mut queue, &pace), None);
        queue.finish(1, Lane::Answer);
        queue.release(&chat, &pace, 0);
        assert_eq!(next(&mut queue, &pace), Some(2));
    }

    #[test]
    fn answers_go_before_news_that_came_first() {
        let (mut queue, pace) = unpaced([
            row(1, "7", Lane::News),
            row(2, "8", Lane::Review),
            row(3, "9", Lane::Answer),
        ]);
        let order: Vec<_> = std::iter::from_fn(|| next(&mut queue, &pace)).collect();
        assert_eq!(order, [3, 2, 1]);
    }

    #[test]
    fn an_album_that_the_second_does_not_hold_lets_nothing_less_urgent_pass() {
        let mut pace = Pace::new(10);
        let photo =
            File { kind: FileKind::Photo, handle: "photo:1".into(), name: None, size: None };
        let media = vec![photo; 8];
        let mut queue = Queue::default();
        let album =
            Row { message: Message { media, ..Message::of("") }, ..row(1, "7", Lane::Answer) };
        queue.push(album, &pace, 0);
        queue.push(row(2, "8", Lane::News), &pace, 0);
        for at in 0..3 {
            pace.take(&Chat::new("telegram", "9"), 1, Traffic::Answer, at);
        }
        assert!(queue.is_held_back(Lane::News, &pace, 500));
        assert_eq!(queue.next(Lane::News, &pace, 500), None);
        let at = queue.wakes_at(Lane::News, &pace, 500).unwrap();
        assert!(at > 1_000, "{at}");
        assert!(!queue.is_held_back(Lane::News, &pace, at));
        assert_eq!(queue.next(Lane::News, &pace, at).unwrap().1.id, 1);
        assert_eq!(queue.next(Lane::News, &pace, at).unwrap().1.id, 2);
    }

    #[test]
    fn less_urgent_lanes_can_be_left_waiting() {
        let (mut queue, pace) = unpaced([row(1, "7", Lane::News)]);
        assert_eq!(queue.next(Lane::Review, &pace, 0), None);
        assert_eq!(queue.wakes_at(Lane::Review, &pace, 0), None);
        assert_eq!(queue.wakes_at(Lane::News, &pace, 0), Some(0));
    }

    #[test]
    fn a_later_row_of_the_slot_supersedes_an_unsent_redraw() {
        let (mut queue, pace) = unpaced([
            redraw(1, "7", "counter"),
            redraw(2, "7", "other"),
            redraw(3, "7", "counter"),
        ]);
        assert_eq!(queue.take_superseded(), [(1, Lane::Answer)]);
        assert_eq!(next(&mut queue, &pace), Some(2));
    }

    #[test]
    fn a_redraw_in_flight_is_not_superseded_but_its_retry_is() {
        let (mut queue, pace) = unpaced([redraw(1, "7", "counter")]);
        let (chat, first) = queue.next(Lane::News, &pace, 0).unwrap();
        queue.push(redraw(2, "7", "counter"), &pace, 0);
        assert!(queue.take_superseded().is_empty());
        queue.put_back(first, &pace, 0);
        queue.release(&chat, &pace, 0);
        assert_eq!(queue.take_superseded(), [(1, Lane::Answer)]);
        assert_eq!(next(&mut queue, &pace), Some(2));
    }

    #[test]
    fn a_fresh_message_is_never_superseded() {
        let fresh = Row { placement: Placement::Fresh, ..redraw(1, "7", "card") };
        let (mut queue, pace) = unpaced([fresh, redraw(2, "7", "card")]);
        assert!(queue.take_superseded().is_empty());
        assert_eq!(next(&mut queue, &pace), Some(1));
    }

    #[test]
    fn a_finished_row_does_not_come_back() {
        let (mut queue, pace) = unpaced([row(1, "7", Lane::Answer)]);
        let (chat, _) = queue.next(Lane::News, &pace, 0).unwrap();
        queue.finish(1, Lane::Answer);
        queue.release(&chat, &pace, 0);
        assert!(!queue.push(row(1, "7", Lane::Answer), &pace, 0));
        assert!(queue.is_empty());
    }

    #[test]
    fn a_row_tried_again_later_holds_its_chat_and_lane_back() {
        let (mut queue, pace) = unpaced([row(1, "7", Lane::Answer), row(2, "7", Lane::Answer)]);
        let (chat, mut first) = queue.next(Lane::News, &pace, 0).unwrap();
        first.due_at = 300;
        queue.put_back(first, &pace, 0);
        queue.release(&chat, &pace, 0);
        assert_eq!(next(&mut queue, &pace), None);
        assert_eq!(queue.wakes_at(Lane::News, &pace, 0), Some(300));
        assert_eq!(queue.next(Lane::News, &pace, 300).unwrap().1.id, 1);
    }

    proptest! {
        #[test]
        fn every_chat_and_lane_is_first_in_first_out(
            rows in prop::collection::vec((0..4_u8, 0..3_i64, 0..5_u8), 1..80),
            rate in prop::sample::select(vec![0_u32, 1, 30, 1000]),
        ) {
            let mut queue = Queue::default();
            let mut pace = Pace::new(rate);
            let mut now = 0;
            let mut fails = HashMap::new();
            for (id, (chat, lane, failures)) in rows.iter().enumerate() {
                let id = i64::try_from(id).unwrap();
                fails.insert(id, *failures);
                queue.push(row(id, &chat.to_string(), Lane::from_code(*lane).unwrap()), &pace, 0);
            }
            let mut in_flight: VecDeque<(Chat, Row)> = VecDeque::new();
            let mut last = HashMap::new();
            let mut sent = 0;
            while sent < rows.len() {
                while let Some((chat, row)) = queue.next(Lane::News, &pace, now) {
                    prop_assert!(in_flight.iter().all(|(other, _)| *other != chat), "two in flight");
                    if row.lane != Lane::Answer {
                        let answers = queue.ready[0].keys().filter(|(at, _)| *at <= now).count();
                        prop_assert_eq!(answers, 0, "an answer was ready and had to wait");
                    }
                    pace.take(&chat, 1, row.lane.traffic(), now);
                    in_flight.push_back((chat, row));
                    if in_flight.len() > 3 { break; }
                }
                if let Some((chat, mut row)) = in_flight.pop_front() {
                    let failures = fails.get_mut(&row.id).unwrap();
                    if *failures > 0 {
                        *failures -= 1;
                        row.due_at = now + 500;
                        queue.put_back(row, &pace, now);
                    } else {
                        let before = last.insert((chat.clone(), row.lane), row.id);
                        prop_assert!(before.is_none_or(|before| before < row.id), "out of order");
                        queue.finish(row.id, row.lane);
                        sent += 1;
                    }
                    queue.release(&chat, &pace, now);
                } else {
                    let wakes = queue.wakes_at(Lane::News, &pace, now);
                    prop_assert!(wakes.is_some_and(|at| at > now), "nothing to wait for");
                    now = wakes.unwrap();
                }
            }
            prop_assert!(queue.is_empty());
            prop_assert!(queue.chats.is_empty());
        }
    }
}
