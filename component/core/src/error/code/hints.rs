//! What to do about an error, in plain words.

pub(super) const WRONG_KEY: &str = "the key and the endpoint must be of the same plan and region: \
    keys that start with sk-sp- go to Coding Plan endpoints, all others to Standard endpoints";
pub(super) const FREE_QUOTA: &str =
    "the free quota is used up; turn on pay-as-you-go for this model in the provider's console";
pub(super) const PAY: &str =
    "the account is overdue or has bought nothing; settle it in the provider's console";
pub(super) const FILTER: &str =
    "the provider's content filter stopped it; change the content and ask again";
pub(super) const SLOW_DOWN: &str =
    "send fewer requests at a time; limits count for the whole account, not for a key";
pub(super) const TOKENS_A_MINUTE: &str =
    "the tokens-per-minute limit was reached; it usually clears within a minute";
pub(super) const PLAN_WINDOW: &str = "the plan's allowance is used up; wait until its window \
    ends, or use a Standard key and endpoint";
pub(super) const OVERLOADED: &str =
    "the provider is overloaded or broken for the moment; ask again in a few seconds";
pub(super) const STREAM_IT: &str =
    "the provider ends an unstreamed answer after 300 seconds; stream the answer";
pub(super) const STREAM_ONLY: &str =
    "this model gives such an answer only as a stream; stream it, or turn thinking off";
pub(super) const ALWAYS_THINKS: &str = "this model always thinks; leave the thinking level out";
pub(super) const MEDIA_URL: &str =
    "the provider could not fetch the media; check that the URL is public, or send the data itself";
pub(super) const MEDIA_RULES: &str =
    "the media are not what this model takes; check their format, size and number";
pub(super) const NO_ACCESS: &str =
    "the key's account or workspace may not use this; allow it in the provider's console";
pub(super) const MODEL_NAME: &str =
    "check the model's id and its case, and that the endpoint's region and plan serve it";
pub(super) const OTHER_PLAN: &str =
    "the endpoint's plan does not serve this model; choose another model, or a Standard endpoint";
pub(super) const CODING_GATE: &str =
    "the Coding Plan serves interactive coding agents only; use a Standard key and endpoint";
pub(super) const SHORTER: &str =
    "the input is longer than the model takes; shorten the conversation";
pub(super) const LEAVE_OUT: &str = "leave the option out, or choose a model that takes it";
pub(super) const TEXT_ONLY: &str = "this model takes text only";
pub(super) const LAST_IS_USER: &str =
    "end with a user message, use only roles that the model knows, and media of known length";
pub(super) const BROKEN_TOOL_CALL: &str = "the model wrote a broken tool call; ask again";
pub(super) const OTHER_CALL: &str =
    "this model is not called this way; check which kind of call it takes";
pub(super) const RETIRED: &str = "the provider has retired this model; choose another";
pub(super) const WRONG_ID: &str = "check the base URL and the id";
pub(super) const NO_THINKING: &str = "this model does not think; leave the thinking level out";
pub(super) const TOO_MANY_KEPT: &str = "the account may not keep more of these; delete some first";
pub(super) const JOB_TIMEOUT: &str =
    "the provider gave the job up after three hours; sending it again is billed again";
pub(super) const REDIRECT: &str =
    "the base URL leads to a redirect; set it to where the redirect goes";
pub(super) const WRONG_PATH: &str = "check the base URL: this path takes no such request";
pub(super) const ASK_AGAIN: &str = "ask again";
pub(super) const TOO_LARGE: &str = "the request is too large; send less, or media by URL";
pub(super) const GATEWAY: &str = "the provider's gateway waited too long; stream the answer";
