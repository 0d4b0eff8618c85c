"""Every query of the academy, watched by everybody at once."""
