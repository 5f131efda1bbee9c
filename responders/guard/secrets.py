"""What nobody outside may read: keys and tokens by their shape, passwords, our own secrets, contacts of the team."""

from __future__ import annotations

import re

import re2

from responders.guard.said import Said, normal

SHAPES = {
    "a private key": r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY",
    "a key of a model": r"\bsk-(?:ant-|proj-|or-)?[A-Za-z0-9_-]{20,}",
    "a key of AWS": r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
    "a key of Google": r"\bAIza[A-Za-z0-9_-]{35}",
    "a token of GitHub": r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})",
    "a token of GitLab": r"\bglpat-[A-Za-z0-9_-]{20,}",
    "a token of Slack": r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}",
    "a key of Stripe": r"\b(?:sk|rk|whsec)_(?:live_|test_)?[A-Za-z0-9]{16,}",
    "a token of Telegram": r"\b[0-9]{8,10}:[A-Za-z0-9_-]{35}\b",
    "a token of Discord": r"\b[A-Za-z0-9_-]{24,28}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}\b",
    "a hook of Discord": r"discord(?:app)?\.com/api/webhooks/[0-9]{5,}/[A-Za-z0-9_-]{20,}",
    "a token of Facebook": r"\bEAA[A-Za-z0-9]{60,}",
    "a token of Hugging Face": r"\bhf_[A-Za-z0-9]{30,}",
    "a signed token": r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{5,}",
    "an address with a password in it": r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@]{1,64}:[^\s/@]{3,64}@",
}
# One pass over the text says whether there is anything; which it is, is asked only then.
ANY_SHAPE = re2.compile("|".join(SHAPES.values()))
ONE_SHAPE = {name: re2.compile(shape) for name, shape in SHAPES.items()}
PASSWORD = re2.compile(
    r"(?i)(?:\b(?:password|passcode|passphrase|passwort|kennwort|contraseña|mot de passe|senha|parola d'ordine|"
    r"(?:verification|security|one.time|login) code|otp|pin)\b|密码|验证码|口令|пароль|पासवर्ड|ओटीपी|પાસવર્ડ|ઓટીપી|"
    r"كلمة المرور|كلمة السر|パスワード|비밀번호)"
    r"[\s*]{0,3}(?:\b(?:is|ist|es|est|è|é|:)\b|[:=：]|是|为|है|છે|это|هي|は)[:\s*\"'“`«「]{0,4}"
    r"([^\s\"'”»」]{4,64})"
)
LOOKS_MADE_UP = re.compile(r"\d|[^\w\s.,!?…。！？)-]")
SHORTEST = 8  # signs of a secret of ours; a shorter one would be found in words
SHOWN = 4


def secrets(said: Said) -> str:
    """Keys, tokens, passwords, and what bot.yaml keeps secret."""
    found = dict.fromkeys((*_shapes(said.readable), *_passwords(said), *_ours(said)))
    return f"Secrets: {', '.join(found)}." if found else ""


def internal(said: Said) -> str:
    """How to reach a contact who is not named to people outside."""
    normal = said.normal if said.terms.internal else ""
    named = any(reach in normal for reach in said.terms.internal)
    return (
        "It says how to reach somebody who is only for the team (a contact of brand.yaml that is not public)."
        if named
        else ""
    )


def _shapes(text: str) -> list[str]:
    if not ANY_SHAPE.search(text):
        return []
    found = [(name, shape.search(text)) for name, shape in ONE_SHAPE.items()]
    return [f"{name} ({one[0][:SHOWN]}…)" for name, one in found if one]


def _passwords(said: Said) -> list[str]:
    """What is called a password, unless a source says so, too (that of the guests' wireless network, say)."""
    told = [one for one in PASSWORD.findall(said.readable) if LOOKS_MADE_UP.search(one.rstrip(".,!?。"))]
    return ["a password"] if any(not _is_known(one, said) for one in told) else []


def _is_known(word: str, said: Said) -> bool:
    plain = normal(word.rstrip(".,!?。"))
    return plain in said.own or plain in said.terms.open


def _ours(said: Said) -> list[str]:
    return (
        ["one of bot.yaml"]
        if any(secret in said.text or secret in said.readable for secret in said.terms.secrets)
        else []
    )
