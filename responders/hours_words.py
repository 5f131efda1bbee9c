"""Opening hours in the words of a language, short enough for a chat: "Mon-Fri 9:00-18:00", "tomorrow 9:00"."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

from responders.hours import DAY_NAMES, Hours, local, plain

# By language: the days from Monday on, then today and tomorrow.
NAMES: dict[str, tuple[str, ...]] = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "today", "tomorrow"),
    "es": ("lun", "mar", "mié", "jue", "vie", "sáb", "dom", "hoy", "mañana"),
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.", "aujourd’hui", "demain"),
    "de": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So", "heute", "morgen"),
    "pt": ("seg.", "ter.", "qua.", "qui.", "sex.", "sáb.", "dom.", "hoje", "amanhã"),
    "it": ("lun", "mar", "mer", "gio", "ven", "sab", "dom", "oggi", "domani"),
    "hi": ("सोम", "मंगल", "बुध", "गुरु", "शुक्र", "शनि", "रवि", "आज", "कल"),
    "gu": ("સોમ", "મંગળ", "બુધ", "ગુરુ", "શુક્ર", "શનિ", "રવિ", "આજે", "આવતીકાલે"),
    "hi-latn": ("Som", "Mangal", "Budh", "Guru", "Shukra", "Shani", "Ravi", "aaj", "kal"),
    "gu-latn": ("Som", "Mangal", "Budh", "Guru", "Shukra", "Shani", "Ravi", "aaje", "aavtikale"),
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日", "今天", "明天"),
}
TODAY, TOMORROW = 7, 8
NAMED = 7  # days ahead for which the day of the week says enough


def hours_in_words(hours: Hours, language: str = "") -> str:
    """The usual week in a language's words; empty where we do not know the language. Exceptions are not told."""
    names = _names(language)
    if not names:
        return ""
    week = [", ".join(map(str, hours.usually(day))) for day in range(len(DAY_NAMES))]
    runs = [(opens, [at for at, _ in run]) for opens, run in groupby(enumerate(week), key=lambda item: item[1])]
    return "; ".join(f"{_days(days, names)} {opens}" for opens, days in runs if opens)


def opening_in_words(hours: Hours, at: int, now: int, language: str = "") -> str:
    """A moment to come (unix ms) as one says it now: "today 14:00", "Mon 9:00"; a far one by its date."""
    names = _names(language)
    if not names:
        return ""
    then, today = local(at, hours.zone), local(now, hours.zone).date()
    ahead = (then.date() - today) // timedelta(days=1)
    if ahead in (0, 1):
        day = names[TODAY if ahead == 0 else TOMORROW]
    else:
        day = names[then.weekday()] if ahead < NAMED else then.date().isoformat()
    return f"{day} {plain(then.time())}"


def _names(language: str) -> tuple[str, ...]:
    code = language.lower() or "en"
    return NAMES.get(code) or NAMES.get(code.partition("-")[0], ())


def _days(days: list[int], names: tuple[str, ...]) -> str:
    first, last = names[days[0]], names[days[-1]]
    return first if len(days) == 1 else f"{first}, {last}" if len(days) == 2 else f"{first}–{last}"
