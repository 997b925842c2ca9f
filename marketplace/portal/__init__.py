"""Pages where domain and search meet."""
