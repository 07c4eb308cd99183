//! Addresses that stand for hosts, and the one form of an IPv6 address (RFC 5952).
//! The standard library's own reading and writing of them would be 4 KB of the component.

#[cfg(test)]
mod tests;

use core::fmt::Write;

use crate::prelude::*;
use crate::search;

/// The normal form of an IPv6 address; `None` for what is none.
pub(super) fn normal_ipv6(text: &str) -> Option<String> {
    let (head, tail) = match search::split_once(text, "::") {
        Some((head, tail)) => (head, Some(tail)),
        None => (text, None),
    };
    let mut all = groups(head, tail.is_none())?;
    if let Some(tail) = tail {
        let tail = groups(tail, true)?;
        // The colons stand for one group at least.
        let place = GROUPS
            .checked_sub(tail.len())
            .filter(|place| *place > all.len())?;
        all.resize(place, 0);
        all.extend(tail);
    }
    Some(written(all.try_into().ok()?))
}

/// An IPv4 address as one number; `None` for what is none.
pub(super) fn ipv4(text: &str) -> Option<u32> {
    let mut address = 0;
    let mut count = 0;
    for part in text.split('.') {
        let is_plain = part == "0" || !part.starts_with('0');
        let digits = is_plain && part.bytes().all(|byte| byte.is_ascii_digit());
        let number: u8 = part.parse().ok().filter(|_| digits)?;
        address = address << 8 | u32::from(number);
        count += 1;
    }
    (count == 4).then_some(address)
}

const GROUPS: usize = 8;

/// The groups of a part of an address, of which an IPv4 address may be the last two.
fn groups(text: &str, may_end_in_ipv4: bool) -> Option<Vec<u16>> {
    let mut groups = Vec::new();
    let mut parts = text.split(':').peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        if text.is_empty() {
            break;
        }
        if is_last && may_end_in_ipv4 && part.contains('.') {
            let [a, b, c, d] = ipv4(part)?.to_be_bytes();
            groups.extend([u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])]);
        } else {
            let digits = part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
            groups.push(u16::from_str_radix(part, 16).ok().filter(|_| digits)?);
        }
    }
    Some(groups)
}

fn written(groups: [u16; GROUPS]) -> String {
    if let [0, 0, 0, 0, 0, 0xffff, high, low] = groups {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        return format!("::ffff:{a}.{b}.{c}.{d}");
    }
    // The first of the longest runs of zeros, when it is longer than one.
    let (mut begin, mut end, mut run) = (0, 1, 0);
    for (index, group) in groups.iter().enumerate() {
        run = if *group == 0 { run + 1 } else { 0 };
        if run > end - begin {
            end = index + 1;
            begin = end - run;
        }
    }
    let is_left_out = |index| end - begin > 1 && (begin..end).contains(&index);
    let mut text = String::new();
    for (index, group) in groups.iter().enumerate() {
        if is_left_out(index) {
            if index == begin {
                text.push_str("::");
            }
            continue;
        }
        if !text.is_empty() && !text.ends_with(':') {
            text.push(':');
        }
        // Writing to a string cannot fail.
        let _ = write!(text, "{group:x}");
    }
    text
}
