# Each target sets up what it needs; a fresh machine needs Python 3.11 or newer and make.
#   make demo    annotate, measure, report on and teach with the corpora that we ship; all in demo/
#   make test    all tests: unit, doctests, notebooks, pages in a browser
#   make types   what a type checker says of the package; nothing, it is hoped
#   make lowest  the lowest versions that pyproject.toml allows, and make newest the newest: installed apart, and tried
#   make lab     JupyterLab at the first notebook
#   make docs    the documentation as a site, in docs/_build/html
#   make bench   speed and memory against peers, in one run; writes BENCHMARKS.md
#   make bench-scale, make chaos  ten thousand encounters by one process, a pool and Dask; workers killed meanwhile
#   make bench-memory  what one process holds in memory over a hundred thousand encounters
#   make reports what readers make of other people's files, and how often the machine is right; writes docs/
#   make notebooks run the notebooks anew and keep them with their outputs; a second run changes nothing
#   make coders  train the learned coders that ship with the package anew (maintainers)
#   make lock    resolve the dependencies anew (maintainers)

PYTHON ?= python3
BIN := .venv/bin
UV := 0.13.9
READY := .venv/.ready
USED := --extra nlp --extra lab --extra models --extra llm --extra scale
EXTRAS := $(USED) --extra docs --extra test
# Some images forbid bytecode; importing spaCy then takes five times as long.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test types lowest newest lab docs bench bench-scale bench-memory chaos reports coders lock notebooks clean
.DELETE_ON_ERROR:

demo: $(READY)
	$(BIN)/vuoro run corpora --out demo/results
	$(BIN)/vuoro report corpora --count gold --title "Invented encounters" --out demo/report/report.html \
	    --annotations corpora/*/gold.csv corpora/*/coder_?.csv \
	    --sequences corpora/*/gold_sequences.csv corpora/*/coder_?_sequences.csv
	for lang in sv fi en; do $(BIN)/vuoro teach corpora --theme listen --lang $$lang --out demo/pack_$$lang; done
	@echo "Open demo/results/index.html, demo/report/report.html and demo/pack_en/index.html in a browser."

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadfile --nbval --nbval-current-env \
	    --nbval-sanitize-with tests/nbval.cfg --nbval-cell-timeout=300 tests analysis notebooks

types: $(READY)
	$(BIN)/mypy

lowest newest: $(READY)
	$(BIN)/python -m tests.bounds $@

lab: $(READY)
	$(BIN)/jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb

# Warnings are errors: a name or a link that leads nowhere stops the build.
docs: $(READY)
	$(BIN)/python -m sphinx -n -W --keep-going -q -j auto -b html docs docs/_build/html
	@echo "Open docs/_build/html/index.html in a browser."

bench: $(READY)
	$(BIN)/python -m tests.bench --write BENCHMARKS.md

# Half an hour, in which nothing else should run.
bench-scale: $(READY)
	$(BIN)/python -m tests.bench.scale $(SCALE) --write BENCHMARKS.md --paper docs/deployment.md

# A hundred thousand short encounters by one process: a quarter of an hour, and other work may run beside it.
bench-memory: $(READY)
	$(BIN)/python -m tests.bench.alone --write BENCHMARKS.md

chaos: $(READY)
	$(BIN)/python -m tests.bench.chaos --write BENCHMARKS.md

# The data sets are those of `vuoro get`; the last takes a quarter of an hour.
reports: $(READY)
	$(BIN)/python -m tests.bench.survey --write docs/formats.md
	for lang in sv fi en; do $(BIN)/vuoro measures --lang $$lang --write docs/measures.$$lang.md; done
	$(BIN)/vuoro evaluate corpora --datasets $${VUORO_TESTDATA:-../shared}/data --write docs/detection.md

coders: $(READY)
	$(BIN)/python -m vuoro.cli.defaults corpora docs/learning.md

notebooks: $(READY)
	$(BIN)/python -m vuoro.course notebooks/*.ipynb

# Each process has a core; threads of its linear algebra would only wait for those of the others.
test notebooks: export OPENBLAS_NUM_THREADS = 1

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "vuoro needs Python 3.11 or newer; say which one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV)
	UV_COMPILE_BYTECODE=1 $(BIN)/uv pip sync --quiet --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# The lock names no registry, so that a mirror serves as well as the original. environment.yml repeats
# its versions, because pip cannot install a package in development from a list with hashes.
lock:
	$(BIN)/uv pip compile pyproject.toml $(EXTRAS) --universal --generate-hashes --no-emit-index-url \
	    --no-header --quiet --output-file requirements.lock
	{ printf '# For conda users: the versions of requirements.lock. Written by `make lock`.\n'; \
	  printf 'name: vuoro\nchannels: [conda-forge]\ndependencies:\n  - python>=3.11,<3.14\n  - pip\n  - pip:\n'; \
	  $(BIN)/uv pip compile requirements.lock --universal --no-annotate --no-header --no-emit-index-url --quiet \
	    | sed -E 's/^(.*)$$/      - "\1"/'; \
	  printf '      - "-e ."\n'; } > environment.yml
	$(BIN)/uv pip compile pyproject.toml deploy/hub.in $(USED) \
	    --constraint requirements.lock --universal --generate-hashes --no-emit-index-url --no-annotate \
	    --no-header --quiet --output-file deploy/hub.lock

clean:
	rm -rf .venv .venv-lowest .venv-newest .bench-venv demo
