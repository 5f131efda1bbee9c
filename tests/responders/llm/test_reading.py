"""The body of a completion."""

from __future__ import annotations

import json

import pytest

from responders.llm.faults import Fault
from responders.llm.reading import Read, read_completion


def body(message: object, finish: str = "stop", **more: object) -> bytes:
    """A completion with this message."""
    return json.dumps({"choices": [{"message": message, "finish_reason": finish}], **more}).encode()


def test_what_was_said_and_what_it_took() -> None:
    usage = {"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7, "more": {"reasoning_tokens": 1}}

    assert read_completion(body({"content": "Hi"}, usage=usage)) == Read("Hi", (5, 2))


@pytest.mark.parametrize("usage", [None, {}, {"prompt_tokens": 0}])
def test_an_endpoint_need_not_tell_what_it_took(usage: object) -> None:
    assert read_completion(body({"content": "Hi", "role": "assistant"}, usage=usage)) == Read("Hi")


def test_what_was_cut_off_is_read_as_far_as_it_goes() -> None:
    assert read_completion(body({"content": '{"re'}, "length")).said == '{"re'
    assert read_completion(body({"content": None})).said == ""


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (b"<html>", "no completion"),
        (b"", "no completion"),
        (b"\xff\xfe", "no completion"),
        (b"[" * 100_000, "no completion"),
        (b'{"choices": []}', "no completion"),
        (b'{"error": {"message": "no"}}', "no completion"),
        (body({"content": ["a"]}), "no completion"),
        (body({"content": "Hi"}, usage={"prompt_tokens": -5}), "no completion"),
        (body({"content": None, "refusal": "I cannot."}), "refuses to answer"),
        (body({"content": "Hal"}, "content_filter"), "own filter"),
    ],
)
def test_what_is_no_answer_is_said(said: bytes, words: str) -> None:
    with pytest.raises(Fault, match=words):
        read_completion(said)
