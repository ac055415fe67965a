"""One of a closed series does not turn into another: an aunt is no mother, green no blue.

Unlike other nouns these have no near synonyms among each other, so that one in the place of another
is another fact and seldom a better word. Names of one thing stand together ("dad", "father").
"""

from __future__ import annotations

from style_models.judging.change import Change, mistyped
from style_models.judging.guards._words import base_forms

VERDICT = "meaning"

_SERIES = (
    # kin
    "mother mum mom mummy mommy mama|father dad daddy papa|son|daughter|brother|sister|aunt aunty auntie|uncle|cousin|nephew|niece|"
    "grandmother grandma granny|grandfather grandpa|grandson|granddaughter|husband|wife|fiancé|fiancée|stepmother|stepfather|"
    "widow|widower|godmother|godfather|twin|boyfriend|girlfriend",
    # colours
    "red scarlet crimson|blue navy|green|yellow|orange|purple violet|pink|brown|black|white|grey gray|golden|silvery|turquoise",
    # directions
    "north northern|south southern|east eastern|west western|northeast|northwest|southeast|southwest|left|right",
    # meals
    "breakfast|lunch|dinner supper|brunch",
    # the body
    "head|arm|leg|knee|elbow|shoulder|ankle|wrist|finger|toe|nose|ear|eye|mouth|chin|neck|hip|chest|heart|lung|liver|kidney|stomach|"
    "brain|skin|thumb|heel|throat|tongue|spine",
    # elements and gases
    "hydrogen|helium|carbon|nitrogen|oxygen|sodium|magnesium|aluminium aluminum|silicon|phosphorus|sulphur sulfur|chlorine|potassium|"
    "calcium|iron|copper|zinc|iodine|mercury|lead|uranium|lithium|nickel|gold|silver|platinum|titanium|methane|ethanol|methanol",
    # what is taught
    "maths mathematics math|physics|chemistry|biology|history|geography|philosophy|economics|psychology|sociology|linguistics|"
    "medicine|nursing|engineering|theology|astronomy|geology|law|architecture",
    # beasts
    "dog|cat|horse|cow|pig|sheep|goat|chicken|duck|goose|rabbit|mouse|lion|tiger|bear|wolf|fox|elephant|monkey|snake|eagle|shark|whale",
    # planets
    "mercury|venus|earth|mars|jupiter|saturn|uranus|neptune|pluto",
    # instruments
    "piano|violin|guitar|cello|flute|trumpet|clarinet|drum|saxophone|harp|trombone",
    # faiths
    "christian|muslim|jew|jewish|hindu|buddhist|sikh|catholic|protestant|atheist",
    # measurable sides of a thing
    "average mean|median|mode|maximum|minimum|total sum|range|variance",
    "length|width|height|depth|weight|volume|speed|temperature|pressure|mass|area",
    # roles in a lawsuit, a sale, a ward
    "judge|jury|lawyer solicitor barrister attorney|plaintiff|defendant|witness|victim|prosecutor",
    "doctor physician|nurse|patient|surgeon|dentist|pharmacist|midwife",
    "president|vice-president|minister|mayor|governor|king|queen|prince|princess|senator|ambassador",
)  # fmt: skip
_MEMBERS: dict[str, dict[int, int]] = {}
for _number, _listed in enumerate(_SERIES):
    for _place, _names in enumerate(_listed.split("|")):
        for _name in _names.split():
            _MEMBERS.setdefault(_name, {})[_number] = _place


def _places(word: str) -> dict[int, int]:
    found = dict(_MEMBERS.get(word, {}))
    for form in base_forms(word):
        found |= _MEMBERS.get(form, {})
    return found


def check(change: Change) -> str | None:
    """Look for a member of a series that gives way to another of the same; a misspelt one may be mended."""
    left, right = change.wider
    old = [w for w in left if w not in right]
    new = [w for w in right if w not in left]
    if not old or not new or mistyped(left, right, _MEMBERS):
        return None
    for word in old:
        places = _places(word)
        for other in new if places else ():
            there = _places(other)
            if any(number in there and there[number] != at for number, at in places.items()):
                return f"“{word}” is not “{other}”"
    return None
