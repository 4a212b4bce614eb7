"""Custom actions: which phrases to say and which notice goes with them. Names, never prose."""
