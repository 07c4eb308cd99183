//! What somebody sees who types the name alone.

/// What this is, and what to type next.
pub(crate) const TEXT: &str = "\
qwenbox asks Qwen models, through a provider that runs as a WebAssembly component in a sandbox.

  qwenbox demo            see it work: no account, no key, no network
  qwenbox onboard         set up a key
  qwenbox chat \"hello\"    ask a model

qwenbox --help lists every command; qwenbox doctor says what stands in the way.
";
