import json

from qwenbox import AssistantMessage, ChatRequest, Provider, Tool, ToolMessage, UserMessage

provider = Provider.from_environment()
parameters = json.dumps({"type": "object", "properties": {"city": {"type": "string"}}})
tools = [Tool("weather", "The weather of a city", parameters)]
messages = [UserMessage("Is it raining in Oslo?")]

asked = provider.chat(ChatRequest(messages, tools=tools, tool_choice="required"))
messages.append(AssistantMessage(asked.text, tool_calls=asked.tool_calls))
for call in asked.tool_calls:
    print(call.name, json.loads(call.arguments_json))
    messages.append(ToolMessage(call.id, "It rains."))
print(provider.chat(ChatRequest(messages, tools=tools)).text)
