//! What kind of address an IP address is, as one table of ranges with their sources.
//! Pure: knows no policy, no names, no sockets.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The kinds of address, told apart by who may be behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Somewhere on the internet.
    Public,
    /// This machine.
    Loopback,
    /// The operator's own network, or one shared behind a carrier's translation.
    Private,
    /// The directly attached link.
    LinkLocal,
    /// A cloud's service that hands credentials to whoever asks from the machine.
    Metadata,
    /// A group of machines.
    Multicast,
    /// No address; the system takes it for this machine.
    Unspecified,
    /// Everybody on the link.
    Broadcast,
    /// Examples in texts.
    Documentation,
    /// Network tests, and made-up answers of local proxies.
    Benchmarking,
    /// Everything else that no server on the internet has.
    Reserved,
}

/// The class of an address. An IPv6 address that stands for an IPv4 address has that address's class.
pub(crate) fn classify(address: IpAddr) -> Class {
    match address {
        IpAddr::V4(address) => classify_v4(address),
        IpAddr::V6(address) => classify_v6(address),
    }
}

fn classify_v4(address: Ipv4Addr) -> Class {
    let bits = address.to_bits();
    V4.iter()
        .find(|range| bits & mask_v4(range.length) == range.start.to_bits())
        .map_or(Class::Public, |range| range.class)
}

fn classify_v6(address: Ipv6Addr) -> Class {
    let bits = address.to_bits();
    V6.iter()
        .find(|range| bits & mask_v6(range.length) == range.start.to_bits())
        .map_or(Class::Reserved, |range| match range.verdict {
            Verdict::Is(class) => class,
            Verdict::Embeds(word) => {
                let segments = address.segments();
                let segment = |index: usize| segments.get(index).copied().unwrap_or_default();
                let [a, b] = segment(word).to_be_bytes();
                let [c, d] = segment(word + 1).to_be_bytes();
                classify_v4(Ipv4Addr::new(a, b, c, d))
            }
        })
}

fn mask_v4(length: u32) -> u32 {
    u32::MAX.checked_shl(32 - length).unwrap_or(0)
}

fn mask_v6(length: u32) -> u128 {
    u128::MAX.checked_shl(128 - length).unwrap_or(0)
}

struct RangeV4 {
    start: Ipv4Addr,
    /// Leading bits that are fixed, 0 to 32.
    length: u32,
    class: Class,
}

struct RangeV6 {
    start: Ipv6Addr,
    /// Leading bits that are fixed, 0 to 128.
    length: u32,
    verdict: Verdict,
}

enum Verdict {
    Is(Class),
    /// The IPv4 address in two 16-bit words, from this one on, decides.
    Embeds(usize),
}

const fn v4(a: u8, b: u8, c: u8, d: u8, length: u32, class: Class) -> RangeV4 {
    RangeV4 {
        start: Ipv4Addr::new(a, b, c, d),
        length,
        class,
    }
}

const fn v6(segments: [u16; 8], length: u32, verdict: Verdict) -> RangeV6 {
    RangeV6 {
        start: Ipv6Addr::from_segments(segments),
        length,
        verdict,
    }
}

/// The first row that fits holds, so a narrow row stands before the wide one around it. What no row names is public.
const V4: &[RangeV4] = &[
    v4(0, 0, 0, 0, 32, Class::Unspecified), // RFC 1122 §3.2.1.3
    v4(0, 0, 0, 0, 8, Class::Reserved),     // RFC 791 §3.2, "this network"
    v4(10, 0, 0, 0, 8, Class::Private),     // RFC 1918
    v4(100, 100, 100, 200, 32, Class::Metadata), // Alibaba Cloud ECS
    v4(100, 64, 0, 0, 10, Class::Private),  // RFC 6598, shared address space
    v4(127, 0, 0, 0, 8, Class::Loopback),   // RFC 1122 §3.2.1.3
    v4(168, 63, 129, 16, 32, Class::Metadata), // Azure platform services
    v4(169, 254, 169, 254, 32, Class::Metadata), // AWS, Azure, Google Cloud and others
    v4(169, 254, 0, 0, 16, Class::LinkLocal), // RFC 3927
    v4(172, 16, 0, 0, 12, Class::Private),  // RFC 1918
    v4(192, 0, 0, 192, 32, Class::Metadata), // Oracle Cloud
    v4(192, 0, 0, 0, 24, Class::Reserved),  // RFC 6890 §2.1, protocol assignments
    v4(192, 0, 2, 0, 24, Class::Documentation), // RFC 5737
    v4(192, 88, 99, 0, 24, Class::Reserved), // RFC 7526, former 6to4 relays
    v4(192, 168, 0, 0, 16, Class::Private), // RFC 1918
    v4(198, 18, 0, 0, 15, Class::Benchmarking), // RFC 2544
    v4(198, 51, 100, 0, 24, Class::Documentation), // RFC 5737
    v4(203, 0, 113, 0, 24, Class::Documentation), // RFC 5737
    v4(224, 0, 0, 0, 4, Class::Multicast),  // RFC 5771
    v4(255, 255, 255, 255, 32, Class::Broadcast), // RFC 919
    v4(240, 0, 0, 0, 4, Class::Reserved),   // RFC 1112 §4
];

