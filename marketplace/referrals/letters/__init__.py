"""Letters: what practitioners and providers are told. Nothing of the need or the person is in any of them."""
