"""Folders of transcripts: which files belong together, and what ``corpus.toml`` says about them all."""
