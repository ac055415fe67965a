"""Numbers with their units, read out of a sentence: what the guards of units and signs compare.

Units are those of the SI with its prefixes (BIPM, The International System of Units, 9th edition), the
customary ones of English-speaking countries, sizes of data, and currencies (ISO 4217, with signs and
names). A name that stands for several ("pound", "m") stands for all of them.
"""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass

SPELT = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|trillion|dozen"
)
DIGITS = r"\d+(?:[.,:/]\d+)*"

_PREFIXES = {
    "": "", "n": "nano", "µ": "micro", "μ": "micro", "u": "micro", "m": "milli", "c": "centi", "d": "deci", "da": "deca",
    "h": "hecto", "k": "kilo", "M": "mega", "G": "giga", "T": "tera", "P": "peta",
}  # fmt: skip
_BASES = {
    "g": "gram gramme", "m": "metre meter", "l": "litre liter", "L": "litre liter", "s": "second sec", "A": "ampere amp",
    "V": "volt", "W": "watt", "Wh": "watt-hour", "J": "joule", "N": "newton", "Pa": "pascal", "Hz": "hertz", "F": "farad",
    "Ω": "ohm", "T": "tesla", "mol": "mole", "eV": "electronvolt", "cal": "calorie", "Sv": "sievert", "Gy": "gray",
    "Bq": "becquerel", "B": "byte", "bit": "bit", "b": "bit", "t": "tonne", "Ah": "ampere-hour", "M": "molar", "bar": "bar",
}  # fmt: skip
# Prefixes that these bases are never written with.
_NONE_SMALLER = {"B", "b", "bit", "t"}

_OTHERS = """
kilogram: kgs kilo kilos kgm;kilometre: kms klick;microgram: mcg;hour: h hr hrs hour hours;minute: min mins minute minutes
second: sec secs seconds;day: day days;week: wk wks week weeks;month: month months mo;year: yr yrs year years;decade: decade decades
century: century centuries;fortnight: fortnight fortnights;pound: lb lbs pound pounds;ounce: oz ounce ounces;stone: st stone stones
ton: ton tons;grain: grain grains;inch: inch inches " ″;foot: ft foot feet ′;yard: yd yds yard yards;mile: mi mile miles;league: league leagues
acre: acre acres;hectare: ha hectare hectares;gallon: gal gallon gallons;pint: pt pint pints;quart: qt quart quarts;cup: cup cups
teaspoon: tsp tsps teaspoon teaspoons;tablespoon: tbsp tbsps tablespoon tablespoons;fluid-ounce: fl-oz
percent: % percent per-cent percents pct;permille: ‰;point: point points pp pts percentage-point percentage-points pps;basis-point: bp bps basis-point basis-points
degree: ° degree degrees deg;celsius: °c celsius centigrade degrees-celsius degree-celsius degrees-c degrees-centigrade c
fahrenheit: °f fahrenheit degrees-fahrenheit degree-fahrenheit degrees-f f;kelvin: kelvin kelvins;radian: rad radian radians
mph: mph miles-per-hour;km/h: kph kmh kmph kilometres-per-hour kilometers-per-hour;knot: knot knots kn kts;rpm: rpm;psi: psi;mmhg: mmhg;atm: atm
horsepower: hp horsepower bhp;decibel: db decibel decibels;pixel: px pixel pixels;dpi: dpi ppi;inhabitant: ppl;calorie: calories kcals
mbps: mbps;gbps: gbps;kbps: kbps;thousand: k;million: m mn mio;billion: bn;trillion: tn trn
""".replace("\n", ";")
_CURRENCIES = """
dollar: $ dollar dollars buck bucks;USD: $ us$ usd dollar dollars;AUD: $ a$ au$ aud dollar dollars;CAD: $ c$ ca$ cad dollar dollars
NZD: $ nz$ nzd dollar dollars;SGD: $ s$ sgd dollar dollars;HKD: $ hk$ hkd dollar dollars;EUR: € eur euro euros;GBP: £ gbp pound pounds quid sterling
JPY: ¥ jpy yen;CNY: ¥ cny rmb yuan;INR: ₹ inr rupee rupees rs;PKR: pkr rupee rupees rs;CHF: chf franc francs sfr;SEK: sek krona kronor kr
NOK: nok krone kroner kr;DKK: dkk krone kroner kr;KRW: ₩ krw won;RUB: ₽ rub rouble roubles ruble rubles;BRL: r$ brl real reais;MXN: $ mxn peso pesos
PHP: ₱ php peso pesos;ZAR: zar rand;NGN: ₦ ngn naira;GHS: ₵ ghs cedi cedis;KES: kes shilling shillings ksh;TRY: ₺ try lira;ILS: ₪ ils shekel shekels
PLN: pln zloty zlotys zł;HUF: huf forint forints;THB: ฿ thb baht;IDR: idr rupiah rp;MYR: myr ringgit rm;VND: ₫ vnd dong;UAH: ₴ uah hryvnia hryvnias
AED: aed dirham dirhams;SAR: sar riyal riyals;BTC: ₿ btc bitcoin bitcoins;ETH: eth ether;cent: ¢ cent cents;penny: pence penny pennies p
""".replace("\n", ";")
CURRENCIES = frozenset(
    line.split(":")[0].strip() for line in _CURRENCIES.split(";") if line.strip()
)


