"""Emoji, emoticons, lengthened words and the slang of chat, told by pattern and list."""

from __future__ import annotations

import re

EMOJI = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]{2}|[\U0001f300-\U0001f5ff\U0001f600-\U0001f64f\U0001f680-\U0001f6ff"
    "\U0001f900-\U0001f9ff\U0001fa70-\U0001faff\u2600-\u26ff\u2700-\u27bf]"
    "[\U0001f3fb-\U0001f3ff\ufe0f]*(?:\u200d[\U0001f300-\U0001faff\u2600-\u27bf]"
    "[\U0001f3fb-\U0001f3ff\ufe0f]*)*)"
)
"""One emoji with its skin tone and joined parts, or a flag."""

EMOTICON = re.compile(
    r"(?<![\w:])(?:[:;=8][-']?[)(DPpO/|\\3*]+|<3|\^_\^|xD|XD|:'\(|¯\\_\(ツ\)_/¯)(?![\w/])"
)
"""One emoticon such as ``:-)``, not the ``:/`` of an address."""

LENGTHENED = re.compile(
    r"\b(?=\w*([a-zA-Z])\1{2})(?!(?:[wW]{3}|[iIxXvVmM]+|[aA]{3,4}s?)\b)[a-zA-Z]{3,}\b"
)
"""A word with a letter three or more times in a row; not "www", Roman numbers or "AAA"."""

SLANG: dict[str, str] = {
    "u": "you", "ur": "your", "lol": "", "lmao": "", "lmfao": "", "rofl": "", "haha": "",
    "hahaha": "", "omg": "oh my God", "wtf": "what", "tbh": "to be honest", "imo": "in my opinion",
    "imho": "in my opinion", "btw": "by the way", "idk": "I don't know", "ikr": "I know",
    "brb": "I'll be back", "thx": "thanks", "tho": "though", "thru": "through", "pls": "please",
    "plz": "please", "ppl": "people", "cuz": "because", "coz": "because", "cos": "because", "bc": "because",
    "abt": "about", "gr8": "great", "b4": "before", "2day": "today", "2moro": "tomorrow", "luv": "love",
    "dude": "man", "dudes": "men", "bro": "brother", "bruh": "", "sis": "sister",
    "legit": "really",
    "lowkey": "somewhat", "highkey": "really", "hella": "very", "yolo": "", "fomo": "fear of missing out",
    "vibes": "mood", "vibe": "mood", "bestie": "best friend", "besties": "best friends", "smh": "",
    "ngl": "to be honest", "rn": "right now", "nvm": "never mind",
    "gimme": "give me", "lemme": "let me", "dunno": "don't know", "sup": "what is new", "yo": "",
    "yay": "", "duh": "", "nope": "no", "yep": "yes", "yup": "yes", "yeah": "yes",
    "gotcha": "I understand", "whatcha": "what are you", "gosh": "", "jeez": "",
    "crap": "rubbish", "crappy": "poor", "sucks": "is bad", "suck": "are bad", "sucked": "was bad",
    "ok": "all right", "okay": "all right", "wanna": "want to", "gonna": "going to", "gotta": "have to",
    "kinda": "rather", "sorta": "rather", "outta": "out of", "lotta": "lot of", "dang": "", "damn": "",
    "freaking": "very", "freakin": "very", "newbie": "beginner", "newbies": "beginners", "geek": "expert",
    "pissed": "angry", "bucks": "dollars", "cops": "police officers", "rip-off": "swindle",
    "ripoff": "swindle", "guys": "people", "folks": "people",
}  # fmt: skip
"""Slang and chat forms with what they stand for (empty: they go)."""
