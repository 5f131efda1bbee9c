"""How the simulated endpoint says no: status, body and headers as OpenAI documents them, and as older servers do.

Wording: platform.openai.com/docs (error codes, API reference, structured outputs), and the bodies that are quoted in
issues of openai/openai-python, langchain and others, read 2026-11.
"""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):
    """An answer with an `error` in it."""

    def __init__(
        self,
        status: int,
        message: str,
        kind: str = "invalid_request_error",
        *,
        code: str | None = None,
        param: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.kind, self.code, self.param = status, kind, code, param
        self.headers = dict(headers or {})

    def body(self) -> dict[str, object]:
        """The JSON object of the answer."""
        return {"error": {"message": str(self), "type": self.kind, "param": self.param, "code": self.code}}


def wrong_key(key: str) -> Refusal:
    """401: there is no such key. A missing one is named so."""
    if not key:
        return Refusal(
            401, "You didn't provide an API key. You need to provide your API key in an Authorization header."
        )
    shown = f"{key[:3]}{'*' * 8}{key[-4:]}"
    message = f"Incorrect API key provided: {shown}. You can find your API key at https://platform.openai.com/account/api-keys."
    return Refusal(401, message, code="invalid_api_key")


def no_model(name: str) -> Refusal:
    """404: no model of this name."""
    message = f"The model `{name}` does not exist or you do not have access to it."
    return Refusal(404, message, code="model_not_found")


def no_url(method: str, path: str) -> Refusal:
    """404: nothing is at this address."""
    return Refusal(404, f"Invalid URL ({method} {path})")


def no_form(form: str) -> Refusal:
    """400: the model cannot be held to this form of answer."""
    message = (
        f"Invalid parameter: 'response_format' of type '{form}' is not supported with this model. Learn more about "
        "supported models at the Structured Outputs guide: https://platform.openai.com/docs/guides/structured-outputs"
    )
    return Refusal(400, message, param="response_format")


def no_json_said() -> Refusal:
    """400: json_object was asked for, and no message has the word."""
    message = "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'."
    return Refusal(400, message, param="messages")


def bad_schema(name: str, why: str) -> Refusal:
    """400: a strict schema that leaves something open."""
    return Refusal(400, f"Invalid schema for response_format '{name}': In context=(), {why}", param="response_format")


def unsupported(parameter: str, instead: str = "") -> Refusal:
    """400: this model does not take the parameter."""
    hint = f" Use '{instead}' instead." if instead else ""
    message = f"Unsupported parameter: '{parameter}' is not supported with this model.{hint}"
    return Refusal(400, message, code="unsupported_parameter", param=parameter)


def too_long(most: int, had: int) -> Refusal:
    """400: the messages do not fit into the model."""
    message = (
        f"This model's maximum context length is {most} tokens. However, your messages resulted in {had} tokens. "
        "Please reduce the length of the messages."
    )
    return Refusal(400, message, code="context_length_exceeded", param="messages")


def too_many(model: str, seconds: int) -> Refusal:
    """429: come back in so many seconds."""
    message = (
        f"Rate limit reached for {model} in organization org-sangam on requests per min (RPM): Limit 3, Used 3, "
        f"Requested 1. Please try again in {seconds}s. Visit https://platform.openai.com/account/rate-limits to "
        "learn more."
    )
    headers = {
        "retry-after": str(seconds),
        "x-ratelimit-limit-requests": "3",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": f"{seconds}s",
    }
    return Refusal(429, message, "requests", code="rate_limit_exceeded", headers=headers)


def no_credit() -> Refusal:
    """429: the account has nothing left."""
    message = (
        "You exceeded your current quota, please check your plan and billing details. For more information on this "
        "error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors."
    )
    return Refusal(429, message, "insufficient_quota", code="insufficient_quota")


def broken(status: int, message: str = "") -> Refusal:
    """500 and 503, as the endpoint itself words them."""
    usual = {
        500: "The server had an error while processing your request. Sorry about that!",
        503: "The engine is currently overloaded, please try again later.",
    }
    return Refusal(status, message or usual.get(status, "Something went wrong."), "server_error")
