"""The parts of the pages about news and mail."""
