"""The command line: how the academy is started, filled and looked after."""
