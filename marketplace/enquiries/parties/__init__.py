"""Parties: who is on which side of a conversation. Another's conversation is not there for anybody else."""
