"""Reports: a view reads what was asked for, a pure builder makes of it something to read."""
