"""ConvoKit corpora: folders of ``utterances.jsonl`` and what is known of speakers and conversations.

ConvoKit's own loader takes a corpus into memory several times over and stops at the first
damaged line, and the library brings a large stack along; hence a reader and a writer of our own.
"""

from vuoro.formats.convokit import reading, writing

__all__ = ["reading", "writing"]
