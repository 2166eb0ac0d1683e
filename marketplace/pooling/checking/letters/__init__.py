"""What leads are told of a steward's decision."""
