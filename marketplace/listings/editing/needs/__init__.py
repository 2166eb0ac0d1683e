"""Needs: what the rules of the council ask for, beyond what every listing must say."""
