"""Dates as people write them, in several languages and orders, brought into one spelling."""

from __future__ import annotations

import re

NAMES = (
    "january jan enero ene janvier janv januar jän gennaio gen janeiro जनवरी જાન્યુઆરી يناير января",
    "february feb febrero février févr februar febbraio fevereiro फरवरी फ़रवरी ફેબ્રુઆરી فبراير февраля",
    "march mar marzo mars märz mär março मार्च માર્ચ مارس марта",
    "april apr abril avril avr aprile अप्रैल એપ્રિલ أبريل апреля",
    "may mayo mai maggio maio मई મે مايو мая",
    "june jun junio juin juni giugno junho जून જૂન يونيو июня",
    "july jul julio juillet juil juli luglio julho जुलाई જુલાઈ يوليو июля",
    "august aug agosto août अगस्त ઑગસ્ટ ઓગસ્ટ أغسطس августа",
    "september sept sep septiembre septembre settembre setembro सितंबर સપ્ટેમ્બર سبتمبر сентября",
    "october oct octubre octobre oktober okt ottobre outubro अक्टूबर ઑક્ટોબર ઓક્ટોબર أكتوبر октября",
    "november nov noviembre novembre novembro नवंबर નવેમ્બર نوفمبر ноября",
    "december dec diciembre dic décembre déc dezember dez dicembre dezembro दिसंबर ડિસેમ્બર ديسمبر декабря",
)
MONTHS = {name: month for month, names in enumerate(NAMES, 1) for name in names.split()}
MONTH = "(?P<name>" + "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True)) + r")(?![^\W\d_])\.?"
DAY, YEAR = r"(?P<day>[0-3]?\d)", r"(?P<year>(?:19|20)\d\d)"

DATES = (
    re.compile(rf"(?<!\d){YEAR}[-/.](?P<month>[01]?\d)[-/.]{DAY}(?!\d)"),
    re.compile(rf"(?:{YEAR}\s*年\s*)?(?P<month>[01]?\d)\s*月\s*{DAY}\s*[日号]"),
    re.compile(
        rf"(?<!\d){DAY}(?:st|nd|rd|th|er|\.|º)?\s*(?:of|de|del|da|di)?\s*{MONTH}(?:(?:\s*,|\s+de[l]?)?\s+{YEAR}(?!\d))?",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<!\w){MONTH}\s+{DAY}(?:st|nd|rd|th)?(?![\d:.])(?:\s*,?\s+{YEAR}(?!\d))?", re.IGNORECASE),
    re.compile(r"(?<![\d.,])(?P<day>[0-3]?\d)(?P<sign>[./-])(?P<month>[01]?\d)(?P=sign)(?P<year>(?:19|20)\d\d)(?!\d)"),
    re.compile(r"(?<![\d.,/])(?P<month>[01]?\d)(?P<sign>/)(?P<day>[0-3]?\d)(?P=sign)(?P<year>(?:19|20)\d\d)(?!\d)"),
)


def date_of(found: re.Match[str]) -> str:
    """What one of DATES found as year-month-day, with stars for a year that is not said; "" when it is no date."""
    said = found.groupdict()
    month = MONTHS[said["name"].lower()] if said.get("name") else int(said["month"])
    day = int(said["day"])
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return ""
    if said.get("sign") in {"/", "-"} and month <= 12 and day <= 12 and month != day:
        return f"{said['year']}-{found[0]}"  # 5/6 is May to some and June to others
    return f"{said.get('year') or '****'}-{month:02}-{day:02}"
