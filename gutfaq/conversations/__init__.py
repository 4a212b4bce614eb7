"""A pytest plugin that runs scripted conversations.

The format is that of Rasa Pro's end-to-end tests; it runs on open-source Rasa 3.6, custom actions
and all, and compares the words that were said. See `docs/conversations.md`.
"""
