"""Transcript files to encounters: the only code that opens transcripts."""
