"""Good replies pass in eight languages, bad ones are told with the sentence that says why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from responders.guard import Ground, Guard
from responders.options import GuardOptions
from tests.turns import turn

SOURCE = """We are open Monday to Saturday, 9 am to 6:30 pm. The blue vase costs ₹1,200 (about €13.50), 15% off in May.
You can return anything within 30 days and we will refund you: https://shop.example/returns"""
GUARD = Guard(
    GuardOptions(links=("shop.example",), banned=("scam", "બકવાસ", "बकवास", "垃圾"), region="IN"),
    Ground(
        text="Our shop is at 12 River Road. Call us on +91 98765 43210 or write to hello@shop.example.",
        promises=("Same-day delivery",),
        internal=("rita@shop.example",),
    ),
)
ASKED = {
    "en": "When are you open? I am at asha@example.net",
    "gu": "તમે ક્યારે ખુલ્લા છો?",
    "hi": "आप कब खुलते हैं?",
    "zh": "你们几点开门？",
    "es": "¿A qué hora abren ustedes?",
    "fr": "Quand êtes-vous ouverts, s'il vous plaît ?",
    "de": "Wann habt ihr geöffnet, bitte?",
    "ar": "متى تفتحون المتجر؟",
}
GOOD = [
    ("en", "We are open from 9:00 until half past six, that is 18:30, from Monday to Saturday."),
    ("en", "Thank you, Asha! The blue vase is Rs. 1200 and you have 30 days to return it."),
    ("en", "Call us: 098765 43210, or write to hello@shop.example. We also found asha@example.net."),
    ("en", "We cannot promise a day, sorry. No same-day delivery either!"),
    ("en", "1. Open the parcel.\n2. Take a picture.\nThen send it to https://help.shop.example/pictures 🙏"),
    ("en", "Yes!! 😊"),
    ("en", "The iPhone15 case, the MP3 player and the B2B desk are all at 12 River Road."),
    ("gu", "અમે સોમવારથી શનિવાર સવારે ૯ થી સાંજે ૬:૩૦ સુધી ખુલ્લા છીએ. ફૂલદાની ₹૧,૨૦૦ ની છે."),
    ("gu-Latn", "Ame somvar thi shanivar savare 9 thi sanje 6:30 sudhi khulla chhie, tame aavi shako chho."),
    ("gu-Latn", "અમે સોમવારથી શનિવાર ખુલ્લા છીએ, તમે આવી શકો છો."),
    ("hi", "हम सोमवार से शनिवार सुबह 9 बजे से शाम 6:30 बजे तक खुले हैं। फूलदान 1200 रुपये का है।"),
    ("hi", "आप ३० दिन के अंदर वापस कर सकते हैं: https://shop.example/returns"),
    ("zh", "我们周一至周六 9:00 到 18:30 营业。花瓶的价格是₹1200，五月打八五折也就是15%的优惠。"),
    ("es", "Abrimos de lunes a sábado, de 9 a 18:30 h. El florero cuesta 1.200 ₹ y se puede devolver en 30 días."),
    ("es", "El precio es de unos 13,50 € y le reembolsaremos si lo devuelve."),
    ("fr", "Nous sommes ouverts du lundi au samedi de 9h à 18:30. Le vase bleu coûte environ 13,5 euros."),
    ("de", "Wir haben von Montag bis Samstag geöffnet, 9 bis 18:30 Uhr. Die Vase kostet etwa 13,50 Euro."),
    ("ar", "نحن مفتوحون من الاثنين إلى السبت من الساعة ٩ حتى ٦:٣٠ مساءً. السعر ١٢٠٠ ₹."),
]
BAD = [
    ("en", "We are open until 8 pm.", "Numbers that no source has: 8."),
    ("en", "The vase costs €1,200.", "Prices that no source has: €1,200."),
    ("en", "It is 20 % off.", "Percentages that no source has: 20 %."),
    ("en", "We guarantee it, our word.", "It commits us to what no source says: a guarantee (“We guarantee”)."),
    ("en", "You get a free upgrade.", "It commits us to what no source says: something for nothing (“free upgrade”)."),
    ("en", "It'll be there tomorrow.", "It commits us to what no source says: a day (“'ll be there tomorrow”)."),
    ("en", "Yes, we have same day delivery.", "It may promise what we never promise: “Same-day delivery”."),
    ("en", "Pay at shop-example.com now", "Links that no source has: shop-example.com."),
    ("en", "His number is 98111 22334.", "Personal data that neither they nor a source gave: phone number 98…34."),
    ("en", "Estamos abiertos todos los días de la semana.", "They write English, this is in Spanish."),
    ("en", "It is no sc@m.", "Words that we never say: “scam”."),
    ("en", "PLEASE READ THE RULES OF THE SHOP", "It shouts: capitals."),
    ("en", "Dear [Customer Name], welcome!", "Not filled in: [Customer Name]."),
    ("en", "As a language model, I love vases.", "It reads like the output of a program: “as a language model”."),
    ("en", "The password is Nadi#river", "Secrets: a password."),
    ("gu", "અમે સવારે ૭ વાગ્યે ખૂલીએ છીએ.", "Numbers that no source has: ૭."),
    ("gu", "અમે વચન આપીએ છીએ કે બધું સારું થશે.", "It commits us to what no source says: a guarantee (“વચન આપ”)."),
    ("gu", "આ બકવાસ છે, ભાઈ.", "Words that we never say: “બકવાસ”."),
    ("gu", "We are open from Monday to Saturday.", "They write Gujarati, this is in English."),
    ("hi", "फूलदान 999 रुपये का है।", "Prices that no source has: 999 रुपये."),
    ("hi", "एक एआई के रूप में मैं मदद कर सकता हूं।", "It reads like the output of a program: “एआई के रूप में”."),
    ("hi", "हम मुफ़्त में भेज देंगे।", "It commits us to what no source says: something for nothing (“मुफ़्त”)."),
    ("zh", "价格是99元。", "Prices that no source has: 99元."),
    ("zh", "我们保证明天就到。", "It commits us to what no source says: a guarantee (“我们保证”), a day (“明天就到”)."),
    ("zh", "作为一个AI，我不能回答。", "It reads like the output of a program: “作为一个ai”."),
    ("es", "Le prometemos que todo saldrá bien.", "It commits us to what no source says: a guarantee (“prometemos”)."),
    ("es", "Como modelo de lenguaje, no puedo.", "It reads like the output of a program: “como modelo de lenguaje”."),
    ("fr", "Voici un brouillon pour vous.", "It reads like the output of a program: “voici un brouillon”."),
    ("fr", "C'est gratuit pour vous.", "It commits us to what no source says: something for nothing (“gratuit”)."),
    ("de", "Als KI kann ich das nicht sagen.", "It reads like the output of a program: “als ki”."),
    ("de", "Wir versprechen es Ihnen.", "It commits us to what no source says: a guarantee (“Wir versprechen”)."),
    ("ar", "السعر ٥٠ درهم.", "Prices that no source has: ٥٠ درهم."),
    ("ar", "We are open from Monday to Saturday.", "They write Arabic, this is in English."),
]  # fmt: skip


def told(language: str, text: str, known: str = SOURCE) -> tuple[str, ...]:
    """What is found wrong with a reply to somebody of this language."""
    asked = turn(ASKED[language.partition("-")[0]])
    return GUARD.check(text, replace(asked, language=language), known)


@pytest.mark.parametrize(("language", "text"), GOOD)
def test_a_good_reply_passes(language: str, text: str) -> None:
    assert told(language, text) == ()


@pytest.mark.parametrize(("language", "text", "finding"), BAD)
def test_a_bad_reply_is_told_with_what_is_wrong(language: str, text: str, finding: str) -> None:
    assert told(language, text) == (finding,)
