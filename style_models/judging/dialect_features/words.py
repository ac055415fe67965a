"""Words that belong to one English and not to another."""

# One feature, one line: a table reads better than calls that are broken up.
# ruff: noqa: E501
from __future__ import annotations

from style_models.judging.dialect_features._feature import Feature, any_word, matches

FEATURES = (
    Feature("scots-words", None, "a word of your English", "Aye, a wee bairn.", matches(r"(?<!\w)(?:aye|wee(?= [a-z]+)|lassie|bairns?|ken(?= (?:that|what|it|fine|him|her))|outwith|bonnie|bonny|dreich|haver|glaikit|scunnered|greet(?:in'?)|auld|heid|hame|hoose|oot|aboot|doon|noo|fae|tae(?! kwon)|wi'|muckle|clarty|bampot|och|braw)(?!\w)", words=True), marked=True, spoken_in="ScE O&SE North"),
    Feature("irish-words", None, "a word of your English", "What's the craic?", matches(r"(?<!\w)(?:craic|yer man|your man(?= (?:was|is|there))|eejit|gobshite|grand(?= (?:so|altogether))|culchie|feck(?:in'?g?)?|amadan|sure look|acushla|giving out to|yoke(?= (?:there|over)))(?!\w)", words=True), marked=True, spoken_in="IrE"),
    Feature("australian-words", None, "a word of your English", "See you this arvo.", any_word("arvo brekkie bogan dunny barbie ute sunnies thongs'n strewth fairdinkum dinkum smoko bottleo doco mozzie bikkie chook tradie"), marked=True, spoken_in="AusE AusVE NZE"),
    Feature("southern-words", None, "a word of your English", "I reckon it's over yonder.", any_word("reckon yonder yonderway dadgum young'uns younguns mamaw papaw holler'd critter"), spoken_in="AppE OzE SEAmE RAAVE AusE"),
    Feature("caribbean-words", None, "a word of your English", "Mi deh yah, wah gwaan?", matches(r"(?<![\w'])(?:gwaan|deh(?: yah)?|pickneys?|nyam|irie|unu|likkle|cyaan|kyaan|nuh|inna|pon|waan|weh|fi(?= (?:mi|di|yuh|dem|go|do|get|see|know|come|tek|have|mek)\b)(?<!-fi)|seh|bredren|tallawa|yute|dung(?= (?:deh|yah|di|inna|pon)\b))(?![-\w'])", words=True), marked=True, spoken_in="JamE BahE TdCE"),
    Feature("singlish-words", None, "a word of your English", "Oso got makan place, very shiok.", matches(r"(?<![\w'])(?:(?i:oso|chiong|siao|jiak|chiak|suay|jialat|buay|ownself|kenn?a|shiok|yalor|sibe[ih]|chiobu|dulan|diam(?: diam)?|hamsup|lobang|sinkies?|balek|somemore|gahmen|bojio|kaypoh|chope|kiasu|kiasi|lepak|pok ?kai|tabao|dabao|bodoh|gostan|hentam|kancheong|merajuk|rabak|talk cock|zhun|kua zhang|tiongkok|angmohs?|ang mohs?|ho jiak|piak|paiseh|mampus|bo (?:bian|liao|jio|tai(?:-| )?ji|eng)|wah? lau|confirm (?:plus chop|kena|got)|catch no ball)|cheong|huat|kateks?|simi|swee|tio|tiongs?)(?!\w)", 0, words=True), marked=True, spoken_in="CollSgE MalE"),
    # Also names, and words for things there that any English borrows: a wayang is a shadow play.
    Feature("singlish-loans", None, "a word of your English", "Go to the kopitiam.", any_word("saman tahan sabo ulu jaga wayang sotong potong kopitiam boleh towkay terok siapa sikit makan atas"), spoken_in="CollSgE MalE"),
    Feature("indian-words", None, "a word of your English", "Please do the needful and prepone it.", matches(r"\b(?:do the needful|prepone[ds]?|out of station|good name|pass(?:ed)? out of (?:college|school)|cousin (?:brother|sister)|lakhs?|crores?|only(?=\s*\.\s*$)(?<=itself only)|yaar|na yaar|accha|revert back|kindly adjust|eve[- ]teasing|godown|tiffin|auto-?wallah?|updation|timepass|mugging up)\b"), marked=True, spoken_in="IndE PakE SLkE"),
)  # fmt: skip
