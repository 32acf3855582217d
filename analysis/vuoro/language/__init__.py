"""Words, cues and stems: what the package knows about Swedish, Finnish and English."""
