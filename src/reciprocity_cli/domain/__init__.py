"""The model: pure functions over records and a given day; no SQL, no terminal, no clock."""
