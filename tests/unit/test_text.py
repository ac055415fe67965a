"""Parsing: every sentence keeps its place, and what must not be touched is found."""

import pytest

from style_models.errors import EmptyText, NotText, TextTooLong
from style_models.text.detokenise import detokenise
from style_models.text.document import collapse, parse
from style_models.text.language import passage_language
from style_models.text.protected import protected_spans, touching
from style_models.text.variety import same_word_elsewhere


def kinds(text):
    return [(span.kind, text[span.start : span.end]) for span in protected_spans(text)]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Run `pip install x` now.", "code", "`pip install x`"),
        ("```\nfor x in y:\n    go()\n```\nText.", "code", "```\nfor x in y:\n    go()\n```"),
        ("See https://example.com/a?b=c, please.", "link", "https://example.com/a?b=c"),
        ("Ask me@example.org today.", "address", "me@example.org"),
        ("> what she wrote\nMy answer.", "quoted block", "> what she wrote"),
        ("# A title", "markdown", "#"),
        ("Nice 👩‍👩‍👧 day", "emoji", "👩‍👩‍👧"),
        ("Nice day :-) now", "emoji", ":-)"),
        ("He said “we shall never give up” and left.", "quotation", "“we shall never give up”"),
        ("Thanks @ann for #this", "tag", "@ann"),
        ("A [link](http://x.org) here.", "link", "(http://x.org)"),
    ],
)
def test_protected_spans_are_found(text, kind, found):
    assert (kind, found) in kinds(text)


def test_ordinary_prose_has_no_protected_span():
    assert kinds("It's 5 o'clock, and my friend's \"thing\" costs 3.50 (or so) - maybe.") == []


def test_an_insertion_at_the_border_of_a_span_leaves_it_whole():
    spans = protected_spans("See https://a.org now")
    start, end = spans[0].start, spans[0].end
    assert touching(spans, start, start) is None
    assert touching(spans, end, end) is None
    assert touching(spans, start + 1, start + 1) == spans[0]
    assert touching(spans, start - 1, start + 1) == spans[0]


def test_sentences_keep_their_place_with_emoji_and_windows_line_ends():
    text = "Hello wrld 😀 and all.\r\n\r\nSecond one here.  Third 🇬🇧 one."
    document = parse(text)
    assert all(text[s.start : s.end] == s.text for s in document.sentences)
    assert next(s.text for s in document.sentences).startswith("Hello")
    assert document.sentences[0].paragraph != document.sentences[-1].paragraph


def test_a_wrapped_paragraph_is_not_cut_at_its_line_breaks():
    text = "This is a mail that some program has wrapped at about sixty\ncharacters, so that sentences run on."
    assert len(parse(text).sentences) == 1


def test_a_text_without_full_stops_comes_in_pieces_that_leave_nothing_out():
    text = " ".join(f"word{i}" for i in range(5000))
    document = parse(text)
    assert len(document.sentences) > 80
    assert " ".join(s.text for s in document.sentences) == text


def test_code_blocks_and_quoted_blocks_are_not_parsed_as_prose():
    document = parse("Look at this.\n\n```\nx = 1\n```\n\n> You was right.\n\nBye then, friend.")
    assert [s.text for s in document.sentences] == ["Look at this.", "Bye then, friend."]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Esto es una frase larga en español que no hay que tocar.", "es"),
        ("这是一个中文句子，不应该被修改。", "zh"),
        ("هذه جملة باللغة العربية ولا يجب تغييرها.", "ar"),
        ("I no sabi wetin dey happen for that place, abeg.", "en"),
        ("Aiyah he damn blur one lah, always like that.", "en"),
        ("He be working late, ain't nobody seen him.", "en"),
        ("Ok, bye!", "en"),
    ],
)
def test_dialects_are_english_and_other_languages_are_not(text, language):
    assert passage_language(text) == language


def test_foreign_sentences_inside_english_are_marked():
    text = "I told my mother about it. Elle ne voulait pas croire que tout était fini. She was sad."
    assert [s.language for s in parse(text).sentences] == ["en", "fr", "en"]


def test_bad_input_is_named():
    with pytest.raises(EmptyText):
        parse(" \n\t ")
    with pytest.raises(NotText):
        parse("a\x00b")
    with pytest.raises(NotText):
        parse("a\ud800b")
    with pytest.raises(TextTooLong, match="200,000"):
        parse("x" * 200_001)


def test_collapse_remembers_where_each_character_came_from():
    text = "a  b\r\n c"
    clean, origin = collapse(text)
    assert clean == "a b c"
    assert [text[i] for i in origin[:-1] if not text[i].isspace()] == ["a", "b", "c"]
    assert origin[-1] == len(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("colour", "color", True), ("organise", "organize", True), ("centre", "center", True),
        ("travelled", "traveled", True), ("whilst", "while", True), ("Grey", "gray", True),
        ("advice", "advise", False), ("their", "there", False), ("colour", "colours", False),
        ("teh", "the", False),
    ],
)  # fmt: skip
def test_spelling_varieties(one, other, same):
    assert same_word_elsewhere(one, other) is same
    assert same_word_elsewhere(other, one) is same


def test_corpus_spacing_becomes_ordinary_spacing():
    assert (
        detokenise("I do n't know , it 's ( maybe ) fine .") == "I don't know, it's (maybe) fine."
    )


def test_a_fragment_of_a_foreign_passage_stays_foreign():
    document = parse("Esto es una frase larga en español que no hay que tocar. No hay que tocarla.")
    assert {s.language for s in document.sentences} == {"es"}
