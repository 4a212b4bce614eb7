"""A pytest plugin that runs scripted conversations."""
