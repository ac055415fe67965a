"""Words and patterns of regional and ethnic Englishes, counted roughly.

Enough to see that a text has many of them and that a version has lost them. What a single feature
is, and that it is the writer's to keep, the dialect guard tells.
"""

from __future__ import annotations

import re

from style_models.persona.axis import FormAxis

_WORDS = (
    "ain't|aint|y'all|yall|youse|yous|finna|tryna|imma|i'ma|ima|boutta|gonna|gotta|wanna|nothin|nothin'|"
    "somethin|somethin'|nah|dat|dis|dem|dey|den|wit|cuz|'em|wee|bairns?|lassies?|aye|arvo|reckon|"
    "dinnae|cannae|didnae|wouldnae|gonnae|wetin|una|pikin|abeg|wey|sabi|oga|wahala|comot|sef|"
    "lah|leh|lor|meh|hor|mah|sia|kena|liao|oso|oredi|mebbe|innit|sha|abi|siah"
)
FEATURES = re.compile(
    rf"(?<![\w'])(?:{_WORDS})(?![\w'])"
    r"|\b[a-z]{3,}in'(?=\s|[,.!?]|$)"
    r"|\b(?:might|may|should) (?:could|can|would|ought)\b"
    r"|\bthem (?:days|people|folks|kids|boys|girls|things|guys|men|women)\b"
    r"|\b(?:he|she|it|they|we|you|i|people|folks) be \w+in[g']"
    r"|\b(?:they|we|you) was\b|\b(?:he|she|it) don't\b"
    r"|\b(?:don't|didn't|doesn't|can't|won't|ain't|never|wasn't|couldn't)\b[^.?!,;]{0,30}?"
    r"\b(?:no one|nobody|nothing|nowhere|no|none|never)\b"
)

AXES = (
    FormAxis(
        "dialect_features",
        "features of a regional English",
        "ain't, y'all, lah, double negatives",
        "per 100 words",
        lambda text: text.rate(FEATURES),
        source="own list after eWAVE features (Kortmann, Lunkenheimer and Ehret 2020)",
    ),
)
