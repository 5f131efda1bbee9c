"""Words after which a person should look before anything is said: harm, death, law, hate, insults; in ten languages.

No list is complete. It costs little to be wrong here, since a draft is made all the same; a cheerful answer of a
program to somebody who is bleeding costs a brand its name.
"""

from __future__ import annotations

import functools

from responders.text import normalise, words

# A star stands for any ending.
_ALARMING = """
    bleed* blood bloody injur* wounded hospital hospitals hospitalised hospitalized ambulance emergency poison*
    choke choked choking swallowed allerg* burned died dies dying dead death suicid* kill* murder* threat* bomb
    bombs terror* weapon* guns rape raped abuse* abused harass* stalker* stalking racist* racism nazi* hitler
    swastika* faggot* nigg* retard* whore* slut* bitch* cunt* bastard* asshole* arsehole* idiot* moron* clown clowns
    imbecil* incompetent sue sued suing lawsuit* lawyer* attorney* solicitor police fraud* illegal* naked porn* sex
    drugs cocaine sangr* herida heridas herido urgencias veneno alergi* muert* muer* matar* mato amenaz* bomba arma
    armas racista* abogad* policia denunci* estupid* payaso* puta puto cabron* gilipollas pendej* blesse* hopital
    urgences mort morte mourir tuer menace* avocat* tribunal plainte connard* salope* blut blutet verletz*
    krankenhaus notarzt vergift* gestorben selbstmord umbring* drohung* bedroh* waffe* anwalt* gericht polizei
    verklag* arschl* trottel hure sangue ferid* ferit* morreu ameac* minacc* avvocat* advogad* polizia stronz* cazzo
    merda caralho खून अस्पताल मौत जहर ज़हर धमकी वकील पुलिस अदालत बेवकूफ हरामी चोट घायल आत्महत्या बम લોહી હોસ્પિટલ
    મોત ઝેર ધમકી વકીલ પોલીસ બેવકૂફ હરામી ઈજા આત્મહત્યા khoon maut vakil vakeel bewakoof bevkoof harami chutiya*
    bhench* madarch* кровь кровью больниц* умер* убь* убить угро* адвокат* полици* суд идиот* дурак* сука مستشفى مات
    موت قتل محامي شرطة محكمة غبي احمق قنبلة
"""
_SIGNS = (
    "流血", "受伤", "受傷", "医院", "醫院", "中毒", "过敏", "過敏", "死", "自杀",
    "自殺", "杀人", "殺人", "炸弹", "律师", "律師", "起诉", "起訴", "法院", "警察",
    "报警", "報警", "白痴", "傻逼", "笨蛋", "混蛋", "病院", "弁護士", "訴え", "馬鹿",
)  # fmt: skip


@functools.cache
def _lists() -> tuple[frozenset[str], tuple[str, ...]]:
    listed = [normalise(word) for word in _ALARMING.split()]
    whole = frozenset(word for word in listed if not word.endswith("*"))
    return whole, tuple(sorted({word[:-1] for word in listed if word.endswith("*")}))


def alarming(text: str) -> tuple[str, ...]:
    """The words of a text that should make a person look, as they stand in it, each once."""
    whole, stems = _lists()
    found = [word for word in words(text) if word in whole or word.startswith(stems)]
    if not text.isascii():
        found += [sign for sign in _SIGNS if sign in text]
    return tuple(dict.fromkeys(found))
