"""Public data sets as questions: what counts as what, and what is asked where."""

from __future__ import annotations

import json

import pytest

from vuoro.evaluation import datasets
from vuoro.evaluation.datasets.tasks import Task, completed, label, relabelled
from vuoro.model import Annotation, Encounter, Participant, Turn


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def said(task):
    return [(one.encounter, one.turn, one.code) for one in task.gold]


ANNOMI = """transcript_id,utterance_id,interlocutor,timestamp,utterance_text,annotator_id,therapist_input_exists,\
reflection_exists,question_exists,main_therapist_behaviour
0,0,therapist,00:00:13,"So you drink daily. Since when?",3,False,True,True,question
0,1,client,00:00:24,Since May.,3,n/a,n/a,n/a,n/a
0,2,therapist,00:00:26,Mm.,3,False,False,False,other
"""


def test_annomi_asks_for_several_labels_and_for_the_main_one(tmp_path):
    several, main = datasets.annomi(write(tmp_path, {"annomi/AnnoMI-part.csv": ANNOMI}))
    assert said(several) == [("0", "0", "question"), ("0", "0", "reflection")]
    assert said(main) == [("0", "0", "question"), ("0", "2", "other")]
    assert several.places == {("0", "0"), ("0", "2")}
    assert main.named() == ("question", "reflection", "therapist_input", "other")


MEETING = """fe1|shall we say you can skip it?|S|s|cs
me2|yeah.|S|s|aa
fe1|mm-hmm.|B|b|b
me2|so you mean all of it?|Q|qy|bu
me3|no.|S|s|ar
me3|i disagree.|S|s|ar
me3|altogether.|S|s|ar
"""


def test_mrda_asks_for_responses_only_near_somebody_elses_suggestion(tmp_path):
    acts, responses = datasets.mrda(write(tmp_path, {"mrda/train/Bed002.txt": MEETING}))
    assert said(acts) == [("Bed002", "t0001", "suggestion"), ("Bed002", "t0004", "check")]
    assert said(responses) == [
        ("Bed002", "t0002", "accept"),
        *(("Bed002", turn, "reject") for turn in ("t0005", "t0006", "t0007")),
    ]
    assert ("Bed002", "t0003") not in responses.places
    assert acts.encounters is responses.encounters
    assert acts.encounters[0].source.files == ("Bed002.txt",)
    assert acts.encounters[0].turn("t0003").line == 3


def test_a_sentence_is_asked_about_without_its_final_sign(tmp_path):
    folder = write(tmp_path, {"sentences/sv.txt": 'Har du tid?\nJag sade: "Kom!"\n'})
    task = datasets.sentences(folder, "sv")
    assert [e.turns[0].text for e in task.encounters] == ["Har du tid", 'Jag sade: "Kom']
    assert said(task) == [("sv00001", "t1", "question")]
    assert [(e.source.files, e.turns[0].line) for e in task.encounters] == [
        (("sv.txt",), 1),
        (("sv.txt",), 2),
    ]


def dadb(start, speaker, words, act, pair):
    timed = "|".join(f"{start}+{start}.5+{word}" for word in words.split())
    return f"{start}.0,{start}.9,id,A,{timed},{act},c1,{speaker},{act},{pair},,,,\n"


@pytest.mark.parametrize(("answer", "same"), [("1b", 1), ("9b", 0)])
def test_adjacency_pairs_say_whether_a_response_is_linked_to_the_right_turn(tmp_path, answer, same):
    talk = (
        dadb(1, "fe1", "shall we skip it", "s^cs", "1a")
        + dadb(2, "me2", "yeah let us do that", "s^aa", answer)
        + dadb(3, "me3", "so what is next", "qw", "1b")
    )
    found = datasets.pairs(write(tmp_path, {"mrda/dadb/Bed002.dadb": talk}))
    assert (found.meetings, found.answered, found.linked, found.same) == (1, 1, 1, same)


def test_an_order_is_looked_for_where_the_doctor_names_it(testdata, tmp_path):
    entry = {"order_type": "medication", "description": "Paracetamol", "reason": "fever", "provenance": [150]}
    listed = {"train": [{"id": "primock57_1_1", "expected_orders": [entry]}]}
    folder = write(tmp_path, {"mediqa-oe/orders.json": json.dumps(listed)})
    (folder / "primock57").mkdir()
    for who in ("doctor", "patient"):
        name = f"day1_consultation01_{who}.TextGrid"
        (folder / "primock57" / name).write_bytes((testdata / "data" / "primock57" / name).read_bytes())
    task = datasets.orders(folder)
    assert [
        task.encounters[0].turn(one.turn).text.casefold().count("paracetamol") > 0 for one in task.gold
    ] == [True]


def test_a_folder_without_the_data_says_what_was_looked_for(tmp_path):
    with pytest.raises(datasets.DataSetMissing, match=r"there is no AnnoMI-full.csv or AnnoMI\*.csv in it"):
        datasets.annomi(tmp_path)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("So, you don't sleep?", "so you don't sleep"),
        ("”Niin”, hän sanoi… — eli-kö?", "niin hän sanoi eli-kö"),
        ("...", ""),
    ],
)
def test_bare_talk_has_words_and_nothing_else(raw, words):
    turn = Turn(id="t1", speaker="A", raw=raw, text=raw)
    assert datasets.bare(Encounter(id="v", turns=(turn,))).turns[0].raw == words


def talk(*raws):
    turns = tuple(Turn(id=f"t{at}", speaker="D", raw=raw, text=raw) for at, raw in enumerate(raws))
    return Encounter(
        id="v", turns=turns, language="en", participants=(Participant(id="D", role="professional"),)
    )


def move(turn, code, start=0, stop=5):
    return Annotation(encounter="v", turn=turn, code=code, coder="rules", start=start, stop=stop)


def test_a_statement_for_confirmation_is_a_question_where_it_rises_and_a_reflection_elsewhere():
    labels = {"question": ("confirm_question?",), "reflection": ("confirm_question",)}
    task = Task(id="x", encounters=(talk("So you smoke?", "So you smoke."),), gold=(), labels=labels)
    given = [move("t0", "confirm_question", 0, 13), move("t1", "confirm_question", 0, 13)]
    assert [one.code for one in relabelled(task, given)] == ["question", "reflection"]


def test_the_main_label_is_the_one_that_most_of_the_turn_counts_as():
    labels = {"question": ("ask_info",), "therapist_input": ("explain", "propose")}
    task = Task(id="x", encounters=(talk("a" * 40, "b"),), gold=(), labels=labels, single=True)
    given = [move("t0", "ask_info", 0, 16), move("t0", "explain", 16, 30), move("t0", "propose", 30, 40)]
    assert [(one.turn, one.code) for one in relabelled(task, given)] == [
        ("t0", "therapist_input"),
        ("t1", "other"),
    ]


def test_only_places_that_are_asked_about_get_a_label():
    encounter = talk("a", "b")
    task = Task(
        id="x",
        encounters=(encounter,),
        gold=(),
        labels={"q": ("ask_info",)},
        places={("v", "t0")},
        single=True,
    )
    assert relabelled(task, [move("t1", "ask_info")])[0].turn == "t0"
    assert [one.turn for one in completed(task, [label(encounter, encounter.turns[0], "q")])] == ["t0"]


def test_our_encounters_are_known_by_how_they_are_written(corpora):
    ways = [datasets.writing(encounter) for encounter in datasets.ours(corpora).task.encounters]
    assert {way: ways.count(way) for way in ways} == {"bare": 8, "punctuated": 7, "signs": 10}
