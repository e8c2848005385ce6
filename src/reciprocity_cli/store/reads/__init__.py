"""Plain SQL in, domain records out; one module for each subject."""
