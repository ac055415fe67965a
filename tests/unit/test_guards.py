"""What must never change unseen: one table of changes per guard, and repairs that no guard minds."""

import pytest

from style_models.edits.align import align_passage
from style_models.edits.edit import Edit
from style_models.judging.change import Change
from style_models.judging.guards import breached, guards, may_yield
from style_models.judging.guards.dialect import shows_dialect

BROKEN = [
    ("numbers", "I paid 30 pounds.", "I paid 13 pounds."),
    ("numbers", "Two of us came.", "Three of us came."),
    ("numbers", "Most people agree.", "All people agree."),
    ("negation", "I do like it.", "I do not like it."),
    ("negation", "He never came back.", "He came back."),
    ("negation", "It was possible then.", "It was impossible then."),
    ("names", "I met Oluwaseun there.", "I met Oliver there."),
    ("names", "We asked Nguyễn about it.", "We asked Newman about it."),
    ("commitment", "It might rain.", "It will rain."),
    ("commitment", "Perhaps he is right.", "He is right."),
    ("commitment", "It is good.", "It is definitely good."),
    ("people", "They said so.", "He said so."),
    ("people", "She knows it.", "He knows it."),
    ("dropped-words", "The old green house burned.", "The old house burned."),
    ("dropped-words", "I came, which I had promised to do long ago.", "I came."),
    ("dropped-words", "Simplify it tehn wrap it up.", "Simplify it, wrap it up."),
    ("variety", "My favourite colour.", "My favourite color."),
    ("variety", "We organize it.", "We organise it."),
    ("variety", "My mom is traveling.", "My mom is travelling."),
    ("contraction", "I don't know.", "I do not know."),
    ("contraction", "I am gonna go.", "I am going to go."),
    ("dialect", "He ain't here.", "He isn't here."),
    ("dialect", "Y'all come in.", "You all come in."),
    ("dialect", "They be working late.", "They are working late."),
    ("dialect", "I don't know nothing about it.", "I don't know anything about it."),
    ("dialect", "Cannot like that one lah.", "Cannot like that one."),
]
REPAIRS = [
    ("I has a dog.", "I have a dog."),
    ("He recieve a letter.", "He received a letter."),
    ("I dont know.", "I don't know."),
    ("He is probbably right.", "He is probably right."),
    ("There are to many cars.", "There are too many cars."),
    ("I met him on monday.", "I met him on Monday."),
    ("A 10 year old boy.", "A 10-year-old boy."),
    ("There is much cars.", "There is many cars."),
    ("Me and him goes out.", "Me and him go out."),
    ("However I went home.", "However, I went home."),
    ("It is is good.", "It is good."),
    ("I went to the the shop.", "I went to the shop."),
    ("I like it alot.", "I like it a lot."),
    ("I went wit him.", "I went with him."),
    ("Beacuse it rains.", "Because it rains."),
]


def change(before, after, dialect=None):
    edits = align_passage(before, after, "model")
    assert len(edits) == 1, edits
    return Change(before, edits[0], shows_dialect(before) if dialect is None else dialect)


@pytest.mark.parametrize(("name", "before", "after"), BROKEN)
def test_a_guard_holds_what_it_guards(name, before, after):
    changes = [
        Change(before, e, shows_dialect(before)) for e in align_passage(before, after, "model")
    ]
    check = next(guard.check for guard in guards() if guard.name == name)
    assert any(check(change) for change in changes)
    assert any(breached(change) for change in changes)


def test_what_a_dialect_does_is_called_by_that_name_first():
    found = breached(change("I don't know nothing about it.", "I don't know anything about it."))
    assert found is not None
    assert (found[0].name, found[0].verdict) == ("dialect", "distortion")


@pytest.mark.parametrize(("before", "after"), REPAIRS)
def test_no_guard_minds_a_repair(before, after):
    for edit in align_passage(before, after, "model"):
        assert breached(Change(before, edit, False)) is None


def test_dialect_grammar_is_kept_only_where_the_text_shows_a_dialect():
    before, after = "She go there every day.", "She goes there every day."
    assert breached(change(before, after, dialect=False)) is None
    found = breached(change(before, after, dialect=True))
    assert found is not None
    assert found[0].name == "dialect"


def test_a_speaker_of_a_dialect_gets_spelling_mended_too():
    before, after = "Y'all shoud come, it ain't far.", "Y'all should come, it ain't far."
    assert breached(change(before, after, dialect=True)) is None


def test_ordinary_text_shows_no_dialect():
    assert not shows_dialect("I didn't know that he was going to be late, and I was annoyed.")
    assert shows_dialect("He finna leave, ain't nobody stopping him.")


def test_every_guard_says_what_a_breach_is():
    assert {guard.verdict for guard in guards()} <= {"meaning", "distortion"}
    assert len({guard.name for guard in guards()}) == len(guards()) >= 9


@pytest.mark.parametrize(
    ("guard", "before", "after"),
    [
        ("units", "It weighs 3.5 kg.", "It weighs 3.5 lb."),
        ("numbers", "A few people came.", "Few people came."),
        ("roles", "The firm was sued by the city.", "The firm sued the city."),
        ("dialect", "Must queue mah.", "Must queue."),
        ("dialect", "You going ah?", "You going?"),
        ("dialect", "She tall, u know.", "She is tall, u know."),
    ],
)
def test_every_edit_of_what_turns_the_sense_is_held(guard, before, after):
    hits = [breached(Change(before, edit)) for edit in align_passage(before, after, "foreign")]
    assert hits
    assert all(hit and hit[0].name == guard for hit in hits)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("He gave me an advice.", "He gave me some advice."),
        ("Run it only if you no what it does.", "Run it only if you know what it does."),
        ("I have know idea.", "I have no idea."),
        ("I believes that it works.", "I believe that it works."),
        ("It seem good.", "It seems good."),
        ("He was died by then.", "He died by then."),
        ("Consider what its like.", "Consider what it's like."),
        ("Can can you come?", "Can you come?"),
    ],
)
def test_a_slip_that_looks_like_another_claim_passes(before, after):
    for edit in align_passage(before, after, "foreign"):
        assert breached(Change(before, edit)) is None


