"""LangChain's ChatOpenAI: each function is one thing that a client does, and prints its name when it went well."""

import openai
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from pydantic import BaseModel

MODEL = "qwen3.5-plus"
model = ChatOpenAI(model=MODEL, max_retries=0)


@tool
def weather(city: str) -> str:
    """The weather of a city."""
    return f"It rains in {city}."


class Total(BaseModel):
    """What something costs."""

    currency: str
    total: float


def chat():
    answer = model.invoke("hello there")
    assert "hello there" in answer.content, answer
    assert answer.usage_metadata["total_tokens"] > 0, answer


def stream():
    pieces = [piece.content for piece in model.stream("hello there") if piece.content]
    assert len(pieces) > 1 and "hello there" in "".join(pieces), pieces


def tools():
    plain = ChatOpenAI(model=MODEL, max_retries=0, extra_body={"enable_thinking": False})
    question = HumanMessage("Is it raining in Oslo?")
    answer = plain.bind_tools([weather], tool_choice="weather").invoke([question])
    [call] = answer.tool_calls
    assert call["name"] == "weather" and "city" in call["args"], call
    result = ToolMessage(weather.invoke(call["args"]), tool_call_id=call["id"])
    assert plain.bind_tools([weather]).invoke([question, answer, result]), answer


def structured():
    asked = ChatOpenAI(model="qwen3.7-plus", max_retries=0).with_structured_output(Total, method="json_schema")
    assert isinstance(asked.invoke("What did it cost? Answer as JSON."), Total)


def errors():
    try:
        ChatOpenAI(model="no-such-model", max_retries=0).invoke("hello")
        raise AssertionError("an unknown model answered")
    except openai.NotFoundError as error:
        assert "no-such-model" in str(error), error


def cancel():
    pieces = model.stream("a long story")
    assert next(pieces) is not None
    pieces.close()


for thing in [chat, stream, tools, structured, errors, cancel]:
    thing()
    print(thing.__name__, flush=True)
