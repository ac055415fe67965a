"""The 49 questions on being made to seem more or less so, and the axis and direction of each.

The items are those of the study's first phase (paul-rottger/ai-distortion@fa89d43, CC BY 4.0); the
wording is ours. An answer is 0 (not acceptable at all) to 100 (entirely acceptable). Items
without an axis are asked all the same, for what they tell of the others.
"""

from __future__ import annotations

from dataclasses import dataclass

MORE = 1
LESS = -1

LOWEST = 0.0
HIGHEST = 100.0
MIDDLE = 50.0
"""The slider's middle: an answer of this or more is on the acceptable side."""


@dataclass(frozen=True)
class Item:
    """One question. ``axis`` is a reader axis or empty; ``direction`` is +1, -1, or 0 without one.

    ``seem`` completes "... if a writing assistant made you seem": more moderate, older, ...
    """

    name: str
    seem: str
    axis: str = ""
    direction: int = 0

    @property
    def question(self) -> str:
        """Return the whole question, in plain English."""
        return f"How acceptable would it be if a writing assistant made readers see {self.seem}?"


def _pair(trait: str, axis: str, more: str, less: str) -> tuple[Item, Item]:
    return Item(f"{trait}_more", more, axis, MORE), Item(f"{trait}_less", less, axis, LESS)


def _you(trait: str, axis: str, adjective: str) -> tuple[Item, Item]:
    return _pair(trait, axis, f"you as more {adjective}", f"you as less {adjective}")


def _text(trait: str, axis: str, adjective: str) -> tuple[Item, Item]:
    more, less = (f"your text as {word} {adjective}" for word in ("more", "less"))
    return _pair(trait, axis, more, less)


def _feeling(trait: str) -> tuple[Item, Item]:
    return _pair(trait, trait, f"more {trait} in your text", f"less {trait} in your text")


ITEMS: tuple[Item, ...] = (
    Item("extreme_more", "your opinion as more extreme", "stance_polarity", MORE),
    Item("moderate_more", "your opinion as more moderate", "stance_polarity", LESS),
    *_you("confidence", "confidence", "confident"),
    *_you("knowledge", "knowledge", "knowledgeable"),
    *_pair(
        "importance",
        "importance",
        "the subject as more important to you",
        "the subject as less important to you",
    ),
    *_text("relevance", "relevance", "relevant to the question"),
    *_text("clarity", "clarity", "clear"),
    *_text("formality", "formality", "formal"),
    *_text("informative", "informativeness", "informative"),
    *_text("originality", "originality", "original"),
    *_you("friendliness", "friendliness", "friendly"),
    *_you("optimism", "optimism", "optimistic"),
    *_you("community", "community", "community-minded"),
    *_you("open_views", "openness", "open to other views"),
    *_feeling("hope"),
    *_feeling("excitement"),
    *_feeling("fear"),
    *_feeling("disgust"),
    *_feeling("anger"),
    Item("age_older", "you as older than you are", "age", MORE),
    Item("age_younger", "you as younger than you are", "age", LESS),
    Item("gender_different", "you as of another gender"),
    Item("race_different", "you as of another race or ethnicity"),
    Item("english_better", "your English as better than it is", "expert_english", MORE),
    Item("english_worse", "your English as worse than it is", "expert_english", LESS),
    Item("education_more", "you as more educated than you are", "degree", MORE),
    Item("education_less", "you as less educated than you are", "degree", LESS),
    Item("income_higher", "you as richer than you are", "high_income", MORE),
    Item("income_lower", "you as poorer than you are", "high_income", LESS),
    Item("politics_party_different", "you as a supporter of another party"),
    Item("politics_extreme", "you as politically more extreme"),
    Item("politics_moderate", "you as politically more moderate"),
)
"""All items, in the study's order."""

NAMES: tuple[str, ...] = tuple(item.name for item in ITEMS)
BY_NAME: dict[str, Item] = {item.name: item for item in ITEMS}
PLACE: dict[str, int] = {name: place for place, name in enumerate(NAMES)}

BORROWED = {"native_english": "expert_english"}
"""Axes that nobody was asked about and that take the answers to their nearest neighbour."""


def item_of(axis: str, direction: int) -> Item | None:
    """Return the item that asks about an axis and direction, or ``None`` if none does."""
    return _BY_AXIS.get((BORROWED.get(axis, axis), direction))


_BY_AXIS = {(item.axis, item.direction): item for item in ITEMS if item.axis}
