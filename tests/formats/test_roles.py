"""Who is who, and in what language."""

from __future__ import annotations

import pytest

from vuoro.formats.roles import UnknownRole, place, role_of
from vuoro.formats.tongues import guess_language, language_of
from vuoro.model import Encounter, Participant, Turn


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (
            "professional",
            "Doctor doctor1 Dr GP Nurse therapist lääkäri erikoislääkäri Sairaanhoitaja työntekijä",
        ),
        (
            "professional",
            "Sosiaalityöntekijä virkailija palveluohjaaja läkare läkaren sjuksköterska handläggare",
        ),
        ("professional", "biståndshandläggaren socialarbetare barnmorska social_worker Clinician"),
        (
            "client",
            "patient Patient_2 PATIENTEN client customer asiakas potilas kund klient brukare service-user",
        ),
        ("companion", "mother omainen anhörig närstående omaishoitaja äiti mamma Mother Grandmother"),
        ("companion", "patient's_mother asiakkaan_äiti patientens_mamma"),
        ("interpreter", "tolk tulkki Interpreter doctor's_interpreter"),
        ("experience_expert", "kokemusasiantuntija erfarenhetsexpert experience_expert"),
        ("employer", "työnantaja arbetsgivare employer"),
        ("other_professional", "other_professional medical_student harjoittelija"),
        (
            "unknown",
            "A B D P S1 PAR INV SPEAKER_00 Anna Target_Child Participant Investigator doctor_or_patient",
        ),
    ],
)
def test_a_word_is_a_role_only_where_nobody_can_mistake_it(role, words):
    assert {word: role_of(word) for word in words.split()} == dict.fromkeys(words.split(), role)


def talk(*speakers: str, people: tuple[Participant, ...] = ()) -> Encounter:
    turns = (Turn(id=f"t{n}", speaker=who, raw="mm", text="mm") for n, who in enumerate(speakers))
    return Encounter(id="visit", turns=tuple(turns), participants=people)


def test_the_last_speaker_is_not_placed_by_elimination():
    assert place(talk("Doctor", "Ann"), {}).roles() == {"Doctor": "professional", "Ann": "unknown"}


def test_the_user_overrules_the_file_and_the_file_overrules_the_words():
    people = (
        Participant(id="Doctor", role="client"),
        Participant(id="PAT", role="companion", name="Patient"),
    )
    assert place(talk(people=people), {}).roles() == {"Doctor": "client", "PAT": "companion"}
    given = {"doctor": "professional", "PATIENT": "asiakas"}
    assert place(talk(people=people), given).roles() == {"Doctor": "professional", "PAT": "client"}


def test_the_files_own_word_for_a_role_may_be_mapped():
    people = (Participant(id="A", role="other", meta={"role": "Rådman"}),)
    assert place(talk(people=people), {"rådman": "professional"}).role("A") == "professional"


def test_a_role_that_there_is_not_is_refused_with_those_there_are():
    with pytest.raises(
        UnknownRole, match=r"roles: 'A' cannot be 'doktorand'\. Roles are professional, client"
    ):
        place(talk("A"), {"A": "doktorand"})


def test_somebody_named_who_is_not_there_is_told_while_somebody_lacks_a_role():
    placed = place(talk("DOK", "PAT"), {"DOC": "professional", "PAT": "client"})
    assert placed.roles() == {"DOK": "unknown", "PAT": "client"}
    (problem,) = placed.problems
    assert (problem.rule, problem.text) == ("unmatched-role", "DOC")
    assert problem.message == "roles names 'DOC', whom this encounter does not have. Its speakers: DOK, PAT."
    assert place(talk("A"), {"A": "client", "B": "professional"}).problems == ()


@pytest.mark.parametrize(
    ("language", "turns"),
    [
        ("sv", ["int vet ja va vi sku göra", "nå men då gör vi så"]),
        ("sv", ["Hur har du haft det?", "Jo, det är bättre nu."]),
        ("fi", ["mä oon niinku miettiny et", "joo nii"]),
        ("fi", ["Mitä teille kuuluu?", "Kiitos, ihan hyvää."]),
        ("en", ["well how've you been", "yeah I'm not too bad thanks"]),
        (None, ["mm", "ja", "mm"]),
        (None, ["Jeg ved ikke, hvad det er.", "Nej, det er også svært."]),
        (None, ["Ma ei tea, mis see on.", "Jah, ja siis ta ütles."]),
        (
            None,
            ["no mä en oikein tiedä mitä se on", "jaha men vad ska vi göra då", "kyllä se siitä"],
        ),
        (None, []),
    ],
)
def test_a_language_is_told_by_its_function_words_or_left_open(language, turns):
    assert guess_language(turns) == language


def test_languages_have_many_names():
    assert [language_of(name) for name in ("swe", "Svenska", "fi-FI", "suomi", "eng", "Estonian")] == [
        "sv",
        "sv",
        "fi",
        "fi",
        "en",
        "estonian",
    ]
