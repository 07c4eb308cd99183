//! Each row of the table at both of its edges and just outside, and the forms that hide an IPv4 address.

use proptest::prelude::*;

use super::*;

fn class_of(text: &str) -> Class {
    classify(text.parse().unwrap())
}

/// Each line: the address before the range, its first, its last, the address after it, and the class of the range.
const EDGES: &str = "
255.255.255.255 0.0.0.0 0.0.0.0 0.0.0.1 Unspecified
0.0.0.0 0.0.0.1 0.255.255.255 1.0.0.0 Reserved
9.255.255.255 10.0.0.0 10.255.255.255 11.0.0.0 Private
100.63.255.255 100.64.0.0 100.100.100.199 100.100.100.200 Private
100.100.100.199 100.100.100.200 100.100.100.200 100.100.100.201 Metadata
100.100.100.200 100.100.100.201 100.127.255.255 100.128.0.0 Private
126.255.255.255 127.0.0.0 127.255.255.255 128.0.0.0 Loopback
168.63.129.15 168.63.129.16 168.63.129.16 168.63.129.17 Metadata
169.253.255.255 169.254.0.0 169.254.169.253 169.254.169.254 LinkLocal
169.254.169.253 169.254.169.254 169.254.169.254 169.254.169.255 Metadata
169.254.169.254 169.254.169.255 169.254.255.255 169.255.0.0 LinkLocal
172.15.255.255 172.16.0.0 172.31.255.255 172.32.0.0 Private
191.255.255.255 192.0.0.0 192.0.0.191 192.0.0.192 Reserved
192.0.0.191 192.0.0.192 192.0.0.192 192.0.0.193 Metadata
192.0.0.192 192.0.0.193 192.0.0.255 192.0.1.0 Reserved
192.0.1.255 192.0.2.0 192.0.2.255 192.0.3.0 Documentation
192.88.98.255 192.88.99.0 192.88.99.255 192.88.100.0 Reserved
192.167.255.255 192.168.0.0 192.168.255.255 192.169.0.0 Private
198.17.255.255 198.18.0.0 198.19.255.255 198.20.0.0 Benchmarking
198.51.99.255 198.51.100.0 198.51.100.255 198.51.101.0 Documentation
203.0.112.255 203.0.113.0 203.0.113.255 203.0.114.0 Documentation
223.255.255.255 224.0.0.0 239.255.255.255 240.0.0.0 Multicast
239.255.255.255 240.0.0.0 255.255.255.254 255.255.255.255 Reserved
255.255.255.254 255.255.255.255 255.255.255.255 0.0.0.0 Broadcast
ffff:: :: :: ::1 Unspecified
:: ::1 ::1 ::2 Loopback
2606:: 64:ff9b:1:: 64:ff9b:1:ffff:ffff:ffff:ffff:ffff 2606:: Reserved
2606:: 100:: 100::ffff:ffff:ffff:ffff 2606:: Reserved
2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff 2001:: 2001:1:ffff:ffff:ffff:ffff:ffff:ffff 2001:2:: Reserved
2001:1:ffff:ffff:ffff:ffff:ffff:ffff 2001:2:: 2001:2:0:ffff:ffff:ffff:ffff:ffff 2001:2:1:: Benchmarking
2001:2:0:ffff:ffff:ffff:ffff:ffff 2001:2:1:: 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff 2001:200:: Reserved
2001:db7:ffff:ffff:ffff:ffff:ffff:ffff 2001:db8:: 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff 2001:db9:: Documentation
3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff 3fff:: 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff 3fff:1000:: Documentation
fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff fc00:: fd00:ec2::253 fd00:ec2::254 Private
fd00:ec2::253 fd00:ec2::254 fd00:ec2::254 fd00:ec2::255 Metadata
fd20:ce::253 fd20:ce::254 fd20:ce::254 fd20:ce::255 Metadata
fd20:ce::254 fd20:ce::255 fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff fe00:: Private
fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff fe80:: febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff fec0:: LinkLocal
febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff fec0:: feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ff00:: Private
feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ff00:: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff :: Multicast
1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 2000:: 2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff 2001:: Public
3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff 3fff:1000:: 3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 4000:: Public
3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 4000:: fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff fc00:: Reserved
";

