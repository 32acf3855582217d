"""vuoro.annotate: from an encounter and a name to a desk with everything on it."""

from __future__ import annotations

import builtins
from dataclasses import replace

import pytest

from vuoro import project
from vuoro.widget import NeedsAnywidget, annotate

pytest.importorskip("anywidget", reason="pip install 'vuoro[lab]'")


def test_without_a_project_the_log_is_in_the_working_directory(visit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    annotate(visit, coder="Aino K", suggestions=False).memo(1, "hm")
    assert [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.jsonl")] == [
        "annotations/coders/+aino%20+k.jsonl"
    ]


def test_machines_suggest_unless_they_are_told_not_to(visit, suggested, tmp_path):
    counts = {
        "all": len(annotate(visit, coder="a", project=tmp_path).suggestions()),
        "none": len(annotate(visit, coder="a", project=tmp_path, suggestions=False).suggestions()),
        "given": len(annotate(visit, coder="a", project=tmp_path, suggestions=suggested).suggestions()),
        "blind": len(
            annotate(visit, coder="a", project=tmp_path, suggestions=suggested, blind=True).suggestions()
        ),
    }
    assert counts == {"all": counts["all"], "none": 0, "given": 3, "blind": 0}
    assert counts["all"] > 3


def test_where_nobody_knows_who_is_who_the_coder_is_told_and_codes_without_suggestions(visit, tmp_path):
    with pytest.warns(UserWarning, match="no suggestions: encounter 'visit': who is the professional"):
        widget = annotate(replace(visit, participants=()), coder="aino", project=tmp_path)
    assert widget.annotate(1, "ask_info").code == "ask_info"


def test_an_encounter_of_a_project_is_named_by_its_id(visit, tmp_path):
    study = project.create(tmp_path / "study", page_language="sv")
    with pytest.raises(project.NoProject, match="there is no encounter 'g99'"):
        annotate("g99", coder="aino", project=study)


def test_nothing_of_the_talk_is_kept_in_the_notebook(visit, tmp_path):
    widget = annotate(visit, coder="aino", project=tmp_path, suggestions=False)
    kept = {
        name: value for name, value in widget.get_state().items() if name not in ("_esm", "_css", "layout")
    }
    assert "nights" not in str(kept)
    assert len(str(kept)) < 1000


def test_the_sitting_and_the_widget_have_no_name_in_common():
    import anywidget

    from vuoro.widget.sitting import Sitting

    assert {name for name in vars(Sitting) if not name.startswith("__")} & set(
        dir(anywidget.AnyWidget)
    ) == set()


def test_messages_of_the_page_are_answered_over_the_widgets_channel(visit, tmp_path, monkeypatch):
    widget = annotate(visit, coder="aino", project=tmp_path, suggestions=False)
    sent = []
    monkeypatch.setattr(
        type(widget), "send", lambda self, content, buffers=None: sent.append((content, buffers))
    )
    wish = {"ask": "do", "id": "d1", "do": "annotate", "turn": "t0001", "code": "invite_open"}
    widget._handle_custom_msg(wish, [])
    widget.memo(1, "told to the page")
    assert [(content["tell"], list(content["marks"]), content["memos"]) for content, _ in sent] == [
        ("done", [0], {}),
        ("news", [], {0: "told to the page"}),
    ]


def test_a_recording_travels_in_pieces_over_the_same_channel(visit, tmp_path, monkeypatch):
    (tmp_path / "visit.mp3").write_bytes(b"sound")
    widget = annotate(visit, coder="aino", project=tmp_path, suggestions=False, sound=tmp_path / "visit.mp3")
    sent = []
    monkeypatch.setattr(
        type(widget), "send", lambda self, content, buffers=None: sent.append((content, buffers))
    )
    for start in (0, 3, 5):
        widget._handle_custom_msg({"ask": "sound", "re": "r", "from": start}, [])
    assert [buffers for _, buffers in sent] == [[b"sound"], [b"nd"], [b""]]
    assert widget.sound.about() == {"size": 5, "kind": "audio/mpeg", "url": ""}


def test_without_anywidget_the_message_says_what_to_install(visit, monkeypatch):
    known = builtins.__import__

    def lacking(name, *rest, **more):
        if name == "vuoro.widget.notebook":
            raise ImportError("No module named 'anywidget'", name="anywidget")
        return known(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", lacking)
    with pytest.raises(NeedsAnywidget, match=r"the annotator needs anywidget: pip install 'vuoro\[lab\]'"):
        annotate(visit, coder="aino")
