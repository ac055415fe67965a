"""Code without back-ticks is protected by its shape; prose of a like shape is not."""

from __future__ import annotations

import pytest

from style_models.text.protected import protected_spans

CODE = [
    ("The function parse_args() returns a list.", "parse_args()"),
    ("Use os.path.join(a, b) there.", "os.path.join(a, b)"),
    ("Call foo->bar() or a::b() now.", "foo->bar()"),
    ("Set MAX_RETRIES=5 in the file.", "MAX_RETRIES=5"),
    ("Set debug=True, then go.", "debug=True"),
    ("Then myFunction is called.", "myFunction"),
    ("It raises a KeyError there.", "KeyError"),
    ("The __init__ method runs.", "__init__"),
    ("The flag --no-verify skips it.", "--no-verify"),
    ("Use --dry-run=all.", "--dry-run=all"),
    ("Pass -v to see more.", "-v"),
    ("Edit src/main/app.py first.", "src/main/app.py"),
    ("See notes.txt. It is short.", "notes.txt"),
    ("It is listed in .gitignore too.", ".gitignore"),
    ("Look in src/ for it.", "src/"),
    ("Version 2.10.3-rc1, at last.", "2.10.3-rc1"),
    ("Use v1.4 here.", "v1.4"),
    ("Ask @ana.b, please.", "@ana.b"),
    ("Write to ana.lopez@example.com.", "ana.lopez@example.com"),
    ("Clone git@host.org:a/b.git now.", "git@host.org:a/b.git"),
    ("We have $x + y$ here.", "$x + y$"),
    (r"We have \(a^2\) here.", r"\(a^2\)"),
    (r"As in \cite{knuth84}, it holds.", r"\cite{knuth84}"),
    (r"\begin{align}x &= 1\end{align} holds.", r"\begin{align}x &= 1\end{align}"),
    ("Export $HOME before it.", "$HOME"),
    ("Commit 3f8ef88 broke it.", "3f8ef88"),
    ("Press Ctrl+C to stop.", "Ctrl+C"),
    ("Fill in {user_name} there.", "{user_name}"),
    ("I own an iPhone.", "iPhone"),
]
PROSE = [
    "I went home.So we left.",
    "She came --which surprised me-- and left --she did.",
    "It costs $5 and $6, or US$7.",
    "He/she may take tea and/or coffee at 5 km/h.",
    "The author(s) and the word(s) of it, f(x) for short.",
    "E.g. the U.S.A., i.e. a Ph.D. at 10.30 a.m.",
    "An A-level, an x-ray, a 20-year-old: well-known - all of it.",
    "tHe dog barked at theMan.",
    "Two DVDs, 1,000.50 and 3.5 of COVID-19.",
    "He said: facade, decade, accede.",
    "I like -a lot- of it.",
]


@pytest.mark.parametrize(("text", "code"), CODE)
def test_bare_code_is_protected(text, code):
    assert code in {text[span.start : span.end] for span in protected_spans(text)}


@pytest.mark.parametrize("text", PROSE)
def test_prose_that_looks_alike_is_not(text):
    assert protected_spans(text) == ()


def test_a_long_line_without_an_end_is_read_in_no_time():
    """No pattern may look back over and over: half a second is a hundred times what it takes."""
    import time

    for piece in (
        "a",
        "a.",
        "a/",
        "_a",
        "$x ",
        "-a",
        "a_b.",
        "\\(",
        "{{a",
        "1.1.",
        "aB",
        "@a.",
        "::a",
    ):
        began = time.process_time()
        protected_spans(piece * 2000)
        assert time.process_time() - began < 0.5, piece
