"""Segmentation, engines, scorer, matching and index builds."""
