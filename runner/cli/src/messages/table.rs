//! The ten errors that are seen most, and their words in three languages. `{detail}` is what the error itself says.

use super::Situation;

/// One error.
pub(super) struct Row {
    pub(super) situation: Situation,
    /// Whether the error's own hint names what the general one cannot, and is shown too.
    pub(super) keeps_hint: bool,
    /// The hint in English, where an error has none of its own; what happened is written in English already. `None` where
    /// no advice is right for all of its causes.
    pub(super) english: Option<&'static str>,
    pub(super) traditional: Text,
    pub(super) simplified: Text,
}

/// Its words in one language.
pub(super) struct Text {
    pub(super) message: &'static str,
    pub(super) hint: &'static str,
}

const fn text(message: &'static str, hint: &'static str) -> Text {
    Text { message, hint }
}

/// All of them, as `docs/errors.md` explains their kinds.
#[rustfmt::skip]
pub(super) const TABLE: [Row; 10] = [
    Row {
        situation: Situation::NoKey,
        keeps_hint: true,
        english: Some("get a key at https://home.qwencloud.com/api-keys, and set QWEN_API_KEY or run qwenbox onboard"),
        traditional: text("沒有 API 金鑰：{detail}", "到 https://home.qwencloud.com/api-keys 取得金鑰，再設定 QWEN_API_KEY，或執行 qwenbox onboard"),
        simplified: text("没有 API 密钥：{detail}", "到 https://home.qwencloud.com/api-keys 获取密钥，再设置 QWEN_API_KEY，或运行 qwenbox onboard"),
    },
    Row {
        situation: Situation::WrongKey,
        keeps_hint: true,
        english: Some("use the key of the same plan and region as the endpoint; keys that begin with sk-sp- are the Coding Plan's"),
        traditional: text("金鑰有誤，或屬於另一個方案或區域：{detail}", "請使用與端點同一方案、同一區域的金鑰；以 sk-sp- 開頭的金鑰屬於 Coding Plan"),
        simplified: text("密钥有误，或属于另一个套餐或地域：{detail}", "请使用与端点同一套餐、同一地域的密钥；以 sk-sp- 开头的密钥属于 Coding Plan"),
    },
    Row {
        situation: Situation::Billing,
        keeps_hint: false,
        english: Some("settle it in the provider's console"),
        traditional: text("帳戶欠費，或尚未開通服務：{detail}", "請到服務的主控台處理"),
        simplified: text("账户欠费，或尚未开通服务：{detail}", "请到服务的控制台处理"),
    },
    Row {
        situation: Situation::RateLimited,
        keeps_hint: false,
        english: Some("wait up to a minute, or send less at a time"),
        traditional: text("請求過於頻繁：{detail}", "請等待至多一分鐘，或減少每次送出的內容"),
        simplified: text("请求过于频繁：{detail}", "请等待至多一分钟，或减少每次发送的内容"),
    },
    Row {
        situation: Situation::Quota,
        keeps_hint: false,
        english: Some("wait for its window to end, or turn on pay-as-you-go"),
        traditional: text("額度已用完：{detail}", "請等待額度重置，或開啟隨用隨付"),
        simplified: text("额度已用完：{detail}", "请等待额度重置，或开启按量付费"),
    },
    Row {
        situation: Situation::UnknownModel,
        keeps_hint: true,
        english: Some("qwenbox models list shows what there is, and qwenbox doctor where requests go"),
        traditional: text("找不到此模型，或位址有誤：{detail}", "qwenbox models list 會列出可用的模型；qwenbox doctor 會檢查位址"),
        simplified: text("找不到该模型，或地址有误：{detail}", "qwenbox models list 会列出可用的模型；qwenbox doctor 会检查地址"),
    },
    Row {
        situation: Situation::Filtered,
        keeps_hint: false,
        english: Some("change the content"),
        traditional: text("內容被服務的內容審查攔下：{detail}", "請修改內容後再試"),
        simplified: text("内容被服务的内容审查拦截：{detail}", "请修改内容后再试"),
    },
    Row {
        situation: Situation::Network,
        keeps_hint: false,
        english: Some("check address and network; qwenbox doctor looks at each step"),
        traditional: text("連不上服務，或連線中斷：{detail}", "請檢查位址與網路；qwenbox doctor 會逐步檢查"),
        simplified: text("连不上服务，或连接中断：{detail}", "请检查地址与网络；qwenbox doctor 会逐步检查"),
    },
    Row {
        situation: Situation::TimedOut,
        keeps_hint: true,
        english: Some("where a command has --timeout, it raises the limit; asking again may be billed again"),
        traditional: text("等待逾時：{detail}", "有 --timeout 的命令可用它放寬時限；再問一次可能再次計費"),
        simplified: text("等待超时：{detail}", "有 --timeout 的命令可用它放宽时限；再问一次可能再次计费"),
    },
    Row {
        situation: Situation::Configuration,
        keeps_hint: true,
        english: None,
        traditional: text("用法或設定有誤，未送出任何請求：{detail}", "qwenbox doctor 會檢查設定，--help 會列出用法"),
        simplified: text("用法或配置有误，未发送任何请求：{detail}", "qwenbox doctor 会检查配置，--help 会列出用法"),
    },
];
