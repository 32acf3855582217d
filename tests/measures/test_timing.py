"""Offsets and silences, worked out on paper for the visit of ten turns."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest

from vuoro import measures
from vuoro.model import Encounter, Mark, Participant, Turn

NAN = nan


def talk(*rows: tuple[str, float | None, float | None]) -> Encounter:
    """Turns of a few words: speaker, onset, offset."""
    return Encounter(
        id="talk",
        language="en",
        participants=(Participant(id="D", role="professional"), Participant(id="P", role="client")),
        turns=tuple(
            Turn(id=f"t{n}", speaker=who, raw="it did work", text="it did work", start=start, end=end)
            for n, (who, start, end) in enumerate(rows)
        ),
    )


def test_offsets_of_the_visit(visit, numbers):
    # 400, 300 (after the continuer), -100, 1000, 200, 200, 1000
    found = numbers("T1", [visit])
    assert {part: found[part] for part in found if not part.startswith("every")} == {
        "": (NAN, 7, 300),
        "q25": (NAN, 7, 200),
        "q75": (NAN, 7, 700),
        "below_0": (1, 7, 1 / 7),
        "0_to_200": (0, 7, 0),
        "200_to_700": (4, 7, 4 / 7),
        "above_700": (2, 7, 2 / 7),
        "n_transitions": (7, NAN, 7),
        "excluded_continuers": (1, NAN, 1),
        "excluded_inside": (0, NAN, 0),
        "excluded_untimed": (0, NAN, 0),
    }


def test_the_median_lies_between_the_order_statistics(visit):
    row = measures.measure([visit], names=["T1"]).iloc[0]
    assert (row["low"], row["high"], row["interval"]) == (-100, 1000, "order-statistic")


def test_every_change_of_speaker_counts_the_continuer_as_an_overlap(visit, numbers):
    # 400, 20.0 - 40.0, 45.9 - 46.0, 1000, 200, 200, 1000
    found = numbers("T1", [visit])
    assert found["every_change"] == (NAN, 7, 200)
    assert found["every_change:q25"] == (NAN, 7, 50)


def test_places_are_the_turns_that_took_the_floor(visit):
    found = measures.places([visit], names=["T1"])
    by_part = found.groupby("part", observed=True)["turn"].agg(list).to_dict()
    assert by_part == {
        "below_0": ["t05"],
        "200_to_700": ["t02", "t04", "t07", "t09"],
        "above_700": ["t06", "t10"],
    }


def test_a_turn_inside_anothers_takes_no_floor_and_leaves_none(numbers):
    found = numbers("T1", [talk(("D", 0, 10), ("P", 3, 4), ("D", 10.5, 12), ("P", 12.3, 14))])
    assert (found[""], found["excluded_inside"]) == ((NAN, 1, 300), (1, NAN, 1))
    assert found["every_change"] == (NAN, 3, 300)  # -7000, 6500, 300


def test_the_offset_is_the_latest_of_a_run(numbers):
    assert numbers("T1", [talk(("D", 0, 5), ("D", 4, 8), ("P", 8.25, 9))])[""] == (NAN, 1, 250)


def test_turns_are_taken_by_onset_not_by_line(numbers):
    in_order = [("D", 0.0, 2.0), ("P", 2.1, 3.0), ("D", 3.3, 4.0)]
    by_tier = [in_order[0], in_order[2], in_order[1]]
    assert numbers("T1", [talk(*by_tier)]) == numbers("T1", [talk(*in_order)])


def test_a_fifth_of_a_second_is_not_below_a_fifth_of_a_second(numbers):
    found = numbers("T1", [talk(("D", 0, 1.0), ("P", 1.2, 2.0), ("D", 2.7, 3.0))])
    assert (found["0_to_200"], found["200_to_700"]) == ((0, 2, 0), (2, 2, 1))


def test_a_turn_without_times_keeps_its_place_and_its_neighbours_apart(numbers):
    found = numbers("T1", [talk(("D", 0, 1), ("P", None, None), ("D", 3, 4.0), ("P", 4.5, 5))])
    assert (found["n_transitions"], found["excluded_untimed"], found[""]) == (
        (1, NAN, 1),
        (2, NAN, 2),
        (NAN, 1, 500),
    )


def test_onsets_alone_make_no_offsets(visit, numbers):
    onsets = replace(visit, turns=tuple(replace(turn, end=None) for turn in visit.turns))
    assert numbers("T1", [onsets])[""] == ("not_computable", "the transcript has no times")


def test_one_speaker_gives_no_occasion(numbers):
    assert numbers("T1", [talk(("D", 0, 1), ("D", 2, 3))])[""] == (
        "no_occasion",
        "nobody else took the floor",
    )


def test_whole_seconds_are_too_rough(numbers):
    rough = talk(*(("DP"[n % 2], 2.0 * n, 2.0 * n + 1) for n in range(20)))
    reason = ("not_computable", "the times are whole seconds, too rough for gaps")
    assert numbers("T1", [rough])[""] == reason
    fine = replace(rough, turns=(*rough.turns[:-1], replace(rough.turns[-1], end=39.5)))
    assert numbers("T1", [fine])[""] == (NAN, 19, 1000)


def test_offsets_do_not_cross_encounters(numbers):
    frame = measures.measure(
        [talk(("D", 0, 1), ("P", 1.1, 2)), replace(talk(("P", 9, 10), ("D", 10.4, 11)), id="b")],
        names=["T1"],
    )
    assert frame[frame["part"] == ""]["value"].tolist() == [100, 400]


def test_silences_within_ones_own_talk(visit, numbers):
    # The client's 0.6 s heard in t02 and 0.8 s between t07 and t08, in 51.1 s of speech.
    assert numbers("T2", [visit]) == {
        "professional": (0, 44.9 / 60, 0),
        "client": (2, 51.1 / 60, 2 / (51.1 / 60)),
        "excluded_untimed": (0, NAN, 0),
    }
    assert numbers("T2s", [visit]) == {
        "professional": (0, 44.9, 0),
        "client": (1.4, 52.5, 1.4 / 52.5),
    }


def test_a_pause_at_the_edge_is_not_counted_beside_the_gap(numbers):
    first = Turn(
        id="1", speaker="D", raw="so (0.9)", text="so", start=0.0, end=1.0, pieces=((0, 0, 2),),
        marks=(Mark(kind="pause", start=3, stop=8, value=0.9),),
    )  # fmt: skip
    second = Turn(id="2", speaker="D", raw="well", text="well", start=1.9, end=3.0)
    visit = replace(talk(), turns=(first, second))
    assert numbers("T2s", [visit])["professional"] == (0.9, 3.0, 0.3)


def test_a_gap_in_which_the_other_speaks_is_not_a_silence(numbers):
    found = numbers("T2", [talk(("D", 0, 1), ("P", 1.2, 2.8), ("D", 3.2, 4))])
    assert found["professional"] == (0, 1.8 / 60, 0)


def test_a_side_without_speech_has_no_occasion_for_silence(numbers):
    assert numbers("T2", [talk(("D", 0, 1), ("D", 2, 3))])["client"] == ("no_occasion", "no speech time")


@pytest.mark.parametrize("id", ["T1", "T2", "T2s", "T3", "T4", "T5", "T6"])
def test_without_times_nothing_is_timed(untimed, codes, numbers, id):
    assert set(numbers(id, [untimed], codes).values()) == {("not_computable", "the transcript has no times")}


def test_timing_of_raw_recogniser_output_is_not_reliable(visit):
    heard = measures.measure([replace(visit, meta={"transcribed": "asr"})], names=["T1", "T2", "F6"])
    assert set(heard["state"]) == {"not_computable"}
    assert heard["reason"].str.startswith("not reliable: raw output of a speech recogniser").all()
    corrected = measures.measure([replace(visit, meta={"transcribed": "asr corrected"})], names=["F6"])
    assert corrected["state"].tolist() == ["computed", "computed"]
