"""What programs with tiers share, ELAN and Praat: tiers of moves, and time slots for turns."""
