"""Writing records within an open operation; one module for each subject."""
