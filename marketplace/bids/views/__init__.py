"""Pages of bidders, of the opening, and of who reads what was opened."""
