"""Reports: records and tallies of a given day made into something to read; pure."""
