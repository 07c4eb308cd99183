//! A conversation as Markdown.

use qwenbox::chat::{AssistantMessage, Message, Part, TurnStatus, VideoSource};

/// The system prompt and the turns, each under a heading of its own.
pub(super) fn markdown(system: Option<&str>, turns: &[Message]) -> String {
    let system = system.map(|text| section("System", text));
    let turns = turns.iter().filter_map(turn);
    let sections: Vec<_> = system.into_iter().chain(turns).collect();
    sections.join("\n")
}

fn turn(message: &Message) -> Option<String> {
    match message {
        Message::User(parts) => {
            let parts: Vec<_> = parts.iter().map(shown).collect();
            Some(section("You", &parts.join("\n\n")))
        }
        Message::Assistant(answer) => Some(answered(answer)),
        // A conversation has its system prompt apart, and runs no tools.
        Message::System(_) | Message::Tool(_) => None,
    }
}

fn answered(answer: &AssistantMessage) -> String {
    let name = answer.model.as_deref().unwrap_or("Answer");
    let ending = match answer.status {
        TurnStatus::Complete | TurnStatus::Partial => "",
        TurnStatus::Failed => " (broke off)",
        TurnStatus::Aborted => " (stopped)",
    };
    let calls = answer.tool_calls.iter().map(|call| {
        let (name, arguments) = (&call.name, &call.arguments_json);
        format!("    {name}({arguments})")
    });
    let text = Some(answer.text.clone()).filter(|text| !text.is_empty());
    let parts: Vec<_> = text.into_iter().chain(calls).collect();
    section(&format!("{name}{ending}"), &parts.join("\n\n"))
}

fn section(heading: &str, text: &str) -> String {
    format!("## {heading}\n\n{}\n", text.trim_end())
}

fn shown(part: &Part) -> String {
    match part {
        Part::Text(part) => part.text.clone(),
        Part::Image(part) => format!("![image]({})", named(&part.url)),
        Part::Audio(part) => format!("[sound]({})", named(&part.url)),
        Part::Video(part) => match &part.source {
            VideoSource::File(url) => format!("[video]({})", named(url)),
            VideoSource::Frames(_) => "[video](frames)".to_owned(),
        },
    }
}

/// A URL, unless it is the data itself.
fn named(url: &str) -> &str {
    match url.split_once(',') {
        Some((kind, _)) if kind.starts_with("data:") => kind,
        _ => url,
    }
}

#[cfg(test)]
mod tests {
    use super::markdown;
    use qwenbox::chat::{AssistantMessage, Message, Part, ToolCall, TurnStatus};

    fn answer(text: &str, status: TurnStatus, tool_calls: Vec<ToolCall>) -> Message {
        Message::Assistant(AssistantMessage {
            text: text.to_owned(),
            reasoning: Some("hidden".to_owned()),
            tool_calls,
            status,
            model: Some("qwen/a".to_owned()),
        })
    }

    #[test]
    fn each_turn_has_its_heading() {
        let call = ToolCall {
            id: "1".to_owned(),
            name: "look".to_owned(),
            arguments_json: "{\"at\":1}".to_owned(),
        };
        let turns = [
            Message::User(vec![
                Part::image("https://x.test/a.png"),
                Part::audio("data:audio/wav;base64,AAAA", Some("wav")),
                Part::text("what?"),
            ]),
            answer("this\n", TurnStatus::Complete, Vec::new()),
            Message::user("and?"),
            answer("", TurnStatus::Complete, vec![call]),
            Message::user("so?"),
            answer("so", TurnStatus::Aborted, Vec::new()),
        ];
        let expected = "\
## System

be brief

## You

![image](https://x.test/a.png)

[sound](data:audio/wav;base64)

what?

## qwen/a

this

## You

and?

## qwen/a

    look({\"at\":1})

## You

so?

## qwen/a (stopped)

so
";
        assert_eq!(markdown(Some("be brief"), &turns), expected);
        assert_eq!(markdown(None, &[]), "");
    }
}
