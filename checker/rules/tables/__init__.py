"""T: are the three tables filled in, and do their figures agree."""
