"""The same questions through this project and what a user would pick instead.

catalogue  which peers, their versions and settings
installs   an environment of its own for each
questions  the sets, as gold that any system's answer can be held against
asking     starts each peer's driver and asks all of them in turn
scoring    what was right, refused, of another country; thresholds chosen on the other half
report     the tables
drivers/   one script per peer, run by the peer's own interpreter
"""
