"""The bodies of the simulated endpoint, with the fields that OpenAI's API reference gives them (read 2026-11)."""

from __future__ import annotations

import base64
import hashlib
import struct
from collections.abc import Sequence

JsonObject = dict[str, object]


def tokens(text: str) -> int:
    """About as many tokens as a real one would make of it: four ASCII signs each, and one for every other sign."""
    plain = sum(sign.isascii() for sign in text)
    return -(-plain // 4) + len(text) - plain


def completion(model: str, content: str, prompt: str, created: int, finish: str = "stop") -> JsonObject:
    """A chat completion that says `content` in answer to all that `prompt` holds."""
    used, made = tokens(prompt), tokens(content)
    message: JsonObject = {"role": "assistant", "content": content, "refusal": None, "annotations": []}
    return {
        "id": f"chatcmpl-{_digest(prompt + content)}",
        "object": "chat.completion",
        "created": created,
        "model": model,
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": finish}],
        "usage": {
            "prompt_tokens": used,
            "completion_tokens": made,
            "total_tokens": used + made,
            "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
            "completion_tokens_details": {
                "reasoning_tokens": 0,
                "audio_tokens": 0,
                "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            },
        },
        "service_tier": "default",
        "system_fingerprint": "fp_playground",
    }


def models(names: Sequence[str], created: int) -> JsonObject:
    """The list of models."""
    data = [{"id": name, "object": "model", "created": created, "owned_by": "playground"} for name in names]
    return {"object": "list", "data": data}


def embeddings(model: str, vectors: Sequence[Sequence[float]], encoding: str, used: int) -> JsonObject:
    """A list of embeddings: as numbers, or as base64 of little-endian floats."""
    data = [
        {"object": "embedding", "index": at, "embedding": list(one) if encoding == "float" else _base64(one)}
        for at, one in enumerate(vectors)
    ]
    return {"object": "list", "data": data, "model": model, "usage": {"prompt_tokens": used, "total_tokens": used}}


def _base64(vector: Sequence[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:29]
