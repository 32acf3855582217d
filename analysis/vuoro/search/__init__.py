"""Finding places in talk: words in their context, and moves by what came before and after."""
