//! Addresses as the standard library reads and writes them.

use core::net::{Ipv4Addr, Ipv6Addr};

use proptest::prelude::*;

use super::*;

fn standard(text: &str) -> Option<String> {
    text.parse::<Ipv6Addr>()
        .ok()
        .map(|address| address.to_string())
}

proptest! {
    #[test]
    fn any_address_is_written_as_it_is_there(groups in prop::array::uniform8(prop_oneof![Just(0), Just(0xffff), any::<u16>()])) {
        let text = Ipv6Addr::from(groups).to_string();
        prop_assert_eq!(written(groups), text.clone());
        prop_assert_eq!(normal_ipv6(&text), Some(text));
    }

    #[test]
    fn any_text_is_taken_or_refused_as_it_is_there(text in "(::|([0-9a-fA-F]{0,5}:){0,7})?(::|:)?[0-9a-f]{0,5}(:[0-9a-f]{1,4}){0,3}(:?[0-9]{0,3}\\.[0-9]{0,3}\\.[0-9]{0,3}\\.[0-9]{0,3})?(::)?") {
        prop_assert_eq!(normal_ipv6(&text), standard(&text), "{}", text);
    }

    #[test]
    fn any_number_is_taken_or_refused_as_it_is_there(text in "(0?[0-9]{0,3}\\.){2,4}\\+?[0-9]{0,3}") {
        let theirs = text.parse::<Ipv4Addr>().ok().map(u32::from);
        prop_assert_eq!(ipv4(&text), theirs, "{}", text);
    }
}

#[test]
fn each_form_is_read() {
    for text in [
        "::",
        "::1",
        "1::",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "1:0:0:4:5:0:0:8",
        "0:0:0:4:0:0:0:0",
        "1:0:3:4:5:6:7:8",
        "FE80::ABCD",
        "0001::00a0",
        "::ffff:1.2.3.4",
        "::1.2.3.4",
        "1:2:3:4:5:6:1.2.3.4",
    ] {
        let normal = normal_ipv6(text);
        assert!(normal.is_some() && normal == standard(text), "{text}");
    }
    for text in [
        "",
        ":",
        ":::",
        "1",
        "1::2::3",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "1:2:3:4::5:6:7:8",
        "12345::",
        "+1::",
        "g::",
        "1.2.3.4",
        "1.2.3.4::",
        "::1.2.3.4:5",
        "::1.2.3",
        "::01.2.3.4",
        "::1.2.3.256",
        "1:2:3:4:5:6:7:1.2.3.4",
        "fe80::1%1",
    ] {
        assert_eq!((normal_ipv6(text), standard(text)), (None, None), "{text}");
    }
}
