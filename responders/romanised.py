"""Gujarati and Hindi in Latin letters, as most people type them on a phone; no library tells them from English."""

from __future__ import annotations

import functools
import re

from responders.text import words

DOUBLED = re.compile(r"([aeiou])\1+|(n)n+")
ENOUGH = 2  # a word that only one of them has counts 2, one that other languages have too counts 1
SHARE = 0.25  # of the words; the rest is "order", "delivery", names

# Written in one spelling each; `sound` brings the others to it.
GUJARATI = (
    "chhu chho shu shum kyare kyathi kem ketla ketlo ketli ketlu ketlama maru maro tamaru tamari"
    " tamaro tame tamne tamaru amne amaru amari nathi hatu hati thase thashe thayu thay avse aavshe aavyu"
    " aavyo malse malshe malyu khulse khulshe khule joie joiye joiae karvu karvo karvi karu karo levu levo"
    " apo aapo apjo moklo moklsho mokalo saru saras kevi kevu rite rupiya bhav pacha pachu"
    " pacho jose joshe badhu badha emna eni mate kyan kaale aaje haji nathi karta karie"
)
HINDI = (
    "kya hai hain hoon nahi nahin kab kaise kaisa kaisi kahan kaha kitna kitne kitni mera meri mere mujhe mujhko"
    " aap aapka aapki aapke kyon kyun kyu chahiye chahie karna karni raha rahe rahi hoga hogi milega milegi milenge"
    " kaun yeh woh tum tumhara bahut accha acha sakta sakte sakti wapas vapas paisa paise bhai khulta khulti khulte"
    " aayega ayega aaega aayegi abhi aaya gaya gayi liye kripya batao bataiye bataye batayein karein karke karenge"
    " sabhi sabse hun kisi bht bahot zyada jyada unhe usse uspe aise aisi jaise jaisi bekar pura puri karta karti karte"
    " humne maine theek thik gya gyi rha rhe rhi nhi mila milga jayega jayga hua huwa kiya dunga dungi pehle pahle"
    " bilkul abtak hui huye unka unki unke iska iski iske uska uski uske kyoki kyunki dikha bhej bheja bhejo"
    " diya dijiye kijiye lena dena hota hoti hote tha thi apna apni humara hamara aur lekin agar kuch sab wala wali"
)
# Said in both, or words of other languages as well: these only help to reach the share.
EITHER_WAY = (
    "ka ki ke ko se na pan ane su mari mara mane ma par me ho kar haa ji to tak thi tha kal aaj ek bhi mein mai hum log"
    " koi hoy thai levi wali haan che"
)


def romanised(text: str) -> str:
    """gu-Latn or hi-Latn when enough of the words are of that language and of no other; else ""."""
    said = [sound(word) for word in words(text)]
    if not said:
        return ""
    common = sum(map(COMMON.__contains__, said))
    counts = {code: sum(map(known.__contains__, said)) for code, known in KNOWN.items()}
    best, other = sorted(counts, key=lambda code: -counts[code])
    clear = counts[best] > counts[other] and 2 * counts[best] + common > ENOUGH - (len(said) <= ENOUGH + 1)
    return best if clear and counts[best] + common >= SHARE * len(said) else ""


@functools.lru_cache(10_000)  # people use few words
def sound(word: str) -> str:
    """One spelling for what sounds alike: kyaare and kyare, chhe and che, wapas and vapas."""
    plain = word.replace("chh", "ch").replace("cch", "ch").replace("ee", "i").replace("oo", "u").replace("w", "v")
    return DOUBLED.sub(r"\1\2", plain)


def _sounds(listed: str) -> frozenset[str]:
    return frozenset(sound(word) for word in listed.split())


COMMON = _sounds(EITHER_WAY)
KNOWN = {"gu-Latn": _sounds(GUJARATI) - COMMON, "hi-Latn": _sounds(HINDI) - COMMON}
