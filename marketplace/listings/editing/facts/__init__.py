"""Facts: what an organisation said of its checks in one place, so that no other place asks again."""
