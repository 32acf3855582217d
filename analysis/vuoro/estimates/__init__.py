"""From numbers of encounters to statements about more than these encounters, with their uncertainty."""
