"""Looks: how the site of one council, or of the national team, shows what was chosen for it.

Each web process looks every few seconds whether the settings changed, so that no page asks the database.
Addresses of style sheets and logos say their content: every process answers them, old ones too.
"""
