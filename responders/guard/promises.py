"""Commitments in a text: what a reader may hold us to, in the languages that followers write in most.

A commitment may stand in an answer when one of its sources makes one of the same kind, in whatever language.
"""

from __future__ import annotations

import re
from collections.abc import Container

import re2

from responders.guard.said import Said
from responders.text import readable, words

COMMITMENTS = {
    "a guarantee": (
        r"\b(?:i|we)(?:'ll| will| can| do| hereby)? (?:promise|guarantee|swear|assure you)\b|\bguaranteed\b",
        r"\byou have (?:my|our) word\b|\b(?:100 ?%|completely|absolutely) (?:sure|certain|safe)\b",
        r"\b(?:prometemos|prometo|garantizamos|garantizo|te aseguramos|le aseguramos)\b|\bgarantizad[oa]s?\b",
        r"\b(?:prometemos|prometo|garantimos|garanto)\b|\bgarantid[oa]s?\b",
        r"\b(?:promettiamo|prometto|garantiamo|garantisco)\b",
        r"\b(?:promettons|promets|garantissons|garantis)\b",
        r"\b(?:versprechen wir|wir versprechen|ich verspreche|garantier(?:en|t|e))\b",
        r"वादा कर(?:ते|ता|ती)|वचन देते|गारंटी (?:देते|देता|है)",
        r"\b(?:vaada|wada|guarantee) (?:karte|karta|dete|deta)\b",
        r"વચન આપ|ખાતરી આપ|ગેરંટી (?:આપ|છે)|\b(?:vachan|guarantee) (?:apiye|aapiye)\b",
        r"我们?(?:向您|可以|会)?(?:保证|承诺|担保)|保证(?:会|能|您)|包您",
        r"обеща(?:ем|ю)|гарантиру(?:ем|ю|ется)|نعدك|نضمن|أعدك|أضمن",
    ),
    "a refund": (
        r"\b(?:we|i)(?:'ll| will| can|'re going to| are going to)? (?:\w+ly )?(?:refund|reimburse)\b",
        r"\byou(?:'ll| will| can)? (?:get|receive|be given|have) (?:\w+ ){0,3}(?:refund|money back)\b",
        r"\b(?:be|been|is|are) (?:\w+ly )?(?:refunded|reimbursed)\b|\bfull refund\b",
        r"\bissued? (?:you )?(?:a|your|the) refund\b",
        r"\b(?:devolveremos|reembolsaremos|reembolsamos|devolvemos)\b",
        r"\breembolso (?:completo|total|íntegro|integral)\b",
        r"\b(?:reembolsaremos|vamos reembolsar|rimborseremo|rimborsiamo)\b|\brimborso (?:completo|totale)\b",
        r"\brembours(?:erons|ons)\b|\bremboursement (?:complet|intégral|total)\b",
        r"\b(?:erstatten|rückerstatten) (?:wir|ihnen|dir)\b|\bwir erstatten\b",
        r"\b(?:volle|vollständige) (?:rück)?erstattung\b|\bgeld zurück\b",
        r"पैसे वापस (?:कर|मिल|दे|हो)|रिफंड (?:कर|मिल|दे|हो)|रिफ़ंड (?:कर|मिल|दे)",
        r"\b(?:paise|paisa) wapas (?:kar|mil|de)",
        r"પૈસા પાછા|રિફંડ (?:કર|મળ|આપ)|\bpaisa pacha\b",
        r"(?:全额|给您|为您|会|将|可以)退款|退款给您|退钱|верн[её]м (?:вам )?деньги|полный возврат",
        r"سنعيد (?:لك )?(?:المال|المبلغ)|استرداد كامل",
    ),
    "compensation": (
        r"\b(?:we|i)(?:'ll| will| can)? (?:\w+ly )?(?:compensate|credit your)\b",
        r"\b(?:voucher|gift card|store credit) (?:for|as|worth)\b",
        r"\b(?:compensaremos|indemnizaremos)\b|\bdédommager(?:ons)?\b|\bentschädigen wir\b",
        r"\bwir entschädigen\b",
        r"मुआवज़ा|मुआवजा|વળતર આપ|(?:赔偿|补偿)您|компенсиру(?:ем|ю)|سنعوض",
    ),
    "a replacement": (
        r"\b(?:we|i)(?:'ll| will| can)? (?:\w+ly )?(?:replace|send you (?:a|another) (?:new|replacement))\b",
        r"\b(?:reemplazaremos|sustituiremos|substituiremos|sostituiremo)\b|\bremplacerons\b|\bersetzen wir\b",
        r"\bwir ersetzen\b",
        r"बदल(?:कर)? (?:देंगे|दूंगा|दिया जाएगा)|બદલી આપ|为您更换|换(?:一个|新)的给您|заменим|سنستبدل",
    ),
    "something for nothing": (
        r"\bfor free\b|\bfree of charge\b|\bfree(?: \w+)?\b",
        r"\bat no (?:extra )?(?:cost|charge)\b",
        r"\b(?:complimentary|on the house|half off|no charge)\b",
        r"\bgr[aá]tis\b|\bgratuit(?:o|a|e|s|ement|amente|i)?\b|\bkostenlos\w*|\bumsonst\b",
        r"\bsin (?:coste|costo|cargo)\b",
        r"मुफ़्त|मुफ्त|निःशुल्क|મફત|વિના મૂલ્યે|\bmuft\b|\bmafat\b|免费|包邮|бесплатн|مجان",
    ),
    "a discount": (
        r"\b(?:a|your|the|\d+ ?%) discount\b|\bdiscount code\b|\bhalf(?: the)? price\b|\bpercent off\b|% off\b",
        r"\bdescuento\b|\bdesconto\b|\bsconto\b|\bremise de\b|\bréduction de\b|\brabatt\b",
        r"छूट (?:देंगे|मिलेगी|दे रहे)|ડિસ્કાઉન્ટ|વળતર મળ|折扣|[\d一二三四五六七八九]折|скидк|خصم",
    ),
    "a day": (
        r"\b(?:will|'ll|going to) (?:\w+ ){0,5}(?:today|tomorrow|tonight|this week|next week|within the hour)\b",
        r"\bby (?:today|tomorrow|tonight|the end of the (?:day|week)|monday|tuesday|wednesday|thursday|friday)\b",
        r"\b(?:llegará|estará|enviaremos|recibirá) (?:\S+ ){0,4}(?:hoy|mañana)\b",
        r"\b(?:chegará|arrivera|arriverà) (?:\S+ ){0,4}(?:hoje|amanhã|demain|domani)\b",
        r"\b(?:morgen|heute) (?:\S+ ){0,3}(?:ankommen|geliefert|bei ihnen|bei dir|verschickt)\b",
        r"(?:आज|कल) (?:\S+ ){0,3}(?:पहुंच|पहुँच|मिल|भेज)|(?:આજે|કાલે) (?:\S+ ){0,3}(?:પહોંચ|મળ|મોકલ)",
        r"(?:今天|明天)(?:就|会|能|一定)?(?:到|送达|发货|寄出)",
        r"(?:придет|придёт|отправим|доставим) (?:\S+ ){0,3}(?:сегодня|завтра)",
        r"(?:سيصل|سنرسل) (?:\S+ ){0,3}(?:اليوم|غدا)",
    ),
}
PATTERNS = {kind: re2.compile(f"(?i:{'|'.join(forms)})") for kind, forms in COMMITMENTS.items()}
ANY = re2.compile(f"(?i:{'|'.join('|'.join(forms) for forms in COMMITMENTS.values())})")
NOT = re.compile(
    r"(?:\b(?:not|never|no|cannot|isn't|aren't|can't|without|nicht|kein\w*|pas|non|nunca|não|sin|ohne|sans)\b|"
    r"不|没|无法|не)\s*(?:be |a |fully )?$",
    re.IGNORECASE,
)
FREE = re.compile("free", re.IGNORECASE)
# What is free and costs something all the same: "feel free to ask", "sugar-free", "we are free on Monday".
AT_LIBERTY = re.compile(
    r"(?:feel |-|\b(?:we|i)(?: are| am|'re|'m) )\|free"
    r"|\|free (?:to|from|of(?! charge)|time|space|spots?|places?|range|will|hand)\b",
    re.IGNORECASE,
)
DENIES = re.compile(
    r"\b(?:not|never|no|cannot|can't|don't|won't|unable|nicht|kein\w*|pas|nunca|não|unfortunately)\b|"
    r"नहीं|नही|નથી|નહીં|不|没|无法|не |لا |لن",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[.!?…।。！？\n]+")
STEM = 5  # letters: deliver and delivery, refund and refunds
CONTENT = 4  # letters of a word of a spaced script that says what a line is about
LITTLE = frozenset(
    {
        "that", "this", "these", "those", "with", "from", "have", "will", "would", "shall", "must", "never",
        "always", "promise", "promises", "promised", "guarantee", "make", "made", "give", "given", "say",
        "says", "said", "them", "they", "their", "there", "what", "when", "where", "which", "your", "ours",
        "before", "after", "about", "than", "into", "only", "also", "does", "been", "being", "over", "until",
    }
)  # fmt: skip


def unfounded(said: Said) -> str:
    """Commitments that no source makes."""
    if said.is_quoted or not ANY.search(text := said.readable):
        return ""
    made = {kind: found for kind, pattern in PATTERNS.items() if (found := _made(pattern, text))}
    sources = readable(said.known) if made else ""
    wrong = [f"{kind} (“{words}”)" for kind, words in made.items() if not _made(PATTERNS[kind], sources)]
    return f"It commits us to what no source says: {', '.join(wrong)}." if wrong else ""


def forbidden(said: Said) -> str:
    """Commitments that brand.yaml says are never made."""
    likely = [(line, needed) for line, needed in said.terms.promises if _says(needed, said.normal)]
    if not likely:
        return ""
    sentences = [one for one in SENTENCE.split(said.text) if one.strip() and not DENIES.search(one)]
    stems = [frozenset(map(stem, words(one))) for one in sentences]
    found = [line for line, needed in likely if any(_says(needed, one) for one in stems)]
    return f"It may promise what we never promise: {', '.join(f'“{line}”' for line in found)}." if found else ""


def gist(line: str) -> tuple[str, ...]:
    """The stems of the words that a line is about; empty when there are too few to know it again by."""
    found = tuple(dict.fromkeys(stem(word) for word in words(line) if _counts(word)))
    return found if len(found) > 1 else ()


def stem(word: str) -> str:
    """The beginning of a word, by which its forms are told together."""
    return word[:STEM]


def _counts(word: str) -> bool:
    return word not in LITTLE and (len(word) >= CONTENT or not word.isascii() or word.isdigit())


def _says(needed: tuple[str, ...], stems: Container[str]) -> bool:
    """Whether a text or a sentence has all that a line is about; of a long line, one word may be missing."""
    missing = sum(one not in stems for one in needed)
    return missing <= (len(needed) > 3)


def _made(pattern: re2._Regexp, text: str) -> str:
    for one in pattern.finditer(text):
        before = text[max(0, one.start() - 24) : one.start()]
        if not NOT.search(before) and not (FREE.match(one[0]) and AT_LIBERTY.search(f"{before}|{one[0]}")):
            return str(one[0]).strip()
    return ""
