"""Sessions: the register of who came. A record of what was, for shares and for audits; no rota."""
