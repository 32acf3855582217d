"""One page for a corpus: what was analysed, who coded, how far they agree, the measures and their limits."""

from vuoro.report.figures import Picture, figures
from vuoro.report.pages import Made, report
from vuoro.report.printing import CannotPrint, pdf
from vuoro.report.study import BadProfessionals, Study, agreed, measured, pooled, read_professionals

__all__ = [
    "BadProfessionals",
    "CannotPrint",
    "Made",
    "Picture",
    "Study",
    "agreed",
    "figures",
    "measured",
    "pdf",
    "pooled",
    "read_professionals",
    "report",
]
