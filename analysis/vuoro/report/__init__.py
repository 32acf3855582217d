"""One page for a corpus: what was analysed, who coded, how far they agree, the measures and their limits."""

from vuoro.report.pages import Made, report
from vuoro.report.printing import CannotPrint, pdf
from vuoro.report.study import BadProfessionals, Study, read_professionals

__all__ = ["BadProfessionals", "CannotPrint", "Made", "Study", "pdf", "read_professionals", "report"]
