"""Pages of applying, reading and answering."""
