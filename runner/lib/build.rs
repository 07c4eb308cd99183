//! Builds `qwen.wasm`, which the library carries.

use qwen_component_build::Component;

fn main() -> Result<(), String> {
    let qwen = Component {
        package: "qwen-wasip3",
        folder: "component/wasip3",
        library: "qwen",
        variable: "QWENBOX_COMPONENT",
    };
    qwen.build("../..")
}