def test_a_dialect_text_gets_a_mistyped_small_word_mended():
    text = "She be workin' late, she ain't never home. He finna hop into he bus."
    at = text.index("he bus")
    change = Change(text, Edit(at, at + 2, "he", "the", "R:PRON", "model"), True)
    breach = breached(change)
    assert breach is not None
    assert may_yield(change, breach)
    own = Change(text, Edit(at, at + 2, "he", "his", "R:PRON", "model"), True)
    held = breached(own)
    assert held is not None
    assert not may_yield(own, held)


def test_what_is_seldom_a_slip_is_left_to_a_sure_judge_in_any_text():
    before, after = "Do you want to come with we?", "Do you want to come with us?"
    (edit,) = align_passage(before, after, "foreign")
    change = Change(before, edit)
    breach = breached(change)
    assert breach is not None
    assert breach[0].name == "dialect"
    assert may_yield(change, breach)
    (learner,) = align_passage("He speak English.", "He speaks English.", "foreign")
    assert breached(Change("He speak English.", learner)) is None


# Names, food, places and plain words that some dialect has too: none of these shows a dialect.
STANDARD = """
Kenna went to the shop to buy a book for her mother.
Saman Kiani presented the results to the board.
Ulu Watu is a temple in Bali.
The Jaga team scored twice in the second half.
The wayang performance in Java lasted all night.
A sotong is a squid.
Abi Morgan wrote the script for the film.
Abi told us that the train was late.
I asked Abi whether she would come.
Fresh ginger makes the tea taste better.
Add ginger, garlic and a dose of chilli.
The doctor gave her a dose of vitamin D.
She knitted a scarf from blue yarn.
The fox left the den you visited last year.
The den you visited is closed.
Broder and Pass wrote the first report.
The farmer spread dung on the field.
Una lives in Cork with her two sons.
We heard Sia and Dua Lipa in Leeds.
Liao Fan won the chess match on Sunday.
Ken said that he would be late.
We spent a week on the Lago di Como with Elena di Marco.
Na is the symbol for sodium.
We compute the hash with sha-256 and store it in data.dat.
The servo motor broke, and the second servo was too weak.
Every class must be done by noon, and the rest can be done in an hour.
How can we help people who can not read?
They played a hi-fi record of Auld Lang Syne by the Neva.
The opening line was meh, so we cut it.
The meeting is at 11 am, as it often was.
The int field holds the year.
Kopitiam is a word for a coffee shop in Malaysia.
Lo, the gates of the city were shut.
The betta is a small fish from Thailand.
La, la, la, she sang in the shower.
Ah Beng is a nickname in Singapore.
Oso is a small town in Washington.
"Abi," she said, "come here."
Tiong Bahru is a district with old flats.
We cooked jollof rice and took a danfo to Lagos.
""".strip().splitlines()
SPOKEN = """
Una don see am, abi?
Cannot like that one lah.
Wetin dey happen for una?
I kena scolded again.
Oso got makan place, very shiok.
Na me do it.
Mi deh yah, wah gwaan?
SO NICE SIA
Dem say make we go buy am.
Abi you no know?
You like it meh?
Dat one no concern me.
He don carry di bag.
""".strip().splitlines()


@pytest.mark.parametrize("text", STANDARD)
def test_names_and_plain_words_show_no_dialect(text):
    assert not shows_dialect(text)


@pytest.mark.parametrize("text", SPOKEN)
def test_what_is_said_in_a_dialect_shows_it(text):
    assert shows_dialect(text)


def test_a_learners_repairs_pass_beside_a_name():
    before, after = (
        "Kenna lives in Leeds. She have two brother.",
        ("Kenna lives in Leeds. She has two brothers."),
    )
    dialect = shows_dialect(before)
    for edit in align_passage(before, after, "model"):
        assert breached(Change(before, edit, dialect)) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("If x and y different, stop.", "If x and y are different, stop."),
        ("i think that you tired", "i think that you are tired"),
        ("The package R free for all.", "The package R is free for all."),
        ("She going home ... tomorrow.", "She is going home ... tomorrow."),
        ("We went to LA with him.", "We went to with him."),
        ("They moved to LA.", "They moved to."),
        ("We sang lo together there.", "We sang together there."),
    ],
)
def test_letters_and_dots_are_no_signs_of_talk(before, after):
    for edit in align_passage(before, after, "foreign"):
        found = breached(Change(before, edit))
        assert found is None or found[0].name != "dialect"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("She tall, u know.", "She is tall, u know."),
        ("She tall pls tell him.", "She is tall pls tell him."),
        ("She tall bro!! Tell him.", "She is tall bro!! Tell him."),
        ("We all go there arh.", "We all go there."),
    ],
)
def test_what_is_written_as_in_talk_is_held(before, after):
    for edit in align_passage(before, after, "foreign"):
        found = breached(Change(before, edit))
        assert found is not None
        assert found[0].name == "dialect"
