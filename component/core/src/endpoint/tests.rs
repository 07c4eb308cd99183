//! What the choice of an endpoint is held to.

use proptest::prelude::*;

use super::*;
use crate::error::ErrorKind;

const CODING_GLOBAL: &str = "https://coding-intl.dashscope.aliyuncs.com/v1";
const CODING_CHINA: &str = "https://coding.dashscope.aliyuncs.com/v1";
const STANDARD_GLOBAL: &str = "https://dashscope-intl.aliyuncs.com/compatible-mode/v1";
const STANDARD_CHINA: &str = "https://dashscope.aliyuncs.com/compatible-mode/v1";

fn at(url: &str) -> Result<Endpoint, Error> {
    Endpoint::choose(&Choice {
        base_url: Some(url),
        ..Choice::default()
    })
}

fn other(id: &str) -> Region {
    Region::Other(id.to_owned())
}

#[test]
fn without_a_base_url_the_plan_and_region_select_one() {
    use Plan::{Coding, Standard};
    use Region::{China, Global};
    #[rustfmt::skip]
    let cases = [
        (None, None, false, STANDARD_GLOBAL, "nothing was set, so Standard Global"),
        (None, None, true, CODING_GLOBAL, "the key starts with sk-sp-, so the Coding Plan; the region is Global unless set"),
        (None, Some(China), false, STANDARD_CHINA, "the region was asked for; the plan is Standard unless set"),
        (None, Some(China), true, CODING_CHINA, "the region was asked for; the key starts with sk-sp-, so the Coding Plan"),
        (Some(Coding), None, false, CODING_GLOBAL, "the plan was asked for; the region is Global unless set"),
        (Some(Standard), None, true, STANDARD_GLOBAL, "the plan was asked for; the region is Global unless set"),
        (Some(Standard), Some(Global), false, STANDARD_GLOBAL, "the plan and the region were asked for"),
        (Some(Standard), Some(China), false, STANDARD_CHINA, "the plan and the region were asked for"),
        (Some(Coding), Some(Global), false, CODING_GLOBAL, "the plan and the region were asked for"),
        (Some(Coding), Some(China), false, CODING_CHINA, "the plan and the region were asked for"),
    ];
    for (plan, region, subscription_key, url, rule) in cases {
        for base_url in [None, Some(""), Some("  ")] {
            let endpoint = Endpoint::choose(&Choice {
                base_url,
                plan,
                region: region.clone(),
                subscription_key,
            })
            .unwrap();
            assert_eq!(
                (endpoint.base_url.as_str(), endpoint.chosen_by),
                (url, rule)
            );
            assert!(endpoint.native);
        }
    }
}

#[test]
fn a_region_without_a_documented_url_is_refused() {
    let error = Endpoint::choose(&Choice {
        region: Some(other("eu-central-1")),
        ..Choice::default()
    })
    .unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidRequest);
    assert_eq!(
        error.message,
        "no documented base URL serves the Standard plan in the region `eu-central-1`"
    );
}

