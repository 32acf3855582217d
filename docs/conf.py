"""The documentation site: `make docs` builds it into docs/_build/html.

What stands elsewhere is brought in when the site is built (see docs/building): the codebook in three
languages, the command line, the notebooks with their outputs, and the README, benchmarks and changelog.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from building import bring_in, public  # noqa: E402

from vuoro import __version__  # noqa: E402

project = "vuoro"
author = "The vuoro developers"
project_copyright = "the vuoro developers"
version = release = __version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "building", "jupyter_execute", "**/.ipynb_checkpoints"]
# Arrays are told by the names that we have for them.
ARRAYS = ("Codes", "Flags", "Floats", "Limits", "Numbers", "Places", "Values", "Where")
# Others document these, and the site is built without a network.
ELSEWHERE = (
    *(
        "anywidget",
        "argparse",
        "collections.abc",
        "dataclasses",
        "matplotlib",
        "np",
        "npt",
        "numpy",
        "pandas",
    ),
    *("pathlib", "pd", "re", "scipy", "t", "traitlets", "types"),
)
nitpicky = True
smartquotes = False  # '""' in a docstring is an empty text
nitpick_ignore_regex = [
    (r"py:.*", rf"({'|'.join(ELSEWHERE)})\..*"),
    (r"py:.*", r"vuoro\.(\w+\.)*(_\w+|Entry)"),  # private names, and a type variable
    (r"py:class", "|".join(ARRAYS)),
    # Names that modules import for type checkers alone.
    (r"py:class", r"Axes|Figure|InteractiveShell|Path|Many|Pieces|VBox"),
]

# Rooms may each have a record of one name (a Row, a Sheet): a bare name in a signature leads to one of them.
suppress_warnings = ["ref.python"]

# MyST and notebooks: outputs are those that were committed.
myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline"]
myst_heading_anchors = 4
nb_execution_mode = "off"
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # would be fetched from another host
nb_merge_streams = True

# Docstrings: prose and numpy's sections. Types stand as they were written there.
default_role = "code"
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_type_aliases = {name: name for name in ARRAYS}
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
autodoc_class_signature = "mixed"
napoleon_google_docstring = False
napoleon_use_param = False
napoleon_use_rtype = False
napoleon_use_ivar = True
python_use_unqualified_type_names = True

html_theme = "pydata_sphinx_theme"
html_title = "vuoro"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_favicon = "_static/mark.svg"
html_show_search_summary = False  # a summary would be fetched, which a page opened from a file may not
html_show_sourcelink = False
html_copy_source = False
html_context = {"default_mode": "auto"}
html_theme_options = {
    "logo": {
        "text": "vuoro",
        "image_light": "_static/mark.svg",
        "image_dark": "_static/mark_dark.svg",
        "alt_text": "vuoro, start page",
    },
    "show_toc_level": 2,
    "navigation_depth": 3,
    "collapse_navigation": True,
    "header_links_before_dropdown": 6,
    "show_prev_next": True,
    "footer_start": ["copyright"],
    "footer_end": [],
    "secondary_sidebar_items": ["page-toc"],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}


def setup(app):
    bring_in(app)
    public(app)
