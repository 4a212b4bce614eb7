"""Gut FAQ: answers about one approved text, in its own words."""