#[test]
fn the_native_api_and_the_standard_endpoint_follow_from_the_url() {
    const GLOBAL_API: &str = "https://dashscope-intl.aliyuncs.com";
    const CHINA_API: &str = "https://dashscope.aliyuncs.com";
    #[rustfmt::skip]
    let cases = [
        (STANDARD_GLOBAL, Some(GLOBAL_API), STANDARD_GLOBAL),
        (STANDARD_CHINA, Some(CHINA_API), STANDARD_CHINA),
        (CODING_GLOBAL, Some(GLOBAL_API), STANDARD_GLOBAL),
        (CODING_CHINA, Some(CHINA_API), STANDARD_CHINA),
        ("https://coding.dashscope.aliyuncs.com/v2", Some(CHINA_API), STANDARD_CHINA),
        ("https://batch.dashscope.aliyuncs.com/compatible-mode/v1", Some(CHINA_API), "https://batch.dashscope.aliyuncs.com/compatible-mode/v1"),
        ("https://dashscope-us.aliyuncs.com/compatible-mode/v1", Some("https://dashscope-us.aliyuncs.com"), "https://dashscope-us.aliyuncs.com/compatible-mode/v1"),
        ("https://llm-1.ap-southeast-1.maas.aliyuncs.com/compatible-mode/v1", Some("https://llm-1.ap-southeast-1.maas.aliyuncs.com"), "https://llm-1.ap-southeast-1.maas.aliyuncs.com/compatible-mode/v1"),
        ("https://token-plan.cn-beijing.maas.aliyuncs.com/compatible-mode/v1", None, "https://token-plan.cn-beijing.maas.aliyuncs.com/compatible-mode/v1"),
        ("http://127.0.0.1:8080/compatible-mode/v1", Some("http://127.0.0.1:8080"), "http://127.0.0.1:8080/compatible-mode/v1"),
        ("http://127.0.0.1:8080/v1", Some("http://127.0.0.1:8080"), "http://127.0.0.1:8080/v1"),
        ("https://proxy.example/qwen/compatible-mode/v1", Some("https://proxy.example/qwen"), "https://proxy.example/qwen/compatible-mode/v1"),
        ("https://proxy.example/qwen", Some("https://proxy.example/qwen"), "https://proxy.example/qwen"),
    ];
    for (url, api, standard) in cases {
        let endpoint = at(url).unwrap();
        let tasks = endpoint.api_url("/api/v1/tasks/").ok();
        assert_eq!(
            tasks,
            api.map(|api| api.to_owned() + "/api/v1/tasks/"),
            "{url}"
        );
        assert_eq!(endpoint.standard().unwrap().base_url, standard, "{url}");
    }
}

#[test]
fn only_keys_that_are_not_a_subscriptions_open_the_native_api() {
    for (url, subscription, origins) in [
        (
            CODING_GLOBAL,
            true,
            &["https://coding-intl.dashscope.aliyuncs.com"][..],
        ),
        (
            CODING_GLOBAL,
            false,
            &[
                "https://coding-intl.dashscope.aliyuncs.com",
                "https://dashscope-intl.aliyuncs.com",
            ],
        ),
        (STANDARD_CHINA, false, &["https://dashscope.aliyuncs.com"]),
        ("http://127.0.0.1:8080/v1", true, &["http://127.0.0.1:8080"]),
        (
            "http://127.0.0.1:8080/v1",
            false,
            &["http://127.0.0.1:8080"],
        ),
    ] {
        assert_eq!(at(url).unwrap().origins(subscription), origins, "{url}");
    }
}

#[test]
fn plan_region_and_class_follow_from_the_url() {
    use Class::{Custom, Local, Native, Provider};
    use Plan::{Coding, Standard};
    use Region::{China, Global};
    #[rustfmt::skip]
    let cases = [
        (STANDARD_GLOBAL, Some(Standard), Some(Global), Native),
        (STANDARD_CHINA, Some(Standard), Some(China), Native),
        (CODING_GLOBAL, Some(Coding), Some(Global), Native),
        (CODING_CHINA, Some(Coding), Some(China), Native),
        ("https://token-plan.ap-southeast-1.maas.aliyuncs.com/compatible-mode/v1", None, Some(Global), Native),
        ("https://token-plan.cn-beijing.maas.aliyuncs.com/compatible-mode/v1", None, Some(China), Native),
        ("HTTPS://Coding-Intl.DashScope.aliyuncs.com:443/V1//", Some(Coding), Some(Global), Native),
        ("coding.dashscope.aliyuncs.com./v1", Some(Coding), Some(China), Native),
        ("https://coding.dashscope.aliyuncs.com/compatible-mode/v1", Some(Coding), Some(China), Provider),
        ("http://dashscope.aliyuncs.com/compatible-mode/v1", Some(Standard), Some(China), Provider),
        ("https://dashscope.aliyuncs.com:8443/compatible-mode/v1", Some(Standard), Some(China), Provider),
        ("https://dashscope-us.aliyuncs.com/compatible-mode/v1", Some(Standard), Some(other("us-east-1")), Provider),
        ("https://cn-hongkong.dashscope.aliyuncs.com/compatible-mode/v1", Some(Standard), Some(other("cn-hongkong")), Provider),
        ("https://batch.dashscope.aliyuncs.com/compatible-mode/v1", Some(Standard), Some(China), Provider),
        ("https://ws-1.cn-beijing.maas.aliyuncs.com/compatible-mode/v1", Some(Standard), Some(China), Provider),
        ("https://ws-1.ap-southeast-1.maas.aliyuncs.com/compatible-mode/v1", Some(Standard), Some(Global), Provider),
        ("https://ws-1.eu-central-1.maas.aliyuncs.com/compatible-mode/v1", Some(Standard), Some(other("eu-central-1")), Provider),
        ("https://trial.cn-hongkong.maas.aliyuncs.com/compatible-mode/v1", Some(Standard), Some(other("cn-hongkong")), Provider),
        ("https://dashscope.aliyuncs.com.example.com/compatible-mode/v1", None, None, Custom),
        ("https://notdashscope.aliyuncs.com/compatible-mode/v1", None, None, Custom),
        ("https://maas.aliyuncs.com/v1", None, None, Custom),
        ("https://proxy.example.com/compatible-mode/v1", None, None, Custom),
        ("http://192.168.1.2:8080/v1", None, None, Custom),
        ("http://127.0.0.1:8080/v1", None, None, Local),
        ("http://localhost:8080", None, None, Local),
        ("http://[::1]:8080/v1", None, None, Local),
        ("http://api.localhost", None, None, Local),
        ("http://box.local/v1", None, None, Local),
        ("https://models.corp.internal/v1", None, None, Local),
    ];
    for (url, plan, region, class) in cases {
        let endpoint = at(url).unwrap();
        assert_eq!((endpoint.plan, &endpoint.region), (plan, &region), "{url}");
        assert_eq!(endpoint.class(), class, "{url}");
        assert_eq!(endpoint.native, class == Native, "{url}");
        assert_eq!(endpoint.streams_usage(), class != Custom, "{url}");
        assert_eq!(endpoint.chosen_by, "a base URL was configured");
    }
}

