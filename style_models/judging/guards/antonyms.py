"""A word does not turn into its opposite.

The pairs are those of common words that any thesaurus gives, collected by hand; pairs that learners
mix up for other reasons (borrow and lend, come and go, bring and take) are left out.
"""

from __future__ import annotations

from style_models.judging.change import Change
from style_models.judging.guards._words import base_forms

VERDICT = "meaning"

_PAIRS = """
good bad,good poor,good evil,better worse,best worst,well badly,happy sad,happy unhappy,glad sad,love hate,like dislike,like hate
agree disagree,accept reject,accept refuse,allow forbid,allow prohibit,permit forbid,approve reject,support oppose,favour oppose
for against,increase decrease,increased decreased,increasing decreasing,rise fall,rose fell,rising falling,grow shrink,raise lower
up down,above below,over under,inside outside,in out,on off,near far,front back,left right,top bottom,high low,higher lower
big small,large small,bigger smaller,larger smaller,great small,huge tiny,long short,longer shorter,tall short,wide narrow,thick thin
deep shallow,heavy light,strong weak,stronger weaker,hard easy,hard soft,difficult easy,harder easier,simple complex,simple complicated
hot cold,warm cool,wet dry,clean dirty,full empty,open closed,open shut,fast slow,quick slow,quickly slowly,faster slower,early late
earlier later,old new,old young,older younger,ancient modern,rich poor,cheap expensive,free expensive,safe dangerous,safe unsafe
right wrong,true false,correct wrong,correct incorrect,real fake,same different,similar different,alike different,equal unequal
always never,often rarely,often seldom,usually rarely,everybody nobody,everyone nobody,everything nothing,everywhere nowhere,all none
many few,more less,more fewer,most least,much little,max min,maximum minimum,major minor,first last,first final,start end,start stop
begin end,begin finish,beginning end,started stopped,started ended,win lose,won lost,success failure,succeed fail,succeeded failed
pass fail,passed failed,gain lose,gained lost,profit loss,buy sell,bought sold,push pull,give receive,send receive,sent received
arrive leave,arrived left,enter leave,enter exit,find lose,found lost,remember forget,remembered forgot,live die,lived died,alive dead
life death,birth death,born dead,create destroy,build destroy,built destroyed,help hinder,help harm,helps harms,helpful harmful,useful useless
improve worsen,improved worsened,protect harm,protect attack,attack defend,war peace,friend enemy,friends enemies,hope fear,hope despair
brave cowardly,kind cruel,kind unkind,polite rude,honest dishonest,innocent guilty,legal illegal,public private,common rare,normal strange
possible impossible,likely unlikely,certain uncertain,sure unsure,able unable,necessary unnecessary,important unimportant,visible invisible
include exclude,included excluded,including excluding,with without,add remove,added removed,day night,light dark,bright dark,black white
male female,man woman,men women,boy girl,boys girls,father mother,brother sister,son daughter,husband wife,uncle aunt,king queen,he she
healthy sick,healthy ill,healthy unhealthy,positive negative,advantage disadvantage,advantages disadvantages,benefit harm,pro con,cause prevent
causes prevents,encourage discourage,encourages discourages,praise criticise,praise criticize,praise blame,trust distrust,believe doubt,know doubt
problem solution,question answer,ask answer,teacher student,optimistic pessimistic,before after,north south,east west,northern southern,eastern western
former latter,upper lower,primary secondary,future past,present past,guilt innocence,victory defeat,ally enemy,asset liability
employer employee,parent child,buyer seller,lender borrower,landlord tenant,predator prey,victim perpetrator,plaintiff defendant
supply demand,cause effect,gain loss,credit debit,import export,imports exports,employed unemployed,married single,together apart,loud quiet,smooth rough,sharp blunt,tight loose,sweet sour
""".strip()
_OPPOSITES: dict[str, set[str]] = {}
for _pair in _PAIRS.replace("\n", ",").split(","):
    _one, _other = _pair.split()
    _OPPOSITES.setdefault(_one, set()).add(_other)
    _OPPOSITES.setdefault(_other, set()).add(_one)
