"""What :mod:`vuoro.formats.chat` reads, on its way out again: headers, main tiers and codes of CHAT.

pylangacq writes CHAT too, but only what it has read from CHAT; hence a writer of our own. The tests
read with pylangacq what we write.
"""
