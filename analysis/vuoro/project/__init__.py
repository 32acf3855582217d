"""A study as a folder: transcripts, codebook, settings, and a log of events for each coder."""
