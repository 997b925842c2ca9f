"""Pages of panels: for staff who draw, for experts, for everybody."""
