"""One page for a corpus: what was analysed, who coded, how far they agree, the measures and their limits."""
