"""Modals and what works like one."""

# One feature, one line: a table reads better than calls that are broken up.
# ruff: noqa: E501
from __future__ import annotations

from style_models.judging.dialect_features._feature import Feature, any_word, matches

FEATURES = (
    Feature("double-modal", 121, "two modals in a row", "We might could do that.", matches(r"\b(?:(?P<first>might|may|must|should|ought to|could|would|will|used to|useta|can) (?!(?P=first)\b)(?:not |just |still |always |even )?(?:could|can't|couldn't|should|would|oughta|ought to|might)|(?:might|may|must|should) can|might (?:better|woulda|coulda|shoulda))(?= \w+|[.!?]|$)(?! (?:have a will|be done))"), marked=True),
    Feature("finna", 126, "a short form for what is about to happen", "I'm finna go.", matches(r"(?<![\w'])(?:finna|fina|fixin'? ?(?:to|ta)|fixing to|boutta|'?bouta|'bout to|imma|i'mma|ima|i'ma|ion|tryna|trynna|'bout ta)(?!\w)"), marked=True),
    Feature("liketa", 125, "*liketa*, *supposeta*, *useta*", "We liketa drowned that day.", any_word("liketa supposeta poseta useta oughta hafta hadda sposta"), marked=True),
    Feature("gon", 114, "*gon'* for what will be", "He gon come with us.", matches(r"(?<![\w'])(?:gon(?:'|(?!e|na|g|\w))|gwine|gunna|goin'? ?ta|going ta|gwan)(?!\w)"), marked=True),
    Feature("waan", 115, "*waan* for wanting", "You waan go.", any_word("waan wan'"), marked=True),
    Feature("coming-to", 116, "*coming to* for about to", "I am coming to cook your meal.", matches(r"\b(?:am|is|are|'m|'s|'re) coming to (?:cook|eat|do|make|wash|start|go|buy|tell|finish)\b"), marked=True),
    Feature("needs-washed", 124, "*needs washed*", "The car needs washed.", matches(r"\b(?:needs?|wants?|needed|likes) (?:washed|fixed|petted|cleaned|cut|done|fed|painted|repaired|mended|changed|replaced|ironed|cooked|mowed|charged|updated|sorted)\b(?! (?:and|or|\w+s\b))"), marked=True),
    Feature("would-in-if", 120, "*would* behind if", "If I would be you, I'd go.", matches(r"\bif (?:i|you|he|she|it|we|they)(?: would| 'd|'d) (?:be|have|go|know|get|see|do|find|like to be|make|win|take)\b")),
    Feature("can-for-could", 123, "*can*, *will* behind a wish", "I wish I can get the job.", matches(r"\bwish(?:ed|es)? (?:that )?(?:i|you|he|she|it|we|they|people) (?:can|will|may)\b")),
    Feature("can-ing", 146, "-ing behind a modal", "I can driving now.", matches(r"\b(?:can|could|will|must|should) (?:\w{3,}ing)\b(?<!thing)(?<!bring)(?<!sing)(?<!string)(?<!fling)(?<!cling)(?<!swing)")),
)  # fmt: skip
