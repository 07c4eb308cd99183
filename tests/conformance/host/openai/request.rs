//! A request of the contract in OpenAI's words, with the provider's own fields as far as the server door knows them.

use serde_json::{Map, Value, json};

const NO_FIELD: &str =
    "OpenAI's API has no field for it: time limits, retry budgets, turns that failed";

const NOT_PASSED_ON: &str =
    "the server leaves unknown fields out, with a warning, and does not pass them on";

/// Fields of the provider that the server passes on.
const PASSED_ON: [&str; 10] = [
    "asr_options",
    "clear_thinking",
    "enable_code_interpreter",
    "enable_search",
    "search_options",
    "skill",
    "tool_stream",
    "translation_options",
    "use_multichannel",
    "vl_high_resolution_images",
];

/// The fields that have another name in OpenAI's API, or none; the others are in snake case.
const SAME: [(&str, &str); 11] = [
    ("model", "model"),
    ("parallelToolCalls", "parallel_tool_calls"),
    ("thinkingBudget", "thinking_budget"),
    ("preserveThinking", "preserve_thinking"),
    ("maxTokens", "max_tokens"),
    ("temperature", "temperature"),
    ("topP", "top_p"),
    ("topK", "top_k"),
    ("presencePenalty", "presence_penalty"),
    ("repetitionPenalty", "repetition_penalty"),
    ("seed", "seed"),
];

/// The body of a chat, given the request in full.
///
/// # Errors
/// Why it cannot be said.
pub(super) fn chat(request: &Value, stream: bool) -> Result<Value, &'static str> {
    if !request["timeouts"].is_null() || !request["retryBudgetMs"].is_null() {
        return Err(NO_FIELD);
    }
    let mut body = Map::new();
    for (own, other) in SAME {
        add(&mut body, other, request[own].clone());
    }
    let messages = list(&request["messages"]).iter().map(message);
    body.insert(
        "messages".to_owned(),
        messages.collect::<Result<Value, _>>()?,
    );
    if stream {
        body.insert("stream".to_owned(), true.into());
        body.insert(
            "stream_options".to_owned(),
            json!({ "include_usage": true }),
        );
    }
    let tools: Vec<_> = list(&request["tools"])
        .iter()
        .map(tool)
        .collect::<Result<_, _>>()?;
    if !tools.is_empty() {
        body.insert("tools".to_owned(), tools.into());
    }
    add(
        &mut body,
        "tool_choice",
        tool_choice(&request["toolChoice"]),
    );
    add(
        &mut body,
        "response_format",
        format(&request["responseFormat"])?,
    );
    let level = match request["thinking"].as_str() {
        Some("off") => "none".into(),
        _ => request["thinking"].clone(),
    };
    add(&mut body, "reasoning_effort", level);
    if !list(&request["stop"]).is_empty() {
        body.insert("stop".to_owned(), request["stop"].clone());
    }
    if let Some(extra) = request["extraJson"].as_str() {
        let Ok(Value::Object(extra)) = serde_json::from_str(extra) else {
            return Err(NOT_PASSED_ON);
        };
        for (name, value) in extra {
            if !PASSED_ON.contains(&&*name) {
                return Err(NOT_PASSED_ON);
            }
            body.insert(name, value);
        }
    }
    Ok(body.into())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// A field that is there.
fn add(body: &mut Map<String, Value>, name: &str, value: Value) {
    if !value.is_null() {
        body.insert(name.to_owned(), value);
    }
}

/// The one arm of a variant, with what it holds.
fn arm(value: &Value) -> (&str, &Value) {
    let arm = value.as_object().and_then(|arm| arm.iter().next());
    let (name, payload) = arm.unwrap();
    (name, payload)
}

