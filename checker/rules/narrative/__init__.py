"""N: does the narrative say anything, are problems named and answered."""
