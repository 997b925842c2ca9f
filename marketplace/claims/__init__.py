"""Applications of firms for demands."""