@functools.cache
def _exact() -> dict[str, frozenset[str]]:
    """Return what each sign or name stands for; signs of the SI tell small letters from capitals."""
    known: dict[str, set[str]] = {}
    for (sign, prefix), (base, names) in itertools.product(_PREFIXES.items(), _BASES.items()):
        if prefix and base in _NONE_SMALLER and sign not in {"k", "M", "G", "T", "P"}:
            continue
        name = names.split()[0]
        if len(sign + base) > 1 or base in "gmlLsAVWJNFTBt":
            known.setdefault(sign + base, set()).add(prefix + name)
        for spelt in names.split():
            if prefix or len(spelt) > 3:
                known.setdefault(prefix + spelt, set()).add(prefix + name)
                known.setdefault(prefix + spelt + "s", set()).add(prefix + name)
    for line in (*_OTHERS.split(";"), *_CURRENCIES.split(";")):
        if line.strip():
            name, listed = line.split(":")
            for spelt in listed.split():
                known.setdefault(spelt, set()).add(name.strip())
    known["KB"] = {"kilobyte"}
    return {spelt: frozenset(names) for spelt, names in known.items()}


@functools.cache
def _any_case() -> dict[str, frozenset[str]]:
    folded: dict[str, frozenset[str]] = {}
    for spelt, names in _exact().items():
        folded[spelt.lower()] = folded.get(spelt.lower(), frozenset()) | names
    return folded


_DIMENSIONS = {
    "square": "²",
    "sq": "²",
    "cubic": "³",
    "cu": "³",
    "2": "²",
    "3": "³",
    "²": "²",
    "³": "³",
}


_ANY_CASE_LETTERS = frozenset("gmlk")


def units_named(text: str) -> frozenset[str]:
    """Return the units that ``text`` may stand for, none where it is no unit."""
    plain = re.sub(r"\s+", " ", text.strip().replace("-", " ")).rstrip(".")
    if not plain:
        return frozenset()
    if found := re.match(r"(square|sq\.?|cubic|cu\.?) (.+)", plain, re.IGNORECASE):
        mark = _DIMENSIONS[found[1].lower().rstrip(".")]
        return frozenset(name + mark for name in units_named(found[2]))
    if found := re.fullmatch(r"([^\W\d]+)\^?([23²³])", plain):
        return frozenset(name + _DIMENSIONS[found[2]] for name in units_named(found[1]))
    if found := re.fullmatch(r"([^\W\d_]+[23²³]?)/([^\W\d_]+[23²³]?)", plain):
        sides = units_named(found[1]), units_named(found[2])
        names = frozenset(f"{a}/{b}" for a, b in itertools.product(*sides))
        return names | (frozenset({"km/h"}) if "kilometre/hour" in names else frozenset())
    spelt = plain.replace(" ", "-")
    if spelt in _exact():
        return _exact()[spelt]
    # "Kg" and "KM" are clear; an "a" is no ampere.
    if len(spelt) == 1 and spelt.lower() not in _ANY_CASE_LETTERS:
        return frozenset()
    return _any_case().get(spelt.lower(), frozenset())


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a sentence: its sign (empty if none), its currencies and its other units."""

    sign: str
    number: str
    currencies: frozenset[str]
    units: frozenset[str]


_SIGN = r"(?P<sign>(?:(?<![^\s(\[“\"'€$£¥=])[-−–+±](?=[\d€$£¥])|\b(?:minus|negative|plus) |[<>≤≥≈~]=? ?))?"
_MONEY = r"(?P<money>(?:\b(?:US|AU|CA|NZ|HK|[ACSR])\$|[$€£¥₹₩₽₱₦₵₺₪฿₫₴₿]|\b(?:USD|EUR|GBP|AUD|CAD|JPY|CNY|INR|CHF|SEK|NOK|DKK|NGN|ZAR|SGD|HKD|Rs\.?) ?) ?)?"
_UNIT = (
    r"(?P<unit>(?:square|sq\.?|cubic|cu\.?)[ -][^\W\d_]+|degrees? (?:celsius|fahrenheit|centigrade|[CF]\b)|° ?[CF]\b|per cent\b|percentage points?|"
    r"basis points?|(?:miles|kilomet(?:er|re)s) per hour|fl\.? oz|[^\W\d_]+[23²³]?/[^\W\d_]+[23²³]?|[µμ]?[^\W\d_]+[²³]?(?:[23]\b)?|[$€£¥¢₹%‰°″′])"
)
_QUANTITY = re.compile(
    rf"{_SIGN}{_MONEY}(?:(?P<number>{DIGITS})|\b(?P<spelt>{SPELT})\b|\b(?P<some>an?|half|few|several|many)\b(?=[ -]))"
    rf"(?:[ -]?(?P<scale>hundred|thousand|million|billion|trillion)\b)*(?:[ -]?(?![ap]\.? ?m\b){_UNIT})?",
    re.IGNORECASE,
)


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of ``text`` in their order; *a* and *few* only where a unit follows."""
    found = []
    for match in _QUANTITY.finditer(text):
        named = units_named(match["unit"]) if match["unit"] else frozenset()
        if match["some"] and not named:
            continue
        money = units_named(match["money"]) if match["money"] else frozenset()
        found.append(
            Quantity(
                _sign(text, match),
                match["number"] or (match["spelt"] or match["some"]).lower(),
                (money | named) & CURRENCIES,
                named - CURRENCIES,
            )
        )
    return tuple(found)


_SAME_SIGN = {
    "−": "-",
    "–": "-",
    "minus": "-",
    "negative": "-",
    "plus": "+",
    "≤": "<=",
    "≥": ">=",
    "≈": "~",
}


def _sign(text: str, match: re.Match[str]) -> str:
    sign = (match["sign"] or "").strip().lower()
    # "10 -15" is a range, whatever its spaces.
    if sign in {"-", "−", "–"} and re.search(r"\d\s*$", text[: match.start()]):
        return ""
    return _SAME_SIGN.get(sign, sign)