/// As above, but what no row names is reserved: only `2000::/3` is in use as global unicast.
const V6: &[RangeV6] = &[
    v6([0; 8], 128, Verdict::Is(Class::Unspecified)), // RFC 4291 §2.5.2
    v6([0, 0, 0, 0, 0, 0, 0, 1], 128, Verdict::Is(Class::Loopback)), // RFC 4291 §2.5.3
    v6([0; 8], 96, Verdict::Embeds(6)),               // RFC 4291 §2.5.5.1, IPv4-compatible
    v6([0, 0, 0, 0, 0, 0xffff, 0, 0], 96, Verdict::Embeds(6)), // RFC 4291 §2.5.5.2, IPv4-mapped
    v6([0, 0, 0, 0, 0xffff, 0, 0, 0], 96, Verdict::Embeds(6)), // RFC 2765 §2.1, IPv4-translated
    v6([0x64, 0xff9b, 0, 0, 0, 0, 0, 0], 96, Verdict::Embeds(6)), // RFC 6052 §2.1, NAT64
    v6(
        [0x64, 0xff9b, 1, 0, 0, 0, 0, 0],
        48,
        Verdict::Is(Class::Reserved),
    ), // RFC 8215, local NAT64
    v6(
        [0x100, 0, 0, 0, 0, 0, 0, 0],
        64,
        Verdict::Is(Class::Reserved),
    ), // RFC 6666, discard
    v6(
        [0x2001, 2, 0, 0, 0, 0, 0, 0],
        48,
        Verdict::Is(Class::Benchmarking),
    ), // RFC 5180
    v6(
        [0x2001, 0, 0, 0, 0, 0, 0, 0],
        23,
        Verdict::Is(Class::Reserved),
    ), // RFC 2928, with Teredo and ORCHID
    v6(
        [0x2001, 0xdb8, 0, 0, 0, 0, 0, 0],
        32,
        Verdict::Is(Class::Documentation),
    ), // RFC 3849
    v6([0x2002, 0, 0, 0, 0, 0, 0, 0], 16, Verdict::Embeds(1)), // RFC 3056, 6to4
    v6(
        [0x3fff, 0, 0, 0, 0, 0, 0, 0],
        20,
        Verdict::Is(Class::Documentation),
    ), // RFC 9637
    v6([0x2000, 0, 0, 0, 0, 0, 0, 0], 3, Verdict::Is(Class::Public)), // RFC 4291 §2.5.4
    v6(
        [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254],
        128,
        Verdict::Is(Class::Metadata),
    ), // AWS
    v6(
        [0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254],
        128,
        Verdict::Is(Class::Metadata),
    ), // Google Cloud
    v6(
        [0xfc00, 0, 0, 0, 0, 0, 0, 0],
        7,
        Verdict::Is(Class::Private),
    ), // RFC 4193
    v6(
        [0xfe80, 0, 0, 0, 0, 0, 0, 0],
        10,
        Verdict::Is(Class::LinkLocal),
    ), // RFC 4291 §2.5.6
    v6(
        [0xfec0, 0, 0, 0, 0, 0, 0, 0],
        10,
        Verdict::Is(Class::Private),
    ), // RFC 3879, former site-local
    v6(
        [0xff00, 0, 0, 0, 0, 0, 0, 0],
        8,
        Verdict::Is(Class::Multicast),
    ), // RFC 4291 §2.7
];

#[cfg(test)]
mod tests;
