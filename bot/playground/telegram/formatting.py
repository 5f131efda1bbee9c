"""Turns what a bot wrote with parse_mode HTML or MarkdownV2 into plain text and entities, as Telegram does.

Facts: https://core.telegram.org/bots/api#formatting-options. The older mode "Markdown" is refused, not imitated.
"""

from __future__ import annotations

from html.parser import HTMLParser

from bot.playground.telegram.entities import utf16
from bot.playground.telegram.refusals import bad_request
from bot.playground.telegram.wire import JsonObject

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}
_MARKS = {
    "*": "bold",
    "_": "italic",
    "__": "underline",
    "~": "strikethrough",
    "||": "spoiler",
    "`": "code",
    "```": "pre",
}
# Longer marks first, so that __ is not read as two _.
_OPENING = ("```", "||", "__", "*", "_", "~", "`")
_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")


def formatted(text: str, mode: str) -> tuple[str, list[JsonObject]]:
    """The plain text and its entities; raises Refusal for marks that do not fit together."""
    match mode.lower():
        case "":
            return text, []
        case "html":
            return _from_html(text)
        case "markdownv2":
            return _Markdown(text).read()
    raise bad_request("unsupported parse_mode")


def _from_html(text: str) -> tuple[str, list[JsonObject]]:
    reader = _Html(convert_charrefs=True)
    reader.feed(text)
    reader.close()
    if reader.open:
        raise bad_request(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{reader.open[-1][0]}\""
        )
    return reader.plain, sorted(reader.found, key=lambda entity: int(str(entity["offset"])))


class _Html(HTMLParser):
    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.plain = ""
        self.found: list[JsonObject] = []
        self.open: list[tuple[str, int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            where = self.getpos()[1]
            raise bad_request(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {where}')
        self.open.append((tag, utf16(self.plain), dict(attrs).get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            raise bad_request(
                f'can\'t parse entities: Unmatched end tag at byte offset {self.getpos()[1]}, found "</{tag}>"'
            )
        _, start, href = self.open.pop()
        _close(self.found, _TAGS[tag], start, self.plain, href)

    def handle_data(self, data: str) -> None:
        self.plain += data


class _Markdown:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._plain = ""
        self._found: list[JsonObject] = []
        self._open: list[tuple[str, int]] = []

    def read(self) -> tuple[str, list[JsonObject]]:
        while self._at < len(self._text):
            self._step()
        if self._open:
            raise bad_request(f"can't parse entities: Can't find end of the entity starting with {self._open[-1][0]}")
        return self._plain, sorted(self._found, key=lambda entity: int(str(entity["offset"])))

    def _step(self) -> None:
        letter = self._text[self._at]
        code = self._open[-1][0] if self._open and self._open[-1][0] in ("`", "```") else ""
        mark = next((m for m in _OPENING if self._text.startswith(m, self._at)), "")
        if letter == "\\" and self._at + 1 < len(self._text):
            self._at += 1
            self._take(self._text[self._at])
        elif mark and (not code or mark == code):
            self._toggle(mark)
        elif code or letter not in _RESERVED:
            self._take(letter)
        else:
            self._bracket(letter)

    def _take(self, letter: str) -> None:
        self._plain += letter
        self._at += 1

    def _bracket(self, letter: str) -> None:
        if letter == "[":
            self._open.append(("[", utf16(self._plain)))
            self._at += 1
        elif letter == "]" and self._open and self._open[-1][0] == "[":
            self._link()
        else:
            raise bad_request(
                f"can't parse entities: Character '{letter}' is reserved and must be escaped with the preceding '\\'"
            )

    def _toggle(self, mark: str) -> None:
        self._at += len(mark)
        if self._open and self._open[-1][0] == mark:
            _close(self._found, _MARKS[mark], self._open.pop()[1], self._plain)
        else:
            self._open.append((mark, utf16(self._plain)))

    def _link(self) -> None:
        end = self._text.find(")", self._at)
        if not self._text.startswith("](", self._at) or end < 0:
            raise bad_request("can't parse entities: Can't find end of a URL")
        href = self._text[self._at + 2 : end]
        _close(self._found, "text_link", self._open.pop()[1], self._plain, href)
        self._at = end + 1


def _close(found: list[JsonObject], kind: str, start: int, plain: str, href: str = "") -> None:
    length = utf16(plain) - start
    if length:
        found.append({"type": kind, "offset": start, "length": length} | ({"url": href} if href else {}))
