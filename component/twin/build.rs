//! Builds `qwen-sync.wasm`, which this crate carries.

use qwen_component_build::Component;

fn main() -> Result<(), String> {
    let twin = Component {
        package: "qwen-wasip2",
        folder: "component/wasip2",
        library: "qwen_sync",
        variable: "QWENBOX_COMPONENT_SYNC",
    };
    twin.build("../..")
}
