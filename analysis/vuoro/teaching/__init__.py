"""For trainers: packs of pages with examples, exercises and forms, made from what people have coded."""

from vuoro.teaching import cards, clips, exercises, forms, frame, gallery, plan
from vuoro.teaching.consent import SCOPES, NotForTeaching, allowed, scope
from vuoro.teaching.material import Material, beside, read
from vuoro.teaching.packs import MINUTES, PARTS, THEMES, BadPack, Pack, Page, pages, part, show
from vuoro.teaching.sources import gather
from vuoro.teaching.trainer import form
from vuoro.teaching.writing import write

__all__ = [
    "MINUTES",
    "PARTS",
    "SCOPES",
    "THEMES",
    "BadPack",
    "Material",
    "NotForTeaching",
    "Pack",
    "Page",
    "allowed",
    "beside",
    "cards",
    "clips",
    "exercises",
    "form",
    "forms",
    "frame",
    "gallery",
    "gather",
    "pages",
    "part",
    "plan",
    "read",
    "scope",
    "show",
    "write",
]
