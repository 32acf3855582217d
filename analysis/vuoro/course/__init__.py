"""The course of notebooks: what they read, which there are, and a run of one on a project of your own."""

from vuoro.course.copying import CourseInTheWay, copy
from vuoro.course.listing import NoNotebook, Notebook, notebook, notebooks
from vuoro.course.reading import Corpus, NotYet, corpus
from vuoro.course.running import NeedsPapermill, NotForProjects, run

__all__ = [
    "Corpus",
    "CourseInTheWay",
    "NeedsPapermill",
    "NoNotebook",
    "NotForProjects",
    "NotYet",
    "Notebook",
    "copy",
    "corpus",
    "notebook",
    "notebooks",
    "run",
]
