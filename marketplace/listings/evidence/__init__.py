"""Evidence: what providers claim was checked, the files that show it, and what stewards say of it.

A *claim* is a provider's word (insurance, a DBS check, training); its *files* are seen by the organisation's
people and the stewards who decide. An accepted claim becomes a *check* of all the organisation's listings.
"""
