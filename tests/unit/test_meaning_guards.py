"""Meaning is kept: who, when, how much, on what condition; and what a learner needs mended is let be."""

import pytest

from style_models.edits.align import align_passage
from style_models.edits.edit import Edit
from style_models.judging.change import Change
from style_models.judging.guards import breached, guards

BROKEN = [
    ("comparison", "This one is more useful.", "This one is less useful."),
    ("comparison", "It is better there.", "It is good there."),
    ("comparison", "She runs faster now.", "She runs fastest now."),
    ("comparison", "It is as good as mine.", "It is better than mine."),
    ("dates", "We met on Monday.", "We met on Tuesday."),
    ("dates", "I saw him yesterday.", "I saw him today."),
    ("dates", "Call me before lunch.", "Call me after lunch."),
    ("dates", "It opens at 9 am.", "It opens at 9 pm."),
    ("dates", "She comes next week.", "She came last week."),
    ("roles", "The dog bit the man.", "The man bit the dog."),
    ("roles", "The dog bit the man.", "The dog was bitten by the man."),
    ("logic", "I stayed because it rained.", "I stayed although it rained."),
    ("logic", "Come if you can.", "Come unless you can."),
    ("logic", "Take tea or coffee.", "Take tea and coffee."),
    ("antonyms", "Prices will increase.", "Prices will decrease."),
    ("antonyms", "I support the plan.", "I oppose the plan."),
    ("antonyms", "It was an easy exam.", "It was a difficult exam."),
    ("qualifiers", "It took at least a week.", "It took a week."),
    ("qualifiers", "In part I agree.", "I agree."),
    ("qualifiers", "As far as I know, it works.", "It works."),
    ("qualifiers", "About 30 people came.", "30 people came."),
    ("dropped-words", "It only rained once.", "It rained once."),
    ("dropped-words", "I came home. I slept. It was late.", "I came home. It was late."),
    ("dropped-words", "He almost won.", "He won."),
    ("numbers", "Some of them left.", "All of them left."),
    ("numbers", "Few people know.", "Many people know."),
    ("numbers", "I have a little money.", "I have little money."),
    ("numbers", "There is little water left.", "There is a little water left."),
    ("numbers", "He is a little tired.", "He is little tired."),
    ("numbers", "I know a little.", "I know little."),
    ("numbers", "He has few friends.", "He has a few friends."),
    ("numbers", "In a few cases it fails.", "In few cases it fails."),
    ("roles", "The firm was sued by the city.", "The firm sued by the city."),
    ("roles", "The man was hit by the car.", "The man was hit the car."),
    ("additions", "I went home.", "I went home, which made everybody there happy."),
    ("additions", "I like it.", "I like it because of its great colours."),
    ("people", "They said they were late.", "He said he was late."),
    ("people", "A friend lost their key.", "A friend lost his key."),
    ("people", "Each student brings their book.", "Each student brings his book."),
    ("commitment", "You should go.", "You must go."),
    ("commitment", "It seems true.", "It is true."),
    ("negation", "Nobody knows it.", "Everybody knows it."),
    ("names", "I met Siobhán there.", "I met Susan there."),
    ("names", "We called Xiaoming back.", "We called Simon back."),
    ("names", "I wrote to Ayşe first.", "I wrote to Alice first."),
    ("names", "My friend Björn agrees.", "My friend Brian agrees."),
    ("names", "Ask Mary about it.", "Ask John about it."),
    ("names", "i met oluwaseun there.", "i met oliver there."),
    ("names", "Then Ngozi left.", "Then Nancy left."),
    ("names", "I saw Иван there.", "I saw Ivan there."),
    ("names", "Tell 王芳 now.", "Tell Wang now."),
    ("names", "Thanks, Mr. O'Dowd.", "Thanks, Mr. Dowd."),
    ("names", "She lives in Łódź.", "She lives in London."),
    ("names", "I know Priya well.", "I know Prior well."),
]
REPAIRS = [
    ("I has a dog.", "I have a dog."),
    ("He recieve a letter.", "He received a letter."),
    ("He is probbably right.", "He is probably right."),
    ("I alwys go there.", "I always go there."),
    ("He dont know.", "He don't know."),
    ("She doesnt care.", "She doesn't care."),
    ("He is more tall than me.", "He is taller than me."),
    ("It is more better now.", "It is better now."),
    ("He is good than me.", "He is better than me."),
    ("I met him on wensday.", "I met him on Wednesday."),
    ("In febuary it snows.", "In February it snows."),
    ("Becouse it rains I stay.", "Because it rains I stay."),
    ("Altough it rains I go.", "Although it rains I go."),
    ("Although it rains but I go.", "Although it rains I go."),
    ("I study untill midnight.", "I study until midnight."),
    ("I live in london.", "I live in London."),
    ("I am from Lonodn.", "I am from London."),
    ("The accident was happened here.", "The accident happened here."),
    ("It made by my mother.", "It was made by my mother."),
    ("I am agree with him.", "I agree with him."),
    ("They has a lot of homeworks.", "They have a lot of homework."),
    ("We discussed about it.", "We discussed it."),
    ("I look forward to see you.", "I look forward to seeing you."),
    ("She suggested me to go.", "She suggested that I go."),
    ("There is many people.", "There are many people."),
    ("it depend of the weather.", "It depends on the weather."),
    ("I could of gone.", "I could have gone."),
    ("Their going home.", "They're going home."),
    ("Its too late.", "It's too late."),
    ("I am hear for you.", "I am here for you."),
    ("He go to school every day.", "He goes to school every day."),
    ("I am knowing the answer.", "I know the answer."),
    ("She gave me many advices.", "She gave me much advice."),
    ("He don't like it.", "He doesn't like it."),
    ("They was happy.", "They were happy."),
    ("Yesterday I go to the park.", "Yesterday I went to the park."),
    ("I have two brother.", "I have two brothers."),
    ("I went to shop.", "I went to the shop."),
    ("He is doctor.", "He is a doctor."),
    ("I didn't went there.", "I didn't go there."),
    ("this are my book.", "These are my books."),
    ("Can you tell me where is the station?", "Can you tell me where the station is?"),
    ("Me and him goes out.", "Me and him go out."),
    ("She is little girl.", "She is a little girl."),
    ("She has little brother.", "She has a little brother."),
    ("It was little bit cold.", "It was a little bit cold."),
    ("I have little old car.", "I have a little old car."),
    ("Wait for little while.", "Wait for a little while."),
    ("We met few days ago.", "We met a few days ago."),
    ("Few days ago we met.", "A few days ago we met."),
    ("I will come in few days.", "I will come in a few days."),
    ("After few minutes he left.", "After a few minutes he left."),
    ("The book that was written by Orwell sold well.", "The book written by Orwell sold well."),
    ("The letter that was sent by my aunt arrived.", "The letter sent by my aunt arrived."),
    ("The house was been sold by her.", "The house was sold by her."),
]


@pytest.mark.parametrize(("name", "before", "after"), BROKEN)
def test_a_guard_holds_what_it_guards(name, before, after):
    check = next(guard.check for guard in guards() if guard.name == name)
    changes = [Change(before, edit) for edit in align_passage(before, after, "model")]
    assert any(check(change) for change in changes)
    assert any(breached(change) for change in changes)


@pytest.mark.parametrize(("before", "after"), REPAIRS)
def test_no_guard_minds_what_a_learner_needs_mended(before, after):
    for edit in align_passage(before, after, "model"):
        assert breached(Change(before, edit)) is None


def test_an_edit_of_unknown_type_is_guarded_like_any_other():
    edit = Edit(0, 2, "It", "That", "UNK", "foreign")
    assert all(
        guard.check(Change("It works.", edit)) is None
        for guard in guards()
        if guard.name != "people"
    )
