"""The package against the simulator, which `tests/hosts` starts: paced, and with one key that it knows."""

from __future__ import annotations

import faulthandler
import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from qwenbox import (
    ChatRequest,
    ComponentError,
    FunctionChoice,
    Image,
    ImagePart,
    JsonSchema,
    Other,
    Output,
    Provider,
    QwenError,
    Reasoning,
    Stream,
    Text,
    TextPart,
    Tool,
    ToolCall,
    Usage,
    UserMessage,
    VideoInput,
    VideoRequest,
)

URL = os.environ["QWENBOX_TEST_URL"]
KEY = os.environ["QWENBOX_TEST_KEY"]


def provider(key: str = KEY) -> Provider:
    return Provider(key, base_url=URL)


def cutting() -> str:
    """The base URL of a server that answers one request, and breaks off within its answer."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listener, listener.accept()[0] as connection:
            connection.recv(65536)
            event = b'data: {"choices":[{"index":0,"delta":{"content":"Hel"}}]}\n\n'
            head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
            connection.sendall(head + b"%x\r\n%s\r\n" % (len(event), event))

    threading.Thread(target=serve, daemon=True).start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}/v1"


class Catalog(unittest.TestCase):
    def test_models_have_their_facts(self) -> None:
        models = {model.id: model for model in provider().models()}
        model = models["qwen3.5-plus"]
        self.assertEqual(model.ref, "qwen/qwen3.5-plus")
        self.assertEqual(model.input, ["text", "image"])
        self.assertEqual(model.thinking, "optional-on")
        self.assertTrue(all(tier.input_micros > 0 for price in model.prices for tier in price.tiers))

    def test_the_endpoint_is_the_configured_one(self) -> None:
        self.assertEqual(provider().endpoint().base_url, URL)

    def test_a_reference_to_nothing_is_an_error(self) -> None:
        with self.assertRaises(QwenError) as raised:
            provider().resolve("qwen/no-such-model")
        self.assertEqual(raised.exception.kind, "not-found")
        self.assertFalse(raised.exception.request_sent)


class Opening(unittest.TestCase):
    def test_without_a_folder_for_the_cache_it_goes_on(self) -> None:
        with tempfile.NamedTemporaryFile() as no_folder:
            environment = {**os.environ, "HOME": no_folder.name, "XDG_CACHE_HOME": no_folder.name}
            script = "from qwenbox import Provider; print(len(Provider('sk-x').models()) > 0)"
            ran = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)
        self.assertEqual((ran.stdout, ran.returncode), ("True\n", 0), ran.stderr)

    def test_a_file_that_is_no_component_is_told(self) -> None:
        with tempfile.NamedTemporaryFile(suffix=".wasm") as broken:
            broken.write(b"\0asm and no more")
            broken.flush()
            with self.assertRaises(ComponentError) as raised:
                Provider(KEY, component=broken.name)
            self.assertIn(broken.name, str(raised.exception))

    def test_a_value_that_no_environment_can_hold_is_refused(self) -> None:
        for options in ({"api_key": "sk-a\0b"}, {"environment": {"QWEN_REGION": "china\0"}}):
            with self.assertRaises(ValueError) as raised:
                Provider(**options)
            self.assertNotIn("sk-a", str(raised.exception))


class Chat(unittest.TestCase):
    def test_an_answer_is_given_whole(self) -> None:
        completion = provider().chat("What is a component?", thinking="off")
        self.assertIn("What is a component?", completion.text)
        self.assertEqual(completion.finish_reason, "stop")
        assert completion.usage is not None
        self.assertEqual(completion.usage.total_tokens, completion.usage.input_tokens + completion.usage.output_tokens)

    def test_events_come_while_the_answer_is_written(self) -> None:
        times, texts = [], []
        with provider().stream("Tell me.", thinking="off") as stream:
            for event in stream:
                if isinstance(event, Text):
                    times.append(time.monotonic())
                    texts.append(event.payload)
            completion = stream.completion()
        self.assertEqual(completion.text, "".join(texts))
        self.assertGreater(times[-1] - times[0], 0.1)

    def test_thinking_comes_apart_from_the_words(self) -> None:
        events = list(provider().stream("Tell me.", thinking="low"))
        reasoning = "".join(event.payload for event in events if isinstance(event, Reasoning))
        self.assertTrue(reasoning)
        self.assertTrue(any(isinstance(event, Usage) for event in events))

    def test_a_tool_is_called(self) -> None:
        tool = Tool("weather", parameters_json='{"type":"object","properties":{"city":{"type":"string"}}}')
        stream = provider().stream("Rain in Oslo?", tools=[tool], tool_choice=FunctionChoice("weather"))
        finished = [event for event in stream if isinstance(event, ToolCall)]
        completion = stream.completion()
        self.assertEqual(completion.tool_calls, finished)
        self.assertEqual(finished[0].name, "weather")
        self.assertIn("city", json.loads(finished[0].arguments_json))
        self.assertEqual(completion.finish_reason, "tool-calls")
        self.assertEqual([warning.code for warning in completion.warnings], ["thinking-off-for-tool-choice"])

    def test_json_fits_its_schema(self) -> None:
        schema = JsonSchema("total", '{"type":"object","properties":{"total":{"type":"number"}}}')
        completion = provider().chat("How much?", model="qwen3.7-plus", response_format=schema)
        self.assertIsInstance(json.loads(completion.text)["total"], float)

    def test_parts_and_large_bodies_arrive(self) -> None:
        picture = ImagePart("https://example.com/a.png")
        message = UserMessage([TextPart("word " * 20_000), picture])
        completion = provider().chat(ChatRequest([message], thinking="off", max_tokens=5))
        self.assertEqual(completion.finish_reason, "length")

    def test_numbers_that_do_not_fit_are_refused(self) -> None:
        for options in ({"max_tokens": -1}, {"top_k": 2**32}, {"retry_budget_ms": 1.5}):
            with self.assertRaises(ValueError, msg=str(options)):
                provider().chat("hi", **options)


class Failures(unittest.TestCase):
    def test_an_error_has_its_kind(self) -> None:
        for call in (lambda own: own.chat("hi"), lambda own: list(own.stream("hi"))):
            with self.assertRaises(QwenError) as raised:
                call(provider("sk-wrong"))
            error = raised.exception
            self.assertEqual((error.kind, error.status, error.code), ("unauthorized", 401, "invalid_api_key"))
            self.assertTrue(error.hint and error.request_sent and error.request_id)
            self.assertIn(error.message, str(error))

    def test_an_answer_that_was_cut_stays_so(self) -> None:
        stream = Provider(KEY, base_url=cutting()).stream("hi", retry_budget_ms=0)
        with self.assertRaises(QwenError) as raised:
            list(stream)
        self.assertTrue(raised.exception.request_sent)
        for _ in range(2):
            with self.assertRaises(QwenError) as again:
                stream.completion()
            self.assertIs(again.exception, raised.exception)

    def test_what_needs_no_asking_is_refused_at_once(self) -> None:
        with self.assertRaises(QwenError) as raised:
            provider().stream("hi", model="qwen/no-such-model")
        self.assertEqual(raised.exception.kind, "not-found")

    def test_an_address_where_nobody_listens_is_a_network_error(self) -> None:
        nobody = Provider(KEY, base_url="http://127.0.0.1:9/v1")
        with self.assertRaises(QwenError) as raised:
            nobody.chat("hi", retry_budget_ms=0)
        self.assertEqual(raised.exception.kind, "network")
        self.assertFalse(raised.exception.request_sent)


class Leaving(unittest.TestCase):
    """What is left early: `tests/hosts` looks at the simulator's side of these."""

    def test_a_loop_that_is_left(self) -> None:
        for _ in provider().stream("left: a loop", thinking="off"):
            break

    def test_a_stream_that_is_closed_by_another_thread(self) -> None:
        # The answer repeats the words, and takes more than two seconds.
        stream = provider().stream("left: closed by another thread " + "word " * 200, thinking="off")
        next(stream)
        threading.Timer(0.05, stream.close).start()
        begun = time.monotonic()
        rest = list(stream)
        self.assertLess(time.monotonic() - begun, 1.5)
        self.assertLess(len(rest), 200)
        with self.assertRaises(RuntimeError):
            stream.completion()

    def test_a_stream_that_is_closed_by_the_handler_of_a_signal(self) -> None:
        stream = provider().stream("left: closed by a handler " + "word " * 200, thinking="off")
        next(stream)
        before = signal.signal(signal.SIGALRM, lambda *_: stream.close())
        # Without an end of its own, a handler that waits for its own thread would wait for ever.
        faulthandler.dump_traceback_later(20, exit=True)
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            begun = time.monotonic()
            self.assertLess(len(list(stream)), 200)
            self.assertLess(time.monotonic() - begun, 1.5)
        finally:
            faulthandler.cancel_dump_traceback_later()
            signal.signal(signal.SIGALRM, before)
        with self.assertRaises(RuntimeError):
            stream.completion()

    def test_a_stream_that_is_forgotten_before_its_first_event(self) -> None:
        stream: Stream | None = provider().stream("left: forgotten", thinking="off")
        self.assertIsNotNone(stream)
        time.sleep(0.3)
        stream = None

    def test_the_instance_goes_on(self) -> None:
        own = provider()
        with own.stream("left: with its instance", thinking="off") as stream:
            next(stream)
        self.assertTrue(own.chat("hi", thinking="off", max_tokens=5).text)


