"""What people wrap a question in: a greeting, "could you tell me", thanks. It says nothing of what they ask for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from responders.text import words

GREETINGS = """
hi; hello; hey; hiya; heya; hii; hallo; helo; good morning; good afternoon; good evening; good day; greetings; dear;
how are you; how are you doing; how r u; hope you are well; hope you are doing well; excuse me; sorry to bother you;
namaste; namaskar; namaskaram; kem cho; jai shri krishna; jai shree krishna; salaam; salam; assalamualaikum; pranam;
hola; buenas; buenos dias; buenas tardes; buenas noches; bonjour; bonsoir; salut; guten tag; guten morgen; moin; servus;
ciao; buongiorno; salve; ola; oi; bom dia; boa tarde; boa noite; merhaba; selam; halo; hai; xin chao;
નમસ્તે; નમસ્કાર; કેમ છો; જય શ્રી કૃષ્ણ; नमस्ते; नमस्कार; प्रणाम; مرحبا; السلام عليكم; سلام; привет; здравствуйте; добрый день;
你好; 您好; 请问; こんにちは; すみません; 안녕하세요; สวัสดี
"""
LEAD_INS = """
can you tell me; can you please tell me; could you tell me; could you please tell me; can u tell me; please tell me;
pls tell me; plz tell me; tell me; i want to know; i wanted to know; i would like to know; i d like to know; may i know;
can i know; i was wondering; just wondering; quick question; i have a question; one question; question;
just want to know; thanks; thank you; thx; do you know; any idea; please; pls; plz; so; ok; okay; um; btw; also
"""
ADDRESSES = """
sir; madam; ma am; maam; mam; bro; brother; bhai; bhaiya; ben; didi; ji; dear; team; there; guys; all; everyone;
everybody; folks; friend; friends; dost; mate; buddy; dude; sirji; admin; support; and; ભાઈ; બેન; જી; भाई; जी; दीदी; सर
"""
ENDINGS = """
please; pls; plz; thanks; thank you; thank u; thankyou; thanks in advance; thank you in advance; many thanks; thx; ty;
tia; thank you so much; thank you very much; thanks a lot; cheers; regards; best regards; kind regards;
let me know; please let me know; pls let me know; kindly let me know; please tell me; please help; pls help;
pls reply; please reply;
gracias; por favor; merci; danke; bitte; obrigado; obrigada; grazie; kripya; dhanyavad; dhanyawad; aabhar; shukriya;
કૃપા કરીને; આભાર; ધન્યવાદ; कृपया; धन्यवाद; शुक्रिया; 谢谢; 谢谢你; ありがとう; お願いします; 감사합니다
"""
Phrases = frozenset[tuple[str, ...]]


def _phrases(*listed: str) -> Phrases:
    return frozenset(tuple(words(phrase)) for some in listed for phrase in some.split(";"))


def _reversed(phrases: Iterable[tuple[str, ...]]) -> Phrases:
    return frozenset(phrase[::-1] for phrase in phrases)


START, AFTER_A_START = _phrases(GREETINGS, LEAD_INS), _phrases(GREETINGS, LEAD_INS, ADDRESSES)
END, BEFORE_AN_END = _phrases(ENDINGS), _phrases(ENDINGS, ADDRESSES)
END_TURNED, BEFORE_AN_END_TURNED = _reversed(END), _reversed(BEFORE_AN_END)
LONGEST = max(map(len, START | AFTER_A_START | END | BEFORE_AN_END))


def bare(said: Sequence[str]) -> list[str]:
    """The words of a question without what it is wrapped in; all of them when nothing else would be left."""
    left = _without(list(said), START, AFTER_A_START)
    turned = _without(left[::-1], END_TURNED, BEFORE_AN_END_TURNED)
    return turned[::-1] or list(said)


def _without(said: list[str], first: Phrases, then: Phrases) -> list[str]:
    """Without the phrases that it begins with, the longest first."""
    phrases = first
    while size := next((size for size in range(LONGEST, 0, -1) if tuple(said[:size]) in phrases), 0):
        said, phrases = said[size:], then
    return said
