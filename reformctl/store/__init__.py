"""The only floor that touches the world: files, git, locks and the workspace's settings."""
