"""Pages of the pool of experts: for a person, and for staff who keep it."""
