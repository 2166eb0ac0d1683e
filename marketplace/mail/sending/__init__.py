"""The sending of letters by a mail server, or the keeping of them for the mailbox of the demonstration."""
