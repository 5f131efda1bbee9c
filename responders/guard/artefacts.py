"""What only a program writes, or a template that nobody filled in: never meant for the reader."""

from __future__ import annotations

import re

import re2

from responders.guard.said import Said, normal

# What a model says of itself, or to whoever asked it for a draft. Compared in normal form: small letters, no accents.
SPOKEN = (
    # English
    r"\bas an? (?:large )?(?:ai|a\.i\.|artificial intelligence|language model|llm|virtual assistant|chatbot)\b",
    r"\bi(?:'m| am) (?:just |only )?an? (?:ai|a\.i\.|large language model|language model|llm)\b",
    r"\bi(?:'m| am) (?:sorry|afraid),? (?:but )?(?:that )?i (?:can't|cannot|can not|am unable|am not able)\b",
    r"\bi (?:can't|cannot|am unable to|am not able to) (?:assist|help) with (?:that|this)\b",
    r"\b(?:here is|here's|below is) (?:a|an|the|my|your) (?:\w+ ){0,2}(?:draft|reply|response|rewrite|translation)\b",
    r"\b(?:sure|certainly|of course|absolutely)[!,.] (?:here is|here's|here are)\b",
    r"\bmy (?:knowledge cut-?off|training data|last (?:knowledge )?update)\b",
    r"\b(?:my|the|these) (?:system )?(?:prompt|instructions) (?:say|says|tell|tells|is|are|do not allow)\b",
    r"\bsystem prompt\b|\bignore (?:all |any )?(?:the )?previous instructions\b",
    r"\b(?:let me know if you(?:'d| would) like me to (?:adjust|rewrite|change|revise|shorten))",
    # Spanish, Portuguese, Italian, French, German
    r"\bcomo (?:una? )?(?:ia|inteligencia artificial|modelo de lenguaje|modelo de linguagem)\b",
    r"\blo siento,? pero no puedo\b|\b(?:aqui tienes|este es) (?:un|el) borrador\b",
    r"\baqui esta (?:um|o) rascunho\b",
    r"\b(?:come|in quanto) (?:un'?)?(?:ia|intelligenza artificiale|modello linguistico)\b",
    r"\becco (?:una|la) bozza\b",
    r"\ben tant qu(?:e |')(?:une )?(?:ia|intelligence artificielle|modele de langage|assistant virtuel)\b",
    r"\bvoici (?:un|le|une|la) (?:brouillon|proposition de reponse|reponse possible)\b",
    r"\bals (?:eine )?(?:ki|kunstliche intelligenz|sprachmodell|ki-sprachmodell)\b",
    r"\bhier ist (?:ein|der) (?:entwurf|antwortvorschlag)\b",
    # Hindi, Gujarati, Chinese, Japanese, Russian, Arabic
    r"(?:एआई|ए\.आई\.|ai) (?:(?:भाषा )?मॉडल|सहायक) के रूप में|(?:एआई|ai) के रूप में|भाषा मॉडल",
    r"(?:એઆઈ|એ\.આઈ\.|ai) (?:(?:ભાષા )?મોડેલ |સહાયક )?તરીકે|ભાષા મ[ોૉ]ડેલ",
    r"作为(?:一个|一名|一种)?(?:ai|人工智能|语言模型|大型语言模型|虚拟助手)|我(?:只)?是(?:一个|一名)?(?:ai|人工智能|语言模型)|语言模型|以下是(?:草稿|回复草稿|建议回复)",
    r"aiとして|人工知能として|言語モデル|以下は(?:下書き|返信案)",
    r"как (?:искусственный интеллект|ии|языковая модель|большая языковая модель)",
    r"я (?:всего лишь )?языковая модель|вот черновик",
    r"(?:كنموذج|بصفتي نموذج|بصفتي) (?:لغوي|لغة|ذكاء)|كذكاء اصطناعي|نموذج لغوي|هذه مسودة",
)
# Signs of a template for talks, of a document, of data.
WRITTEN = (
    r"<\|[a-z_ ]{2,30}\|>|<｜[^>]{2,40}｜>",
    r"</?(?:s|think|thinking|answer|system|assistant|user|reply|start_of_turn|end_of_turn)>",
    r"\[/?INST\]|<</?SYS>>|### ?(?:Instruction|Response|Input|System|Assistant|User)\b",
    r"(?m:^\s{0,3}(?:assistant|system|user|human|ai|model|bot|draft|reply|response)\s{0,2}:)",
    r"(?m:^\s{0,3}(?:```|~~~))",
    r"^\s*\{\s*\"(?:reply|text|answer|response|message)\"\s*:",
    r"\[object Object\]|\bundefined,|\b(?-i:NaN)\b",
)
SAYS = re2.compile("|".join(SPOKEN))
HOLDS = re2.compile(f"(?i:{'|'.join(WRITTEN)})")

FIELDS = (
    "name|first name|last name|customer|client|user|company|brand|order|number|date|time|link|url|phone|email|e-mail|"
    "address|product|price|insert|your|agent|signature|placeholder|city|amount|tracking|nombre|nom|nome|fecha|enlace|"
    "datum|lien|नाम|નામ|姓名|名字|日期|链接|имя|ссылка|الاسم"
)
VARIABLE = re.compile(
    r"\{\{?[^{}\n]{1,40}\}?\}"
    rf"|\[(?:[A-Z][A-Z0-9 _-]{{1,30}}|(?i:{FIELDS})\b[^\]\[\n]{{0,40}})\](?!\()"
    r"|<(?!(?:b|i|u|s|br|p|em|a|li|ul)\b)[A-Za-z][A-Za-z_ -]{1,30}>"
    r"|%\([A-Za-z_]{1,30}\)[sd]|(?<![\d%٪])%[sd]\b|\$\{[A-Za-z_.]{2,30}\}|(?<![^\s(])\$[a-z_]{3,30}\b"
    r"|(?<![\w_])_{3,}(?![\w_])|\b(?:TODO|TBD|FIXME|XXXX*|LOREM IPSUM)\b|\b[Ll]orem ipsum\b"
)
SUSPICIOUS = re.compile(r"[{\[<%$_]|TODO|TBD|FIXME|XXX|(?i:lorem ipsum)")


def variables(said: Said) -> str:
    """Gaps that should have been filled before anybody reads it."""
    if not SUSPICIOUS.search(said.text):
        return ""
    found = dict.fromkeys(VARIABLE.findall(said.text))
    return f"Not filled in: {', '.join(found)}." if found else ""


def artefacts(said: Said) -> str:
    """The words and signs of a model that talks of itself, of its task, or in its own markup."""
    spoken, written = SAYS.search(said.normal), HOLDS.search(said.readable)
    found = [one[0].strip() for one in (spoken, written) if one]
    strange = [words for words in found if normal(words) not in normal(said.known)]
    return f"It reads like the output of a program: {', '.join(f'“{words}”' for words in strange)}." if strange else ""
