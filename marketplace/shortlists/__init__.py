"""Shortlists: listings that somebody keeps for later, with notes to oneself, and shared ones; options packs.

Words: what is *kept in the browser* (`BrowserList`, two cookies) belongs to whoever has no account; at
sign-in it moves to the account (`saved_listing`). A *shared* list is a copy behind a link that runs out. None
of it is in the audit trail: it is somebody's own scrap of paper, and changes nothing for others.
"""
