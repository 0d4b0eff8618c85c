"""What webhooks look like to administrators."""