# Beginnings that turn one term into its opposite: "hyperglycaemia" and "hypoglycaemia".
_PREFIXES = (
    ("hyper", "hypo"), ("pre", "post"), ("pro", "anti"), ("over", "under"), ("inter", "intra"), ("macro", "micro"),
    ("maxi", "mini"), ("mono", "poly"), ("mono", "bi"), ("bi", "tri"), ("homo", "hetero"), ("exo", "endo"), ("in", "out"),
    ("up", "down"), ("em", "im"),
)  # fmt: skip
SHORTEST_REST = 3
# Verbs, in whatever form; "borrow" and "lend", "rent" and "let" learners take for each other.
_VERBS: dict[str, set[str]] = {}
for _pair in (
    "have lack,own lack,possess lack,deny admit,deny confirm,deny acknowledge,deny concede,accept reject,accept refuse,agree refuse,"
    "agree disagree,include exclude,include omit,allow forbid,permit forbid,allow prohibit,allow prevent,permit prevent,approve reject,"
    "approve veto,support oppose,confirm refute,prove disprove,prove refute,increase decrease,increase reduce,raise lower,raise cut,"
    "expand shrink,grow shrink,strengthen weaken,improve worsen,gain lose,win lose,buy sell,import export,"
    "love hate,like hate,like dislike,praise condemn,praise blame,trust distrust,encourage discourage,attract repel,attack defend,"
    "protect endanger,create destroy,build destroy,build demolish,hire fire,hire dismiss,employ dismiss,arrest release,convict acquit,"
    "condemn acquit,enter leave,arrive depart,arrive leave,ascend descend,accelerate slow,remember forget,obey disobey,ignore notice,"
    "ignore heed,save waste,save spend,hide reveal,hide show,cover uncover,open close,open shut,lock unlock,start stop,begin end,"
    "start finish,begin finish,pass fail,succeed fail,survive die,live die,appear disappear,connect disconnect,enable disable,"
    "add subtract,add remove,multiply divide,attach detach,install uninstall,underestimate overestimate,understate overstate"
).split(","):
    _one, _other = _pair.split()
    _VERBS.setdefault(_one, set()).add(_other)
    _VERBS.setdefault(_other, set()).add(_one)
# Small words that are swapped as prepositions far more often than as opposites.
_PREPOSITIONS = frozenset("in out on off over under up down for against above below to".split())


def check(change: Change) -> str | None:
    """Look for a word on one side whose opposite stands on the other."""
    left, right = change.wider
    for word in left:
        for other in right:
            if word not in right and other not in left and are_opposed(word, other):
                return f"“{word}” turns into its opposite, “{other}”"
    if len(left) > 4 or len(right) > 4:
        return None
    for word in left:
        if word in right:
            continue
        if fresh := _opposed_verb(word, [w for w in right if w not in left]):
            return f"“{word}” turns into its opposite, “{fresh}”"
        for opposite in _OPPOSITES.get(word, ()):
            if opposite in right and opposite not in left:
                if word in _PREPOSITIONS and opposite in _PREPOSITIONS - {"against"}:
                    if change.edit.type in {"R:PREP", "R:PART", "R:ADP"} and word not in {
                        "up",
                        "down",
                        "above",
                        "below",
                        "over",
                        "under",
                    }:
                        continue
                return f"“{word}” turns into its opposite, “{opposite}”"
    return None


def _opposed_verb(word: str, fresh: list[str]) -> str | None:
    """Return the verb of ``fresh`` that says the opposite of ``word``, in whatever form it is."""
    opposite = {verb for lemma in base_forms(word) for verb in _VERBS.get(lemma, ())}
    if not opposite:
        return None
    return next(
        (w for w in fresh if base_forms(w) & opposite and not base_forms(w) & base_forms(word)),
        None,
    )


def are_opposed(word: str, other: str) -> bool:
    """Tell whether two words are one but for a beginning or ending that turns it round."""
    parts, others = word.split("-"), other.split("-")
    if len(parts) == len(others) > 1:
        if {parts[0], others[0]} == {"part", "full"}:
            return parts[1:] == others[1:]
        apart = [(a, b) for a, b in zip(parts, others, strict=True) if a != b]
        return len(apart) == 1 and apart[0][1] in _OPPOSITES.get(apart[0][0], ())
    for with_it, without in ((word, other), (other, word)):
        if with_it.endswith("ful") and with_it.removesuffix("ful") + "less" == without:
            return True
    for one, two in _PREFIXES:
        for first, second in ((one, two), (two, one)):
            rest = word.removeprefix(first).lstrip("-")
            if word.startswith(first) and len(rest) >= SHORTEST_REST:
                if other.startswith(second) and other.removeprefix(second).lstrip("-") == rest:
                    return True
    return False
