"""A review written out: a file a form. A renderer shows what it is given and decides nothing."""
