"""What the catalog looks like."""
