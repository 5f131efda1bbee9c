"""What belongs to a person and not into a text of ours: phone numbers, e-mail addresses, bank and identity numbers.

Each kind of number is checked by its own check digits, so that an order number is none. Whatever the asker themselves
wrote, a source says or the brand names as a contact may be said. A finding shows only the ends of what it found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from responders.guard.figures import Span
from responders.guard.said import Said, normal
from responders.links import LINK

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
NUMBER = re.compile(r"(?<![\w.,])[+(]{0,2}\d(?:[ ()./\u00a0-]{0,3}\d){6,18}(?![\w])")
PLAIN = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{2}|\d{4})|\d{1,3}(?:\.\d{3}){2,5}$")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
LETTERED = {
    "PAN": re.compile(r"\b[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z]\b"),
    "national insurance number": re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"),
    "identity number": re.compile(r"\b(?:\d{8}|[XYZ]\d{7})-?[A-Z]\b"),
}
SSN = re.compile(r"\b(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}\b")
CPF = re.compile(r"\b\d{3}\.\d{3}\.\d{3}-\d{2}\b")
SEVEN_DIGITS = re.compile(r"\d\D{0,3}\d\D{0,3}\d\D{0,3}\d\D{0,3}\d\D{0,3}\d\D{0,3}\d")
FOUR_DIGITS = re.compile(r"\d ?\d ?\d ?\d")
MOST = 40  # numbers looked at in one text; a text with more is a list, and one finding is enough
SHORTEST = 7  # digits that two phone numbers must share at their ends to be one

Found = tuple[str, str, Span]  # which kind, how it stands there, where


def private(said: Said) -> str:
    """Personal data that neither the asker wrote nor a source says."""
    if not said.has_digits and "@" not in said.readable:
        return ""
    wrong = [(kind, words) for kind, words, _ in found(said.readable, said.terms.region) if not _is_known(words, said)]
    told = dict.fromkeys(f"{kind} {_masked(words)}" for kind, words in wrong)
    whose = "no source gives, and others read it here" if said.public else "neither they nor a source gave"
    return f"Personal data that {whose}: {', '.join(told)}." if told else ""


def found(text: str, region: str | None) -> list[Found]:
    """All that looks like personal data, known or not."""
    all_of_it: list[Found] = []
    if "@" in text:
        all_of_it += [("e-mail address", one[0].rstrip("."), one.span()) for one in EMAIL.finditer(text)]
    if FOUR_DIGITS.search(text):
        all_of_it += _lettered(text)
    if SEVEN_DIGITS.search(text):
        taken = [span for *_, span in all_of_it] + [one.span() for one in LINK.finditer(text)]
        all_of_it += _numbers(text, region, taken)
    return all_of_it


def _lettered(text: str) -> Iterator[Found]:
    for one in IBAN.finditer(text):
        if _is_iban(one[0]):
            yield "bank account", one[0], one.span()
    for kind, pattern in LETTERED.items():
        for one in pattern.finditer(text):
            if kind != "identity number" or _is_dni(one[0]):
                yield kind, one[0], one.span()


def _numbers(text: str, region: str | None, taken: list[Span]) -> Iterator[Found]:
    for count, one in enumerate(NUMBER.finditer(text)):
        if count >= MOST:
            return
        if any(start < one.end() and one.start() < end for start, end in taken) or PLAIN.match(one[0]):
            continue
        kind = next((kind for kind, fits in KINDS if fits(one[0])), "") or _phone(one[0], region)
        if kind:
            yield kind, one[0], one.span()


def _phone(words: str, region: str | None) -> str:
    """Whether this is a phone number, of the region where it has no country code."""
    if not words.startswith(("+", "(+", "00")) and region is None:
        return ""
    import phonenumbers  # its tables take a moment to read, and most texts have no such number

    try:
        number = phonenumbers.parse(re.sub(r"^\(?00", "+", words) if words.startswith(("00", "(00")) else words, region)
    except phonenumbers.NumberParseException:
        return ""
    return "phone number" if phonenumbers.is_valid_number(number) else ""


def _is_known(words: str, said: Said) -> bool:
    plain = normal(words)
    if plain in said.terms.open or plain in said.own:
        return True
    digits = digits_of(words)
    return len(digits) >= SHORTEST and any(digits[-9:] in known for known in (said.terms.digits, digits_of(said.own)))


def _masked(words: str) -> str:
    name, at, host = words.partition("@")
    return f"{name[:1]}…@{host}" if at else f"{words[:2]}…{words[-2:]}"


def digits_of(text: str) -> str:
    """All digits of a text, of any script, as one run."""
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())


def _is_card(words: str) -> bool:
    digits = [int(sign) for sign in words if sign.isdecimal()]
    if not 13 <= len(digits) <= 19 or digits[0] not in {2, 3, 4, 5, 6} or len(set(digits)) == 1:
        return False
    doubled = (digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_iban(words: str) -> bool:
    bare = words.replace(" ", "")
    if not 15 <= len(bare) <= 34:
        return False
    return int("".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])) % 97 == 1


def _is_aadhaar(words: str) -> bool:
    """Twelve digits of which the last is made of the others by the scheme of Verhoeff."""
    if not re.fullmatch(r"[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}", words):
        return False
    check = 0
    for place, digit in enumerate(reversed(digits_of(words))):
        check = _dihedral(check, _permuted(place, int(digit)))
    return check == 0


def _dihedral(a: int, b: int) -> int:
    """The product of two of the ten symmetries of a pentagon."""
    turn = (a + b if a < 5 else a - b) % 5
    return turn + 5 * ((a >= 5) != (b >= 5))


def _permuted(place: int, digit: int) -> int:
    for _ in range(place % 8):
        digit = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[digit]
    return digit


def _is_chinese_id(words: str) -> bool:
    digits = digits_of(words)
    if len(digits) != 18 or digits != words:
        return False
    return "10X98765432"[sum(int(d) * pow(2, 17 - i, 11) for i, d in enumerate(digits[:17])) % 11] == digits[17]


def _is_cpf(words: str) -> bool:
    if not CPF.fullmatch(words):
        return False
    digits = [int(d) for d in digits_of(words)]
    return all((sum(d * (n + 1 - i) for i, d in enumerate(digits[:n])) * 10 % 11) % 10 == digits[n] for n in (9, 10))


def _is_dni(words: str) -> bool:
    bare = words.replace("-", "")
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(bare[:-1].translate(str.maketrans("XYZ", "012"))) % 23] == bare[-1]


KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("card number", _is_card),
    ("Aadhaar number", _is_aadhaar),
    ("social security number", lambda words: SSN.fullmatch(words) is not None),
    ("identity number", _is_chinese_id),
    ("identity number", _is_cpf),
)
