"""The planner's page: what something would cost together. For everybody; nothing typed is kept."""
