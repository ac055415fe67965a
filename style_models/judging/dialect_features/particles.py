"""Particles of Singlish, Malaysian English, Naija and their kin."""

# One feature, one line: a table reads better than calls that are broken up.
# ruff: noqa: E501
from __future__ import annotations

from style_models.judging.dialect_features._feature import Feature, any_word, matches

_SG = "CollSgE MalE"
_NG = "NigE"
# Set behind a clause: before a mark, another particle, or the end.
_END = r"(?=\s*(?:[.,!?;:)\"…~]|$|\b(?:lah|leh|lor|meh|bro|sia|hor|de|eh|haha+|lol|boh|tio|but|then|because|cos)\b))"

FEATURES = (
    Feature("lah", None, "the particle *lah*", "Cannot like that lah.", matches(rf"(?<![\w'])(?:lah+|larh?|(?<=\w )la{_END})(?!\w)", words=True), marked=True, spoken_in=_SG),
    Feature("leh", None, "the particle *leh*", "The price is so high leh.", matches(r"(?<!\w)(?:leh+|ler|lehh)(?!\w)", words=True), marked=True, spoken_in=_SG),
    Feature("lor", None, "the particle *lor*", "Then we go home lor.", matches(r"(?<!\w)(?:lor+|loh|(?<=\w )lo(?=\s*(?:[.!?]|$)))(?!\w)", words=True), marked=True, spoken_in=_SG),
    Feature("meh", None, "the particle *meh*", "You like it meh?", matches(r"\w(?<!\bwas)(?<!\bis)(?<!'s)(?<!\bso)(?<!\bof)(?<!\bbit)(?<!\bthe)(?<!\ba)(?<!\bjust)(?<!\bbe) (?P<it>meh+)(?=\s*(?:\?|$))", words=True), marked=True, spoken_in=_SG),
    Feature("mah", None, "the particle *mah*", "Must queue mah.", matches(rf"(?<!\w)(?:mah+|ma{_END})(?!\w)"), spoken_in=_SG),
    Feature("hor", None, "the particle *hor*", "Don't be late hor.", matches(r"(?<!\w)(?:hor+|hoh|har)(?!\w)", words=True), marked=True, spoken_in=_SG),
    Feature("sia", None, "the particle *sia*", "So nice sia.", any_word("sia siah seh sial"), marked=True, spoken_in=_SG),
    Feature("liao", None, "*liao* for what is so now", "I eat liao.", any_word("liao liaoz liow"), marked=True, spoken_in=_SG),
    Feature("wor", None, "the particle *wor*", "He say cannot wor.", any_word("wor worh"), marked=True, spoken_in=_SG),
    Feature("ah", None, "the particle *ah*", "You going ah?", matches(rf"(?<!\w)(?:ah+|arh?|ahh){_END}(?!\w)(?<!^ah)"), spoken_in=_SG),
    Feature("bo", None, "*boh*, *anot* to ask", "Nice anot?", any_word("boh anot bojio"), marked=True, spoken_in=_SG),
    Feature("final-one", None, "*one* at the end", "He always late one.", matches(r"\b(?!(?:this|that|the|which|each|every|any|no|some|new|old|good|next|last|first|only|another|better|big|small|number|page|day|chapter|is|as|for|of|at|in|than|to|by|on|a|just|like|and|or|this|real|same|wrong|right|other|have|had|with|get|buy|need|want|be|loved|little|different|bad|red|blue|black|white|great|one)\b)\w+(?P<it> one)(?=\s*(?:[.,!?;…]|$|\b(?:ah+|arh|lah?|leh|lor|meh|mah|hor|sia|lol|haha+)\b))"), spoken_in=_SG),
    Feature("final-what", None, "*what* at the end", "I told you already what.", matches(r"\b\w+ (?P<it>what)(?=\s*[.!]+\s*$)(?<!know what)(?<!no matter what)(?<!say what)(?<!guess what)"), spoken_in=_SG),
    Feature("singlish-exclamation", None, "how you exclaim", "Wah, so big.", matches(r"(?<!\w)(?:wah+(?! lau)|wa lau|wah? ?lan(?:eh)?|wala[on](?:eh)?|walau|waliao|aiya+h?|aiyo+h?|alamak|walaneh|yalor|yah lor|huat|heng|chey|cheh|aiks|sian|jialat|paiseh|shiok|kena|kiasu|kiasi|buay|bo liao|cheem|chio|lepak|jio|siao|tio|chope|ang ?moh|ah (?:beng|lian|gong|ma))(?!\w)", words=True), marked=True, spoken_in=_SG),
    Feature("where-got", None, "*where got* to deny", "Where got such thing?", matches(r"\b(?:(?:where|who|how) got|where can)(?= \w+)(?! (?:i|you|we|he|she|they|it|the|this|to)\b)"), marked=True, spoken_in=_SG),
    Feature("dun", None, "*dun*, *dunno*, *nvm* as you say them", "I dun like it.", any_word("dun dunno dont'no cannot-make-it nvm juz sibei"), marked=True, spoken_in=_SG),
    Feature("naija-final-o", None, "the particle *o*", "The thing is hard o.", matches(r"\b\w+ (?P<it>(?-i:o+h?))(?=\s*(?:[.,!?;]|$))(?<!oh)(?<!letter o)(?<!type o)"), marked=True, spoken_in=_NG),
    Feature("sha", None, "the particle *sha*", "I will come sha.", any_word("sha shaa"), marked=True, spoken_in=_NG),
    Feature("sef", None, "the particle *sef*", "Even me sef I don't know.", any_word("sef self-sef"), marked=True, spoken_in=_NG),
    Feature("abi", None, "the tag *abi*", "You know him, abi?", matches(r"(?<![\w'])(?:(?<=, )abi|abi(?=\s*\?)|(?<!the )(?<!an )abi(?= (?:you|na|i|he|she|e|we|una|dem|they|it|no|wetin|how|what|make|dey)\b)|shebi|sebi|abeg|ehn|ehen|haba|jare|joor|jor|nau|walahi)(?![\w'])", words=True), marked=True, spoken_in=_NG),
    Feature("na-focus", None, "*na* to bring something out", "Na me do it.", matches(r"(?:^\W*|[,.;:] ?|\b(?:so|and|but|because|as|dat|that|say|sey|no be|me|one|dis|work|thing|life) )(?P<it>(?-i:[Nn]a))(?= \w+)(?! (?:is|was|are|and|has|or|ions?|in|values?|reacts|levels?)\b)"), marked=True, spoken_in=_NG + " JamE CamE GhE"),
    Feature("naija-dey", None, "*dey* for what is or goes on", "We dey go.", matches(r"(?<!\w)(?P<it>dey)(?!\w)", words=True), marked=True, spoken_in=_NG + " CamE GhE"),
    Feature("naija-don", None, "*don* for what is done", "I don finish.", matches(r"(?<!\w)(?:i|you|e|he|she|we|una|dem|dey|they|wey|am|money|na|e) (?P<it>don)(?!['\w])"), marked=True, spoken_in=_NG + " CamE GhE"),
    Feature("naija-go", None, "*go* for what will be", "I go tell you.", matches(r"\b(?:i|you|e|we|una|dem|dey|una|he|she|they) (?P<it>go)(?= (?:be|come|do|see|tell|take|get|dey|know|find|make|give|need|buy|start|don|just|still|even|begin|like|say|talk|use|put|chop|reach|help|collect|fit)\b)"), spoken_in=_NG + " CamE GhE JamE"),
    Feature("naija-fit", None, "*fit* for can", "I no fit go.", matches(r"\b(?P<it>fit)(?= (?:be|do|go|see|tell|take|get|come|dey|know|find|make|give|buy|start|pay|use|say|help|talk|chop|even|still|just|ever|reach|sell|put|save|collect)\b)"), spoken_in=_NG + " CamE GhE"),
    Feature("naija-words", None, "words of your English", "Wetin dey happen for una?", matches(r"(?<![\w'])(?:wetin|wey|una|sabi|pikin|wahala|oga|comot|pesin|chop(?= (?:food|money|am|rice))|o[ny]ibo|oyinbo|dem|deir|dere|dose(?= (?:people|guys|boys|girls|days|things|who|wey|dey|two|three|ones)\b)|dese|(?<!\.)dat|dis|(?<!the )(?<!this )(?<!\ba )(?<!my )(?<!his )(?<!her )(?<!our )(?<!their )den(?= (?:you|i|we|dem|dey|come|na|go)\b)|anoder|broder|tink|everyting|someting|omo|yarn(?= (?:me|us|dem|am|say|wetin|with)\b)|shey|meself|howfar|naim|waka|small-small|plenty-plenty|kpele|ginger(?= (?:me|us|am|una|dem|dey)\b)|gbege|shakara)(?!\w)", words=True), marked=True, spoken_in=_NG),
    Feature("naija-di", None, "*di* for the", "Go carry di bag.", matches(r"(?:^\W*|[,.;:!?] |(?-i:\b(?:dey|for|to|and|of|all|in|na|be|with|see|like|when|that|dat|if|as|from|on|about|because|do|get|make|say|wey|take|carry|give|use|tell|know|call|but|so) ))(?P<it>di)(?= (?-i:[a-z]))(?!\w)"), marked=True, spoken_in=_NG + " JamE CamE"),
    Feature("naija-am", None, "*am* for it or them", "I go buy am.", matches(r"\b(?:do|take|give|see|tell|carry|buy|make|put|use|like|get|know|call|chop|love|want|find|cook|pack|hold|leave|collect|sell|follow|bring|hear|beat|keep|help|pay|send|start|finish|check|cut|wash|catch|enter|pass|show|turn) (?P<it>(?-i:am))(?!\w)(?!\.m)(?<!what i do am)(?<!what i like am)"), marked=True, spoken_in=_NG + " CamE GhE"),
    Feature("naija-things", None, "a word of your English", "We chop jollof.", any_word("jollof molue danfo okada"), spoken_in=_NG),
    Feature("naija-make", None, "*make* for what should be", "Make we go.", matches(r"(?:^\W*|[,.;] ?|\b(?:say|sey|and|so|beg|want|wan|just) )(?P<it>make)(?= (?:i|you|we|e|una|dem|dey|he|she|they|nobody|everybody)\b(?! (?:sure|it)\b))"), marked=True, spoken_in=_NG + " CamE GhE"),
)  # fmt: skip