const NORMAL_FORMS: &[(&str, &str, &str)] = &[
    (
        "https://a.example/v1",
        "https://a.example/v1",
        "https://a.example",
    ),
    (
        " https://a.example/v1// \n",
        "https://a.example/v1",
        "https://a.example",
    ),
    (
        "HTTP://A.Example:80/V1",
        "http://a.example/V1",
        "http://a.example",
    ),
    (
        "https://a.example:443",
        "https://a.example",
        "https://a.example",
    ),
    (
        "https://a.example:80/",
        "https://a.example:80",
        "https://a.example:80",
    ),
    (
        "https://a.example:08443/",
        "https://a.example:8443",
        "https://a.example:8443",
    ),
    ("a.example/v1", "https://a.example/v1", "https://a.example"),
    (
        "a.example:8443/v1",
        "https://a.example:8443/v1",
        "https://a.example:8443",
    ),
    (
        "https://a.example./v1",
        "https://a.example/v1",
        "https://a.example",
    ),
    (
        "http://[::1]:8080/v1",
        "http://[::1]:8080/v1",
        "http://[::1]:8080",
    ),
    ("http://[0:0:0:0:0:0:0:1]", "http://[::1]", "http://[::1]"),
    (
        "https://[2001:DB8::A]:443/v1/",
        "https://[2001:db8::a]/v1",
        "https://[2001:db8::a]",
    ),
    (
        "http://10.0.0.1/v1",
        "http://10.0.0.1/v1",
        "http://10.0.0.1",
    ),
    ("http://gateway/v1", "http://gateway/v1", "http://gateway"),
    (
        "http://my_service:8080",
        "http://my_service:8080",
        "http://my_service:8080",
    ),
    (
        "https://a.example/x%20y/@z",
        "https://a.example/x%20y/@z",
        "https://a.example",
    ),
    (
        "https://a.example//v1",
        "https://a.example//v1",
        "https://a.example",
    ),
    (
        "HTTPS://Coding-Intl.DashScope.aliyuncs.com:443/V1//",
        CODING_GLOBAL,
        "https://coding-intl.dashscope.aliyuncs.com",
    ),
    (
        "a.example/b://c",
        "https://a.example/b://c",
        "https://a.example",
    ),
];

#[test]
fn base_urls_take_one_normal_form() {
    for &(text, normal, origin) in NORMAL_FORMS {
        let endpoint = at(text).unwrap();
        assert_eq!(
            (endpoint.base_url.as_str(), endpoint.origin().as_str()),
            (normal, origin),
            "{text}"
        );
    }
}

