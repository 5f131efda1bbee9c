"""A stand-in for an embedding model: hashed runs of characters, the same in every run and in every script.

Texts that share runs of letters are near each other. A few words are known in several languages, so that what a real
multilingual model is for can be tried: "open", "abierto" and "खुला" share one direction.
"""

from __future__ import annotations

import hashlib
import math
import unicodedata

NUMBERS = 256
SIZES = (2, 3, 4)
MEANT = 12.0  # how much more a known meaning weighs than one run of letters
MEANINGS = (
    "open abierto abiertos ouvert geöffnet offen खुला खुले खुली ખુલ્લું ખુલ્લા 营业 开门 aberto aperto открыт مفتوح",
    "hours horario horaires öffnungszeiten समय સમય 时间 orario часы",
    "price precio prix preis कीमत दाम કિંમત ભાવ 价格 多少钱 preço prezzo цена سعر cost cuesta kostet coûte",
    "delivery envío entrega livraison lieferung डिलीवरी ડિલિવરી 送货 快递 consegna доставка توصيل shipping ship send",
    "return devolver devolución retour rückgabe वापस પાછું 退货 reso возврат إرجاع refund reembolso",
    "where dónde où wo कहाँ ક્યાં 哪里 onde dove где أين address dirección adresse पता સરનામું 地址",
    "course curso cours kurs कक्षा વર્ગ 课程 corso курс دورة workshop taller atelier",
    "gift regalo cadeau geschenk उपहार ભેટ 礼物 presente regalo подарок هدية",
)
KNOWN = {word: number for number, words in enumerate(MEANINGS) for word in words.split()}


def vector(text: str, numbers: int = NUMBERS) -> list[float]:
    """The vector of a text, of length one."""
    line = f" {' '.join(unicodedata.normalize('NFKC', text).casefold().split())} "
    made = [0.0] * numbers
    for size in SIZES:
        for at in range(len(line) - size + 1):
            _add(made, f"run {line[at : at + size]}", 1.0)
    for word, meaning in KNOWN.items():
        if word in line:
            _add(made, f"meaning {meaning}", MEANT)
    length = math.hypot(*made) or 1.0
    return [round(one / length, 7) for one in made]


def _add(made: list[float], feature: str, weight: float) -> None:
    digest = hashlib.blake2b(feature.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    made[int.from_bytes(digest[:4], "big") % len(made)] += weight if digest[4] & 1 else -weight
