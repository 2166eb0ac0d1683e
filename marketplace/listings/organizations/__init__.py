"""Organizations: the people of an organisation, invitations, and claims of listings that a council made."""
