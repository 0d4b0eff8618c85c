"""The letters of the community."""
