"""Who can be told by a transcript, and how they are hidden.

Everything found is a suggestion that a human confirms. What identifies indirectly, a workplace, a
village, a rare diagnosis, is not found.
"""

from vuoro.privacy.finding import Known, Leak, Name
from vuoro.privacy.leaking import leaks

__all__ = ["Known", "Leak", "Name", "leaks"]
