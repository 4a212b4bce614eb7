"""The projects here are other texts' own: tests/core/test_new_seed.py builds and plays them."""

collect_ignore_glob = ["*"]
