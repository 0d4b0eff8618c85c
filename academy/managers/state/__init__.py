"""What those who look after a company have on screen, and what their buttons do."""