#[test]
fn each_range_holds_from_its_first_to_its_last_address_and_no_further() {
    for line in EDGES.trim().lines() {
        let fields: Vec<&str> = line.split(' ').collect();
        let [before, first, last, after, class] = fields[..] else {
            panic!("{line}");
        };
        let named = |text| format!("{:?}", class_of(text));
        assert_eq!([named(first), named(last)], [class, class], "{line}");
        assert_ne!(named(before), class, "{line}");
        assert_ne!(named(after), class, "{line}");
    }
}

#[test]
fn each_row_of_the_table_is_reachable_and_well_formed() {
    for (index, range) in V4.iter().enumerate() {
        assert_eq!(
            range.start.to_bits() & !mask_v4(range.length),
            0,
            "{}",
            range.start
        );
        for edge in [
            range.start.to_bits(),
            range.start.to_bits() | !mask_v4(range.length),
        ] {
            let found = V4
                .iter()
                .position(|row| edge & mask_v4(row.length) == row.start.to_bits());
            // An earlier row may cut an edge off, but only when it is narrower.
            assert!(found.is_some_and(
                |found| found == index || (found < index && V4[found].length > range.length)
            ));
        }
    }
    for (index, range) in V6.iter().enumerate() {
        assert_eq!(
            range.start.to_bits() & !mask_v6(range.length),
            0,
            "{}",
            range.start
        );
        for edge in [
            range.start.to_bits(),
            range.start.to_bits() | !mask_v6(range.length),
        ] {
            let found = V6
                .iter()
                .position(|row| edge & mask_v6(row.length) == row.start.to_bits());
            assert!(found.is_some_and(
                |found| found == index || (found < index && V6[found].length > range.length)
            ));
        }
    }
}

#[test]
fn public_addresses_are_public() {
    for text in [
        "1.1.1.1",
        "8.8.8.8",
        "47.88.73.1",
        "192.0.1.1",
        "2606:4700::1111",
        "2408:4000::1",
    ] {
        assert_eq!(class_of(text), Class::Public, "{text}");
    }
}

#[test]
fn an_embedded_ipv4_address_decides() {
    for (text, class) in [
        ("::ffff:127.0.0.1", Class::Loopback),
        ("::ffff:169.254.169.254", Class::Metadata),
        ("::ffff:8.8.8.8", Class::Public),
        ("::127.0.0.1", Class::Loopback),
        ("::10.0.0.1", Class::Private),
        ("::ffff:0:10.0.0.1", Class::Private),
        ("64:ff9b::10.0.0.1", Class::Private),
        ("64:ff9b::169.254.169.254", Class::Metadata),
        ("64:ff9b::8.8.8.8", Class::Public),
        ("2002:7f00:1::", Class::Loopback),
        ("2002:a9fe:a9fe::1", Class::Metadata),
        ("2002:c0a8:101:ffff:ffff:ffff:ffff:ffff", Class::Private),
        ("2002:808:808::", Class::Public),
        // Beside the range: no longer an embedded address.
        ("::fffe:127.0.0.1", Class::Reserved),
        ("64:ff9b::1:127.0.0.1", Class::Reserved),
    ] {
        assert_eq!(class_of(text), class, "{text}");
    }
}

proptest! {
    #[test]
    fn every_ipv6_form_is_judged_as_its_ipv4_address(bits in 2_u32..) {
        let plain = Ipv4Addr::from_bits(bits);
        let class = classify(plain.into());
        let [a, b, c, d] = plain.octets();
        let (high, low) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
        for form in [
            plain.to_ipv6_mapped(),
            Ipv6Addr::new(0, 0, 0, 0, 0, 0, high, low),
            Ipv6Addr::new(0, 0, 0, 0, 0xffff, 0, high, low),
            Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
            Ipv6Addr::new(0x2002, high, low, 1, 2, 3, 4, 5),
        ] {
            prop_assert_eq!(classify(form.into()), class, "{} for {}", form, plain);
        }
    }
}