const REFUSED: &[(&str, &str)] = &[
    ("https://a.example/v1?key=sk-1", "holds a query (?)"),
    ("https://a.example/v1#top", "holds a fragment (#)"),
    ("https://user:pass@a.example", "holds a user or a password"),
    ("https://sk-1@a.example", "holds a user or a password"),
    ("ftp://a.example", "has a scheme other than http and https"),
    ("ws://a.example", "has a scheme other than http and https"),
    ("://a.example", "has a scheme other than http and https"),
    (
        "localhost:8080",
        "has no scheme, and its host may be meant with either http or https",
    ),
    (
        "127.0.0.1:8080/v1",
        "has no scheme, and its host may be meant with either http or https",
    ),
    (
        "gateway/v1",
        "has no scheme, and its host may be meant with either http or https",
    ),
    ("https://", "has no host"),
    ("https:///v1", "has no host"),
    ("https://...", "has no host"),
    ("https://:443", "has no host"),
    (
        "https://a..b",
        "has a host that is not a name or an address",
    ),
    (
        "https://-a.example",
        "has a host that is not a name or an address",
    ),
    (
        "https://a b.example",
        "has a host that is not a name or an address",
    ),
    (
        "https://a\\b.example",
        "has a host that is not a name or an address",
    ),
    (
        "https://bücher.example",
        "has a host that is not a name or an address",
    ),
    (
        "https://a%2eb.example",
        "has a host that is not a name or an address",
    ),
    (
        "http://2130706433",
        "has a host that ends in a number and is not an IPv4 address",
    ),
    (
        "http://0x7f.1",
        "has a host that ends in a number and is not an IPv4 address",
    ),
    (
        "http://0x7f000001",
        "has a host that ends in a number and is not an IPv4 address",
    ),
    (
        "http://127.0.0.01",
        "has a host that ends in a number and is not an IPv4 address",
    ),
    (
        "http://1.2.3.4.5",
        "has a host that ends in a number and is not an IPv4 address",
    ),
    (
        "https://a.example:0",
        "has a port that is not a number from 1 to 65535",
    ),
    (
        "https://a.example:",
        "has a port that is not a number from 1 to 65535",
    ),
    (
        "https://a.example:65536",
        "has a port that is not a number from 1 to 65535",
    ),
    (
        "https://a.example:+80",
        "has a port that is not a number from 1 to 65535",
    ),
    (
        "https:a.example",
        "has a port that is not a number from 1 to 65535",
    ),
    (
        "http://::1/v1",
        "has an IPv6 address outside of brackets, or two ports",
    ),
    (
        "http://[::1/v1",
        "has an IPv6 address without its closing bracket",
    ),
    (
        "http://[::1]8080",
        "has something between its IPv6 address and its port",
    ),
    (
        "http://[::g]",
        "has brackets around something that is not an IPv6 address",
    ),
    (
        "http://[fe80::1%25eth0]",
        "has brackets around something that is not an IPv6 address",
    ),
    (
        "http://[127.0.0.1]",
        "has brackets around something that is not an IPv6 address",
    ),
    ("https://a.example/v1/../v2", PATH),
    ("https://a.example/./v1", PATH),
    ("https://a.example/%2E%2e/v1", PATH),
    ("https://a.example/a b", PATH),
    ("https://a.example/é", PATH),
    ("https://a.example/50%", PATH),
    ("https://a.example/%zz", PATH),
    ("https://a.example/a\r\nx: y", PATH),
    (
        "https://a.example/v1/chat/completions/",
        "ends in /chat/completions",
    ),
];

#[test]
fn a_text_that_is_no_base_url_is_refused_with_its_reason() {
    for &(text, reason) in REFUSED {
        let error = at(text).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidRequest);
        assert_eq!(error.message, format!("the base URL {reason}"), "{text}");
        assert!(error.hint.is_some());
    }
}

const PATH: &str =
    "has a path with a dot segment, a blank, or a character that must be percent-encoded";

