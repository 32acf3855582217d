"""``python -m vuoro.cli``, where no script is installed."""

import sys

from vuoro.cli import main

sys.exit(main())
