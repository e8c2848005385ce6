"""What takes more than one step: log, import, amend, export, repair."""
