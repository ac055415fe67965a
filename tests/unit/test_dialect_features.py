"""Features of dialects: each found where it stands, none in plain standard text, and the writer's switch."""

import pytest

from server.store.repository import open_store
from style_models.edits.align import align_passage
from style_models.judging.change import Change, parsed
from style_models.judging.dialect_features import feature_named, features, found, shown_in
from style_models.judging.guards import breached
from style_models.judging.guards.dialect import check, kept_in, speaks_dialect
from style_models.learning.preferences import Preferences

STANDARD = {
    "habitual-be": "They will be working late.",
    "invariant-be": "I suggest that she be there.",
    "zero-be-progressive": "They are always talking about it.",
    "zero-be-gonna": "He is gonna cook tonight.",
    "zero-be-noun": "He is a good teacher.",
    "zero-be-adjective": "She is smart.",
    "zero-be-place": "She is at home.",
    "was-levelling": "You were hungry, and he was too.",
    "weren't-split": "We weren't there.",
    "there's-with-plural": "There's a man in the hall.",
    "sat-stood": "He was standing on the corner.",
    "negative-concord": "I don't want any help.",
    "ain't-for-be": "That isn't fair.",
    "invariant-don't": "They don't like me.",
    "no-before-verb": "I have no time to go.",
    "negative-inversion": "Nobody showed up.",
    "invariant-tag": "It is nice, isn't it?",
    "innit": "It is nice, isn't it?",
    "me-in-joint-subject": "He saw me and my brother.",
    "personal-dative": "He got me a new car.",
    "hisself": "He hurt himself.",
    "they-possessive": "They look after their kids.",
    "me-possessive": "He gave me books.",
    "y'all": "You all know the way.",
    "'em": "We turned them around.",
    "them-for-those": "I told them stories.",
    "zero-plural": "The three girls there like it.",
    "measure-without-s": "It was a five mile walk.",
    "this-with-plural": "These books are useful.",
    "this-here": "This is here to stay.",
    "double-determiner": "This problem of ours is serious.",
    "one-for-a": "Only this one dog bit me.",
    "double-comparative": "That is much easier, and more honest.",
    "than-what": "It's harder than you think it is.",
    "double-modal": "We might be able to do that.",
    "finna": "I'm about to go.",
    "gon": "He is gone now.",
    "needs-washed": "The car needs to be washed.",
    "after-perfect": "She is after the prize.",
    "completive-done": "What she has done is great.",
    "stressed-been": "I have been told so.",
    "past-for-participle": "He had gone home.",
    "participle-for-past": "I have seen it.",
    "regular-past": "He caught the ball.",
    "zero-past": "They walk home every day.",
    "double-past": "They didn't make it.",
    "a-prefix": "Where is a-level maths taught?",
    "progressive-stative": "I like this style.",
    "zero-s": "He speaks English.",
    "general-s": "Every Sunday we go to church.",
    "existential-it": "It's a nice day.",
    "got-for-have": "I have got two brothers.",
    "relative-what": "This is what I painted.",
    "resumptive-pronoun": "This is the house which I painted.",
    "for-to": "Look for two of them.",
    "although-but": "Although you are smart, you are not appreciated.",
    "inverted-indirect-question": "I'm wondering what you are going to do.",
    "real-good": "That's really good.",
    "flat-adverb": "She speaks so softly.",
    "positive-anymore": "They don't fly anymore.",
    "lah": "Turn left at the hall.",
    "lor": "The lorry is late.",
    "naija-dey": "They go.",
    "clipped-ing": "The cabin and the basin are clean.",
    "th-as-you-say-it": "This is where they live.",
    "most-first": "What I like most is apples.",
    "comma-splice": "I like it because it is warm.",
}
# Ordinary standard text: no mark of any dialect is in it.
PLAIN = (
    "I didn't know that he was going to be late, and I was annoyed.",
    "The committee met on Tuesday to discuss the budget for the coming year.",
    "She has lived in the same house since she was a child.",
    "If you want to come with us, please let me know before Friday.",
    "There are two men waiting in the hall, and they have been there for an hour.",
    "My brother and I were told that nobody would be there.",
)


@pytest.mark.parametrize("feature", features(), ids=lambda feature: feature.name)
def test_a_feature_is_found_in_its_example(feature):
    assert feature.find(parsed(feature.example))


@pytest.mark.parametrize(("name", "standard"), STANDARD.items())
def test_a_feature_is_not_found_in_the_standard(name, standard):
    feature = feature_named(name)
    assert feature is not None
    assert not feature.find(parsed(standard))


@pytest.mark.parametrize("text", PLAIN)
def test_plain_text_shows_no_marked_feature(text):
    assert [n for n in found(parsed(text)) if feature_named(n).marked] == []


def test_there_are_enough_features_with_sound_fields():
    names = [feature.name for feature in features()]
    assert len(names) == len(set(names))
    assert len({f.ewave for f in features() if f.ewave}) >= 60
    assert all(f.varieties for f in features() if f.dialect and f.ewave)


def edit_of(before, after):
    (edit,) = align_passage(before, after, "model")
    return edit


def test_a_learners_slip_is_kept_only_where_the_profile_shows_it():
    before, after = "She speak English at work.", "She speaks English at work."
    edit = edit_of(before, after)
    assert check(Change(before, edit)) is None
    assert "part of your English" in check(Change(before, edit, shown=frozenset({"zero-s"})))


def test_the_writer_can_have_a_feature_mended():
    before = "I don't know nothing about it."
    edit = edit_of(before, "I don't know anything about it.")
    assert breached(Change(before, edit))[0].name == "dialect"
    assert breached(Change(before, edit, fixes=frozenset({"negative-concord"}))) is None
    assert breached(Change(before, edit, fixes=frozenset({"finna"}))) is not None


def test_a_profile_shows_repeated_grammar_only_beside_a_mark_of_dialect():
    slips = "She go home. He speak well. It work fine. "
    assert "zero-s" not in shown_in([slips])
    assert "zero-s" in shown_in([slips + "She ain't here. They be working late."])


def test_a_dialect_profile_speaks_for_a_text_without_marks():
    shown = frozenset({"habitual-be", "ain't"})
    assert speaks_dialect(shown)
    assert kept_in("She here.", Preferences(Preferences.population().tolerances, shown=shown))[0]


def test_the_store_keeps_what_is_to_be_mended_and_erases_it(tmp_path):
    store = open_store(tmp_path)
    store.add_sample("me", "I ain't seen him. They be working late. He don't know nothing.")
    assert {"negative-concord", "habitual-be"} <= store.shown("me")
    store.set_fix("me", "negative-concord", True)
    wants = store.preferences("me")
    assert wants.fixes == {"negative-concord"}
    assert "habitual-be" in wants.shown
    assert store.export_writer("me")["features"]["fixes"] == ["negative-concord"]
    store.set_fix("me", "negative-concord", False)
    assert store.fixes("me") == frozenset()
    store.set_fix("me", "finna", True)
    store.erase_writer("me")
    assert store.fixes("me") == store.shown("me") == frozenset()
    store.close()
