"""A shop's FAQ in several languages, for the tests of what is found in it and of what is said then."""

from inbox.actions import Proposal, Reply
from responders.faq import Entry, Faq, FaqFile
from responders.matching.matcher import Match
from responders.turn import Turn
from tests.turns import ACCOUNT, turn

SHOP = FaqFile.model_validate(
    {
        "nothing": ["Are you hiring?", "Do you have jobs?", "Can I work for you?", "Do you sell gift cards?"],
        "entries": [
            {
                "id": "hours",
                "questions": {
                    "en": [
                        "When are you open?",
                        "What are your opening hours?",
                        "what time do you close",
                        "when does the shop open",
                        "are you open on sunday",
                        "how late are you open today",
                        "opening times please",
                        "till when are you open",
                        "are you open now",
                        "at what time do you open in the morning",
                    ],
                    "es": [
                        "¿A qué hora abren?",
                        "¿Cuál es su horario de atención?",
                        "¿Están abiertos hoy?",
                        "a qué hora cierran",
                    ],
                    "gu": ["દુકાન ક્યારે ખુલે છે?", "તમારો સમય શું છે?", "દુકાન ક્યારે બંધ થાય છે?", "આજે દુકાન ખુલ્લી છે?"],
                    "gu-Latn": [
                        "dukan kyare khule che",
                        "tame kyare khulla cho",
                        "dukan no samay shu che",
                        "aaje dukan khulli che",
                    ],
                    "hi": ["दुकान कब खुलती है?", "आपका समय क्या है?", "दुकान कब बंद होती है?", "क्या दुकान आज खुली है?"],
                    "hi-Latn": [
                        "dukan kab khulti hai",
                        "aapka samay kya hai",
                        "dukan kab band hoti hai",
                        "kya dukan aaj khuli hai",
                    ],
                    "zh": ["你们几点开门？", "营业时间是什么时候？", "你们几点关门", "今天开门吗"],
                },
                "answer": {
                    "en": "From 9 to 6.",
                    "es": "De 9 a 18 h, de lunes a sábado.",
                    "gu": "૯ થી ૬.",
                    "gu-Latn": "Savare 9 thi sanje 6.",
                    "hi": "9 से 6.",
                    "zh": "九点到六点。",
                },
            },
            {
                "id": "delivery",
                "questions": {
                    "en": [
                        "How long does delivery take?",
                        "When will my parcel arrive?",
                        "where is my order",
                        "my package is not here yet",
                        "how many days until I get my order",
                        "when do you deliver my parcel",
                        "has my order been shipped",
                        "how long until my package comes",
                        "delivery time please",
                        "when does my order arrive",
                    ],
                    "es": [
                        "¿Cuándo llega mi paquete?",
                        "¿Cuánto tarda el envío?",
                        "dónde está mi pedido",
                        "mi paquete no llega",
                    ],
                    "gu": ["મારું પાર્સલ ક્યારે આવશે?", "મારો ઓર્ડર ક્યાં છે?", "ડિલિવરી કેટલા દિવસમાં થશે?", "પાર્સલ હજી આવ્યું નથી"],
                    "gu-Latn": [
                        "maru parcel kyare avshe",
                        "maro order kya che",
                        "delivery ketla divas ma thashe",
                        "parcel haji avyu nathi",
                    ],
                    "hi": ["मेरा पार्सल कब आएगा?", "मेरा ऑर्डर कहाँ है?", "डिलीवरी में कितने दिन लगेंगे?", "पार्सल अभी तक नहीं आया"],
                    "hi-Latn": [
                        "mera parcel kab aayega",
                        "mera order kahan hai",
                        "delivery me kitne din lagenge",
                        "parcel abhi tak nahi aaya",
                    ],
                    "zh": ["我的包裹什么时候到？", "我的订单在哪里", "送货要几天", "包裹还没到"],
                },
                "answer": {"en": "Two days.", "gu": "બે દિવસ.", "zh": "两天。"},
                "link": "https://example.org/track",
            },
            {
                "id": "returns",
                "questions": [
                    "How can I return something?",
                    "I want my money back",
                    "can I send it back",
                    "what is your return policy",
                    "I want to return my order",
                    "how do refunds work",
                    "can I get a refund",
                    "it does not fit, how do I return it",
                    "please refund me",
                    "return label please",
                ],
                "answer": "Send us your order number.",
            },
        ],
    }
)
FAQ = Faq(SHOP)


async def match(said: str, faq: Faq = FAQ, account: str = ACCOUNT) -> Match | None:
    """What the FAQ finds for a question."""
    return await faq.match(turn(said, account=account))


async def drafted(said: str | Turn, faq: Faq = FAQ) -> Proposal | None:
    """The proposal for a question, if there is one."""
    answer = await faq.propose(turn(said) if isinstance(said, str) else said)
    return answer.proposals[0] if answer.proposals else None


def text_of(proposal: Proposal | None) -> str:
    """What a proposed reply says."""
    return proposal.action.text if proposal and isinstance(proposal.action, Reply) else ""


def two(one: dict[str, object], other: dict[str, object]) -> Faq:
    """A FAQ of SHOP and two more entries that are asked the same."""
    asked = ["Do you have it in blue?", "is it available in blue", "blue one please", "any blue left"]
    more = [{"id": id, "questions": asked, "answer": f"{id}."} | keys for id, keys in (("yes", one), ("no", other))]
    return Faq(SHOP.model_copy(update={"entries": (*SHOP.entries, *(Entry.model_validate(entry) for entry in more))}))
