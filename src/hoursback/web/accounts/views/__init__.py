"""Pages around accounts and workspaces."""
