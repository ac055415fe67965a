"""Words of courtesy."""

from __future__ import annotations

import re

from style_models.persona.axis import FormAxis

COURTESY = re.compile(
    r"\b(?:please|kindly|thanks|thank you|thank u|grateful|appreciate it|sorry|pardon|excuse me|"
    r"(?:would|could|can) you|may i|if you don't mind|with respect|respectfully|dear|regards)\b"
)

AXES = (
    FormAxis(
        "courtesy",
        "courtesy",
        "please, thanks, could you",
        "per 100 words",
        lambda text: text.rate(COURTESY),
    ),
)
