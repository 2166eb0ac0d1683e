"""Showing: which adverts a provider may see, and answering one."""
