"""Words that are spelled one way in Britain and another in America, with their regular forms.

Both are right. :mod:`style_models.text.variety` tells whether two given spellings are one word;
this module finds such words in a text. Own list; "practice" and "license" are left out, since
their spelling turns on the part of speech as well, and so are "-ise" words, which British writers
spell both ways, except where American writers do not.
"""

from __future__ import annotations

import functools

_OUR = (
    "colour favour honour labour neighbour behaviour flavour harbour humour rumour vapour odour "
    "armour savour endeavour tumour parlour vigour rigour candour fervour glamour clamour"
)
_ISE = (
    "organise realise recognise apologise analyse criticise emphasise prioritise summarise utilise "
    "minimise maximise specialise standardise modernise optimise paralyse authorise civilise "
    "characterise generalise mobilise normalise stabilise memorise sympathise finalise legalise "
    "customise centralise categorise popularise visualise privatise catalyse jeopardise penalise "
    "revolutionise subsidise symbolise terrorise scrutinise socialise agonise nationalise "
    "materialise neutralise digitise harmonise idealise initialise industrialise marginalise"
)
_PAIRS = (
    "centre center;theatre theater;metre meter;litre liter;fibre fiber;calibre caliber;sombre somber;"
    "lustre luster;spectre specter;defence defense;offence offense;pretence pretense;grey gray;"
    "tyre tire;kerb curb;plough plow;cheque check;sceptic skeptic;sceptical skeptical;"
    "scepticism skepticism;aluminium aluminum;pyjamas pajamas;moustache mustache;cosy cozy;"
    "mum mom;mums moms;whilst while;amongst among;programme program;ageing aging;artefact artifact;"
    "manoeuvre maneuver;jewellery jewelry;travelling traveling;travelled traveled;traveller traveler;"
    "travellers travelers;cancelled canceled;cancelling canceling;labelled labeled;labelling labeling;"
    "modelling modeling;modelled modeled;fuelled fueled;levelled leveled;signalled signaled;"
    "signalling signaling;marvellous marvelous;counsellor counselor;fulfil fulfill;fulfilment fulfillment;"
    "enrol enroll;enrolment enrollment;skilful skillful;instalment installment;catalogue catalog;"
    "dialogue dialog;analogue analog;learnt learned;dreamt dreamed;spoilt spoiled;spelt spelled;"
    "maths math;towards toward;afterwards afterward;judgement judgment;acknowledgement acknowledgment;"
    "doughnut donut;yoghurt yogurt;tonne ton;anaesthetic anesthetic;paediatric pediatric;"
    "orthopaedic orthopedic;foetus fetus;oestrogen estrogen;encyclopaedia encyclopedia;mould mold;"
    "aeroplane airplane;organisation organization;organisations organizations;realisation realization;"
    "civilisation civilization;globalisation globalization;specialisation specialization;"
    "optimisation optimization;immunisation immunization;colonisation colonization;"
    "privatisation privatization;favourite favorite;favourites favorites;favourable favorable;"
    "honourable honorable;neighbourhood neighborhood;neighbourhoods neighborhoods;"
    "behavioural behavioral;colourful colorful;humourless humorless;rumoured rumored"
)
_AMBIGUOUS = frozenset(
    {"check", "tire", "curb", "ton", "program", "while", "among", "math", "meter", "story", "mold",
     "catalog", "dialog", "toward", "afterward", "learned", "spelled", "dreamed", "spoiled"}
)  # fmt: skip


def _forms(word: str) -> list[str]:
    stem = word.removesuffix("e")
    if word != stem:
        return [word, f"{word}s", f"{word}d", f"{stem}ing", f"{word}r", f"{word}rs"]
    return [word, f"{word}s", f"{word}ed", f"{word}ing"]


@functools.cache
def american_of() -> dict[str, str]:
    """Return American spellings by the British one, lower-cased."""
    table: dict[str, str] = {}
    for word in _OUR.split():
        table.update(zip(_forms(word), _forms(word[:-3] + "or"), strict=True))
    for word in _ISE.split():
        american = word[:-2] + "ze"
        table.update(zip(_forms(word), _forms(american), strict=True))
    for pair in _PAIRS.split(";"):
        british, american = pair.split()
        plural = {"centre", "theatre", "metre", "litre", "fibre", "defence", "offence", "tyre", "cheque",
                  "sceptic", "programme", "artefact", "counsellor", "catalogue", "tonne", "aeroplane"}  # fmt: skip
        table[british] = american
        if british in plural:
            table[f"{british}s"] = f"{american}s"
    return table


@functools.cache
def british_of() -> dict[str, str]:
    """Return British spellings by the American one, without words that are British as well."""
    return {
        american: british
        for british, american in american_of().items()
        if american not in _AMBIGUOUS and american.removesuffix("s") not in _AMBIGUOUS
    }
