"""Rules of an example county, which wants every report to say where readers can ask."""
