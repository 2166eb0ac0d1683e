"""What people mean with the words they type: places, kinds of support and languages among them."""