class Threads(unittest.TestCase):
    def test_streams_run_side_by_side(self) -> None:
        own = provider()
        counts: list[int] = []

        def read() -> None:
            counts.append(sum(1 for _ in own.stream("side by side", thinking="off")))

        begun = time.monotonic()
        read()
        alone = time.monotonic() - begun
        threads = [threading.Thread(target=read) for _ in range(8)]
        begun = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(set(counts)), 1, counts)
        # One after the other they would take eight times as long.
        self.assertLess(time.monotonic() - begun, 4 * alone)

    def test_a_stream_is_handed_from_thread_to_thread(self) -> None:
        stream = provider().stream("handed on", thinking="off")
        first = next(stream)
        rest: list[object] = []
        thread = threading.Thread(target=lambda: rest.extend(stream))
        thread.start()
        thread.join()
        whole = "".join(event.payload for event in [first, *rest] if isinstance(event, Text))
        self.assertEqual(stream.completion().text, whole)


class Forks(unittest.TestCase):
    def test_a_fork_after_the_first_call_is_told(self) -> None:
        own = provider()
        stream = own.stream("forked", thinking="off")
        context = multiprocessing.get_context("fork")
        said = context.SimpleQueue()

        def call() -> None:
            for work in (own.models, lambda: provider().ask("hi"), lambda: next(stream)):
                try:
                    said.put(str(work()))
                except ComponentError as error:
                    said.put(str(error))
            stream.close()

        child = context.Process(target=call)
        child.start()
        child.join(20)
        if child.is_alive():
            child.kill()
            self.fail("the fork hangs")
        self.assertEqual(child.exitcode, 0)
        for _ in range(3):
            self.assertIn("spawn", said.get())
        # The stream is still this process's.
        self.assertIn("forked", "".join(event.payload for event in stream if isinstance(event, Text)))


