"""The model: pure functions of records and a given day; no SQL, terminal or clock."""
