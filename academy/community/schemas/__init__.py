"""What screens see of the community."""