class Media(unittest.TestCase):
    def test_a_picture_is_described(self) -> None:
        description = provider().describe([Image("https://example.com/a.png")], prompt="What is it?")
        self.assertIn("What is it?", description.text)

    def test_a_video_is_made(self) -> None:
        video = provider().video
        request = VideoRequest("a paper boat", model="wan2.6-t2v", resolution="720P", duration_seconds=5)
        self.assertEqual(video.estimate(request).model, "wan2.6-t2v")
        task = video.submit(request)
        self.assertEqual(task.status, "pending")
        while task.next_poll_ms is not None:
            time.sleep(0.05)
            task = video.poll(task.id, "wan2.6-t2v")
        assert isinstance(task.status, Output)
        self.assertEqual(len(task.status.urls), 1)
        self.assertEqual([own.state for own in video.tasks() if own.id == task.id], ["succeeded"])

    def test_a_video_is_refused_and_cancelled(self) -> None:
        video = provider().video
        with self.assertRaises(QwenError) as raised:
            video.submit("a boat", model="wan2.6-t2v", inputs=[VideoInput(Other("ghost"), "https://example.com/a")])
        self.assertFalse(raised.exception.request_sent)
        task = video.submit("a boat to be cancelled")
        self.assertEqual(video.cancel(task.id).status, "cancelled")

    def test_leave_to_lend_a_file_is_given(self) -> None:
        form = provider().prepare_upload("wan2.6-i2v", "a.png")
        self.assertTrue(form.fields and form.reference.startswith("oss://"))


if __name__ == "__main__":
    unittest.main()
