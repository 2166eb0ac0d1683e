"""Photos: the page on which a provider adds, describes, sorts and removes the pictures of a listing."""
