"""A coder that reads: asks a language model behind an endpoint that the user names. Optional (``[llm]``)."""

from vuoro.asking.answers import Refused
from vuoro.asking.coding import Asked, ask
from vuoro.asking.endpoints import OLLAMA, Endpoint, EndpointRefused, NeedsHttpx, NoAnswer
from vuoro.asking.keeping import Kept, NotAnswers

__all__ = [
    "OLLAMA",
    "Asked",
    "Endpoint",
    "EndpointRefused",
    "Kept",
    "NeedsHttpx",
    "NoAnswer",
    "NotAnswers",
    "Refused",
    "ask",
]
