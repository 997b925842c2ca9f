"""Brings real lists in: spreadsheets and line-wise JSON become drafts, or published items."""
