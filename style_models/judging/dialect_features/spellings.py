"""Spellings that write down how one speaks."""

# One feature, one line: a table reads better than calls that are broken up.
# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.dialect_features._feature import Feature, any_word, matches, plain
from style_models.text.language import english_words

if TYPE_CHECKING:
    from spacy.tokens import Doc


def _clipped_ing(doc: Doc) -> Iterator[tuple[int, int]]:
    """Doin', somethin': with the apostrophe, or without one where no word is spelt so."""
    import re

    listed = english_words()
    for found in re.finditer(
        r"(?<![\w'])[a-z]{2,}in(?P<mark>'?)(?!\w)", plain(doc.text), re.IGNORECASE
    ):
        word = found.group().lower().rstrip("'")
        if word + "g" in listed and (found.group("mark") or word not in listed) and len(word) > 3:
            yield found.span()


FEATURES = (
    Feature("clipped-ing", None, "*-in'* as you say it", "What you doin' tonight?", _clipped_ing, marked=True, spoken_in="UAAVE RAAVE AppE CollAmE North SE IrE ScE"),
    Feature("th-as-you-say-it", None, "*th* as you say it", "Dis is where dey live wit dem.", any_word("dis dem dese dey dere dey're dey'll widout nuffin nuffink somefin anyfing finking bruvver muvver nuthin nuthin' nothin' somethin' sumn sum'n sumthin sumthing errbody erybody everythang anotha nutha whateva neva sista brotha"), marked=True, spoken_in="UAAVE RAAVE SE JamE NigE IrE"),
    Feature("th-in-that", None, "*th* as you say it", "Dat is it.", matches(r"(?<![\w'.])(?:dat(?!\.)|dose(?= (?:people|guys|boys|girls|days|things|who|two|three|ones)\b))(?![-\w'])", words=True), marked=True, spoken_in="UAAVE RAAVE SE JamE NigE IrE"),
    Feature("sound-spelling", None, "a spelling as you say it", "I went wit da boys.", any_word("wit wid wif den da de tha fink fing otha eva ova betta afta mista gangsta playa hatas thru tho tru thang oder moder fader noting"), spoken_in="UAAVE RAAVE SE JamE NigE IrE"),
    Feature("clipped-word", None, "a short form as you say it", "He's 'bout to leave 'cause it's late.", matches(r"(?<![\w'])(?:'(?:bout|cause|cuz|til|round|fore|nother|nuff|cept|gainst|scuse|lectric|tis|twas|kay|sup)|an'|o'|ol'|lil'?|mo'|fo'|yo'|ma'|po'|do'|mos'|jus'|wit'|th'|t'|nuttin'?|ain'|e'er|ne'er|cuz|cos|coz|bc|sum(?= (?:examples?|folks?|people|thing|stuff|other))|ya|yer|yo(?= \w)|ur|ma(?= (?:friend|man|dog|house))|aight|ight|a'ight|youn|iont|ioneven|hol' up|bruh|bruv|fam|homie|homies|whatchu|whatcha|gotcha|betcha|dontcha|wouldn|naw|nah|yeah|yep|nope|yup|outta|lotta|lotsa|kinda|sorta|oughta|coulda|woulda|shoulda|musta|mighta|dunno|wanna|gimme|lemme|c'mon|whaddya|howdy|ma'am|prolly|tru|deadass|lowkey|highkey|ya'll|dey|rly|rlly)(?!\w)"), marked=True, spoken_in="UAAVE RAAVE AppE CollAmE SE"),
    Feature("scots-nae", None, "*-nae* for not", "I dinnae ken.", matches(r"\b(?:dinnae|dinna|cannae|canna|willnae|winnae|wouldnae|couldnae|shouldnae|didnae|doesnae|isnae|wasnae|havenae|hasnae|arenae|werenae|gonnae|naw|nae|disnae|wisnae)\b"), marked=True, spoken_in="ScE O&SE North"),
)  # fmt: skip
