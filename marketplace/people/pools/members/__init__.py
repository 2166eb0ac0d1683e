"""What leads do with members: answer, invite, and let others lead."""
