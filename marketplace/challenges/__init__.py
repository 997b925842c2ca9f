"""Challenges (揭榜挂帅榜单): the process of a demand in mode challenge."""
