"""Co-operations: what follows an accepted application, from first contact to the rating."""
