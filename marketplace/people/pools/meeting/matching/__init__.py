"""What somebody says about who wants the same, and starting a pool together."""
