"""Currencies and per cent as people write them beside a number, in the languages that we answer in."""

from __future__ import annotations

FORMS = {
    "USD": "$ us$ usd dollar dollars dólar dólares डॉलर ડોલર 美元 долл доллар доллара долларов دولار",
    "EUR": "€ eur euro euros यूरो યુરો 欧元 евро يورو",
    "GBP": "£ gbp pound pounds quid 英镑",
    "INR": "₹ inr rs rs. rupee rupees rupay rupaye rupiya रुपये रुपए रुपया रु રૂપિયા રૂ રૂ. 卢比",
    # One sign stands for both, and nobody says which.
    "CNY": "¥ ￥ cny rmb jpy yen yuan 元 块 円 人民币 日元",
    "RUB": "₽ rub руб рубль рубля рублей",
    "KRW": "₩ krw 원",
    "BRL": "r$ brl reais",
    "CHF": "chf fr. franken",
    "AED": "aed dirham dirhams درهم",
    "SAR": "sar riyal riyals ريال",
    "TRY": "₺ tl lira",
}
CURRENCY = {form: code for code, forms in FORMS.items() for form in forms.split()}
"""The code of a currency by each way to write it, in small letters."""

PER_CENT = (
    r"(?:[%٪％]|per ?cent\b|percent|por ?cent|por ciento|pour ?cent|prozent|procent|процент|प्रतिशत|"
    r"फ़ीसदी|फीसदी|टक्के|ટકા|パーセント|퍼센트|بالمئة|في المئة)"
)
"""What stands behind a number that is one of a hundred; a pattern for small and capital letters."""
PER_HUNDRED = "百分之"  # the same, before the number