#[test]
fn a_base_url_wins_unless_it_contradicts_what_was_asked_for() {
    let choose = |base_url, plan, region| {
        Endpoint::choose(&Choice {
            base_url: Some(base_url),
            plan,
            region,
            subscription_key: true,
        })
    };
    let agreed = choose(STANDARD_CHINA, Some(Plan::Standard), Some(Region::China)).unwrap();
    assert_eq!(agreed.base_url, STANDARD_CHINA);
    for (base_url, plan, region, message) in [
        (
            STANDARD_CHINA,
            Some(Plan::Coding),
            None,
            "the base URL https://dashscope.aliyuncs.com/compatible-mode/v1 belongs to the Standard plan, but the Coding Plan was asked for",
        ),
        (
            CODING_GLOBAL,
            Some(Plan::Coding),
            Some(Region::China),
            "the base URL https://coding-intl.dashscope.aliyuncs.com/v1 belongs to global, but china was asked for",
        ),
        (
            "https://token-plan.cn-beijing.maas.aliyuncs.com/compatible-mode/v1",
            Some(Plan::Standard),
            None,
            "the base URL https://token-plan.cn-beijing.maas.aliyuncs.com/compatible-mode/v1 belongs to a Token Plan, but the Standard plan was asked for",
        ),
    ] {
        let error = choose(base_url, plan, region).unwrap_err();
        assert_eq!(error.message, message);
        assert_eq!(
            error.hint.as_deref(),
            Some("leave out the plan and the region, or the base URL")
        );
    }
}

#[test]
fn an_unknown_address_stands_for_the_plan_and_region_asked_for() {
    let endpoint = Endpoint::choose(&Choice {
        base_url: Some("http://127.0.0.1:9/v1"),
        plan: Some(Plan::Coding),
        region: Some(Region::China),
        subscription_key: false,
    })
    .unwrap();
    assert_eq!(
        (endpoint.plan, endpoint.region),
        (Some(Plan::Coding), Some(Region::China))
    );
}

#[test]
fn paths_join_with_one_slash() {
    let endpoint = at("https://a.example/v1/").unwrap();
    assert_eq!(
        endpoint.url("chat/completions"),
        "https://a.example/v1/chat/completions"
    );
    assert_eq!(
        endpoint.url("/chat/completions"),
        "https://a.example/v1/chat/completions"
    );
    assert_eq!(
        at("a.example").unwrap().url("/models"),
        "https://a.example/models"
    );
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_and_the_normal_form_is_stable(
        text in prop_oneof![
            "\\PC{1,60}",
            "(https?://)?[a-z0-9.:@\\[\\]-]{0,24}(/[a-z0-9.%/?#~ -]{0,24})?",
            "[hH]ttps?://([A-Za-z0-9-]{1,8}\\.){0,3}[a-z]{1,5}\\.?(:[0-9]{1,5})?(/[A-Za-z0-9._~-]{1,6}){0,3}/*",
        ]
    ) {
        prop_assume!(!text.trim().is_empty());
        if let Ok(endpoint) = at(&text) {
            let again = at(&endpoint.base_url).unwrap();
            prop_assert_eq!(&again, &endpoint);
            prop_assert!(endpoint.base_url.starts_with(&endpoint.origin()));
            prop_assert!(!endpoint.base_url.ends_with('/'));
            prop_assert!(endpoint.base_url.bytes().all(|byte| byte.is_ascii_graphic()));
            prop_assert!(!endpoint.url("x").contains(['?', '#']));
        }
    }

    #[test]
    fn every_plain_url_is_read(
        secure in any::<bool>(),
        host in "[a-z][a-z0-9]{0,6}(\\.[a-z][a-z0-9]{1,6}){1,3}",
        port in 1..=u16::MAX,
        path in "(/[A-Za-z0-9_~-]{1,8}){0,4}",
    ) {
        let scheme = if secure { "https" } else { "http" };
        let default_port = if secure { 443 } else { 80 };
        let endpoint = at(&format!("{scheme}://{host}:{port}{path}")).unwrap();
        let origin = if port == default_port {
            format!("{scheme}://{host}")
        } else {
            format!("{scheme}://{host}:{port}")
        };
        prop_assert_eq!(endpoint.origin(), origin.clone());
        prop_assert_eq!(endpoint.base_url, origin + &path);
    }

    #[test]
    fn every_ipv6_address_is_read(address in any::<u128>()) {
        let address = core::net::Ipv6Addr::from(address);
        let endpoint = at(&format!("http://[{address}]:8080")).unwrap();
        prop_assert_eq!(endpoint.base_url, format!("http://[{address}]:8080"));
    }
}
