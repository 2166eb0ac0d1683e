"""Wanted, for providers: what people near them look for, and answering."""
