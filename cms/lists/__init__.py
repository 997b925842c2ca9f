"""How a list page is read: filters to results, rows to cards, choices to links."""
