"""The parts of the pages of those who look after a company."""
