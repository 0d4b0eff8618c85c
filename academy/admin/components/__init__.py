"""What the administrators' pages are made of."""