fn message(message: &Value) -> Result<Value, &'static str> {
    let (role, value) = arm(message);
    let mut fields = Map::from_iter([("role".to_owned(), role.into())]);
    match role {
        "assistant" => {
            if !matches!(value["status"].as_str(), Some("complete" | "partial")) {
                return Err(NO_FIELD);
            }
            if !value["model"].is_null() {
                return Err(NO_FIELD);
            }
            add(&mut fields, "content", value["text"].clone());
            add(&mut fields, "reasoning_content", value["reasoning"].clone());
            let calls: Vec<_> = list(&value["toolCalls"]).iter().map(tool_call).collect();
            if !calls.is_empty() {
                fields.insert("tool_calls".to_owned(), calls.into());
            }
            if value["status"] == "partial" {
                fields.insert("partial".to_owned(), true.into());
            }
        }
        "tool" => {
            fields.insert("tool_call_id".to_owned(), value["callId"].clone());
            fields.insert("content".to_owned(), content(&value["content"]));
        }
        "system" => {
            let parts = list(value).iter().map(text);
            fields.insert("content".to_owned(), parts.collect());
        }
        _ => {
            fields.insert("content".to_owned(), content(value));
        }
    }
    Ok(fields.into())
}

fn tool_call(call: &Value) -> Value {
    json!({
        "id": call["id"],
        "type": "function",
        "function": { "name": call["name"], "arguments": call["argumentsJson"] },
    })
}

fn content(parts: &Value) -> Value {
    list(parts).iter().map(part).collect()
}

fn text(part: &Value) -> Value {
    let mut fields = Map::from_iter([
        ("type".to_owned(), "text".into()),
        ("text".to_owned(), part["text"].clone()),
    ]);
    mark(&mut fields, part);
    fields.into()
}

fn part(part: &Value) -> Value {
    let (kind, value) = arm(part);
    let mut fields = Map::new();
    let name = match kind {
        "text" => return text(value),
        "image" => {
            fields.insert("image_url".to_owned(), json!({ "url": value["url"] }));
            add(&mut fields, "min_pixels", value["minPixels"].clone());
            add(&mut fields, "max_pixels", value["maxPixels"].clone());
            "image_url"
        }
        "video" => {
            add(&mut fields, "fps", value["fps"].clone());
            add(&mut fields, "total_pixels", value["totalPixels"].clone());
            let (source, given) = arm(&value["source"]);
            if source == "file" {
                fields.insert("video_url".to_owned(), json!({ "url": given }));
                "video_url"
            } else {
                fields.insert("video".to_owned(), given.clone());
                "video"
            }
        }
        _ => {
            let mut sound = Map::from_iter([("data".to_owned(), value["url"].clone())]);
            add(&mut sound, "format", value["format"].clone());
            fields.insert("input_audio".to_owned(), sound.into());
            "input_audio"
        }
    };
    fields.insert("type".to_owned(), name.into());
    mark(&mut fields, value);
    fields.into()
}

/// The end of what is to be cached.
fn mark(fields: &mut Map<String, Value>, part: &Value) {
    if part["cache"] == true {
        fields.insert("cache_control".to_owned(), json!({ "type": "ephemeral" }));
    }
}

fn tool(tool: &Value) -> Result<Value, &'static str> {
    let mut function = Map::from_iter([("name".to_owned(), tool["name"].clone())]);
    add(&mut function, "description", tool["description"].clone());
    if let Some(parameters) = tool["parametersJson"].as_str() {
        function.insert("parameters".to_owned(), parsed(parameters)?);
    }
    Ok(json!({ "type": "function", "function": function }))
}

fn tool_choice(choice: &Value) -> Value {
    match choice.get("function") {
        Some(name) => json!({ "type": "function", "function": { "name": name } }),
        None => choice.clone(),
    }
}

fn format(format: &Value) -> Result<Value, &'static str> {
    Ok(match format {
        Value::Null => Value::Null,
        Value::String(word) => json!({ "type": word.replace('-', "_") }),
        format => {
            let (_, schema) = arm(format);
            let text = schema["schemaJson"].as_str().unwrap_or_default();
            json!({ "type": "json_schema", "json_schema": {
                "name": schema["name"], "schema": parsed(text)?, "strict": schema["strict"],
            }})
        }
    })
}

/// A schema, which stands in the request as a part of it and not as a text.
fn parsed(text: &str) -> Result<Value, &'static str> {
    serde_json::from_str(text).map_err(|_| "what is no JSON cannot stand in a request of JSON")
}
