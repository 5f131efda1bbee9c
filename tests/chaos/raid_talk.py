"""What is said in a raid: templates in several scripts, each disguised anew; and what ordinary people ask meanwhile."""

from __future__ import annotations

import random

SITES = ("bit.ly/{0}", "https://tinyurl.com/{0}", "t.me/{0}", "http://203.0.113.{1}/{0}", "https://cutt.ly/{0}")
RAID = (
    "Earn ${1}00 a day from home, no experience needed {2} {3}",
    "FREE CRYPTO giveaway, claim your prize now {2} {3}",
    "I doubled my money in {1} hours, guaranteed profit, write to my manager {2} {3}",
    "You have won! Claim your prize before midnight {2} {3}",
    "Gana dinero fácil desde casa, {1}00 € al día {2} {3}",
    "घर बैठे पैसे कमाएं, रोज़ ₹{1}000 {2} {3}",
    "ઘરે બેઠા પૈસા કમાઓ, રોજ ₹{1}000 {2} {3}",
    "Быстрый заработок, {1}000 $ в неделю, пишите {2} {3}",
    "免费领取 {1}00 元，名额有限 {2} {3}",
    "Forex signals with {1}% accuracy, join my free group {2} {3}",
    "Passive income, invest 200 and get {1}000 back, message me {2} {3}",
    "Airdrop is live! Connect your wallet and claim {1}00 tokens {2} {3}",
)
CAMPAIGN = (
    "This shop cheats everybody who buys there, share this before they delete it",
    "Boycott them, they steal designs from poor people and laugh about it",
    "Nobody should ever buy here again, spread the word to all of your friends",
)
SHARE_OF_CAMPAIGN = 0.15
EMOJI = ("🔥", "💰", "🤑", "🚀", "✨", "👉", "💎", "🎁")
LEET = str.maketrans({"a": "4", "e": "3", "o": "0", "i": "1"})
CYRILLIC = str.maketrans({"a": "а", "e": "е", "o": "о", "c": "с", "p": "р"})
OPENINGS = (
    "My mother loves the blue cup.",
    "I saw you at the market in Pune.",
    "The bowl arrived today, thank you!",
    "We are moving into a new flat.",
    "નમસ્તે, હું સુરતથી લખું છું.",
    "नमस्ते, मैं जयपुर से लिख रही हूँ।",
    "Hola, escribo desde Sevilla.",
    "A friend told me about your yard.",
    "What a lovely glaze on this one.",
    "My son broke his plate, sadly.",
)
QUESTIONS = (
    "Do you open on Saturdays?",
    "Is it safe in a microwave?",
    "¿Hacéis envíos fuera de Madrid?",
    "शनिवार को दुकान खुली रहती है?",
    "શનિવારે દુકાન ખુલ્લી હોય છે?",
    "How do I clean it?",
    "How much is shipping for six plates?",
    "Will there be a workshop for children in spring?",
    "Can I order one in green, with a lid?",
    "Where exactly is the kiln?",
)
ENDINGS = ("", "I would come with the bus.")


def raiding(draw: random.Random) -> str:
    """Something that a raider says: fraud with a link, disguised, or a slogan that all of them repeat."""
    if draw.random() < SHARE_OF_CAMPAIGN:
        return draw.choice(CAMPAIGN)
    site = draw.choice(SITES).format(f"{draw.randrange(10**6):x}", draw.randrange(1, 250))
    emoji = "".join(draw.choices(EMOJI, k=draw.randrange(4)))
    text, link = draw.choice(RAID).format("", draw.randrange(2, 10), emoji, "\n").split("\n")[0], site
    return f"{disguised(text, draw)} {link}"


def disguised(text: str, draw: random.Random) -> str:
    """The same to a reader, in another spelling."""
    match draw.randrange(6):
        case 0:
            return text.upper()
        case 1:
            return text.translate(LEET)
        case 2:
            return text.translate(CYRILLIC)
        case 3:
            at = draw.randrange(len(text))
            return text[:at] + "\u200b" + text[at:]
        case _:
            return text


def asking(number: int) -> str:
    """What an ordinary person asks, of 200 each another."""
    opening, question = OPENINGS[number % 10], QUESTIONS[(number // 10 + number) % 10]
    return " ".join(part for part in (opening, question, ENDINGS[number // 100 % 2]) if part)
