"""Editorial pages: home, lists, news, and their navigation."""
