"""XML for every reader of it: whole, by the standard library's parser, or torn, as a person would read it.

defusedxml and lxml are well kept, but either stops at the first fault or mends it in silence.
"""
