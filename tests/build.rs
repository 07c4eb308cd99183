//! Builds the component that means harm, which the tests of the sandbox run.

use qwen_component_build::Component;

fn main() -> Result<(), String> {
    let rogue = Component {
        package: "qwenbox-rogue",
        folder: "tests/rogue",
        library: "rogue",
        variable: "QWENBOX_ROGUE",
    };
    rogue.build("..")
}
