"""Words that belong to one English and not to another."""

# One feature, one line: a table reads better than calls that are broken up.
# ruff: noqa: E501
from __future__ import annotations

from style_models.judging.dialect_features._feature import Feature, any_word, matches

FEATURES = (
    Feature("scots-words", None, "a word of your English", "Aye, a wee bairn.", matches(r"(?<!\w)(?:aye|wee(?= [a-z]+)|lassie|bairns?|ken(?= (?:that|what|it|fine|him|her))|outwith|bonnie|bonny|dreich|haver|glaikit|scunnered|greet(?:in'?)|auld|heid|hame|hoose|oot|aboot|doon|noo|fae|tae|wi'|muckle|clarty|bampot|och|braw)(?!\w)"), marked=True, spoken_in="ScE O&SE North"),
    Feature("irish-words", None, "a word of your English", "What's the craic?", matches(r"(?<!\w)(?:craic|yer man|your man(?= (?:was|is|there))|eejit|gobshite|grand(?= (?:so|altogether))|culchie|feck(?:in'?g?)?|amadan|sure look|acushla|giving out to|yoke(?= (?:there|over)))(?!\w)"), marked=True, spoken_in="IrE"),
    Feature("australian-words", None, "a word of your English", "See you this arvo.", any_word("arvo brekkie servo bogan dunny barbie ute sunnies thongs'n strewth fairdinkum dinkum ripper smoko bottleo doco mozzie bikkie chook tradie"), marked=True, spoken_in="AusE AusVE NZE"),
    Feature("southern-words", None, "a word of your English", "I reckon it's over yonder.", any_word("reckon yonder yonderway dadgum young'uns younguns mamaw papaw holler'd critter"), spoken_in="AppE OzE SEAmE RAAVE AusE"),
    Feature("caribbean-words", None, "a word of your English", "Mi deh yah, wah gwaan?", any_word("gwaan deh yah pickney pickneys nyam irie unu mi-deh likkle cyaan kyaan nuh inna pon waan weh fi seh bredren tallawa yute dung"), marked=True, spoken_in="JamE BahE TdCE"),
    Feature("singlish-words", None, "a word of your English", "Oso got makan place, very shiok.", matches(r"(?<![\w'])(?:(?i:oso|chiong|siao|jiak|chiak|suay|jialat|tahan|buay|ownself|kenn?a|shiok|yalor|sibe[ih]|chiobu|dulan|diam(?: diam)?|hamsup|lobang|sinkies?|balek|somemore|gahmen|wayang|bojio|kaypoh|chope|kiasu|kiasi|lepak|pok ?kai|sabo|tabao|dabao|ulu|bodoh|boleh|kopitiam|gostan|hentam|jaga|kancheong|merajuk|potong|rabak|saman|talk cock|terok|towkay|zhun|kua zhang|tiongkok|angmohs?|ang mohs?|siapa|ho jiak|piak|paiseh|mampus|sikit|sotong|bo (?:bian|liao|jio|tai(?:-| )?ji|eng)|wah? lau|confirm (?:plus chop|kena|got)|catch no ball)|cheong|huat|kateks?|simi|swee|tio|tiongs?)(?!\w)", 0), marked=True, spoken_in="CollSgE MalE"),
    Feature("indian-words", None, "a word of your English", "Please do the needful and prepone it.", matches(r"\b(?:do the needful|prepone[ds]?|out of station|good name|pass(?:ed)? out of (?:college|school)|cousin (?:brother|sister)|lakhs?|crores?|only(?=\s*\.\s*$)(?<=itself only)|yaar|na yaar|accha|revert back|kindly adjust|eve[- ]teasing|godown|tiffin|auto-?wallah?|updation|timepass|mugging up)\b"), marked=True, spoken_in="IndE PakE SLkE"),
)  # fmt: skip
