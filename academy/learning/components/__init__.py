"""What learning and teaching look like."""
