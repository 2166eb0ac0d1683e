"""Acting: adverts that somebody writes for a person whom they support, for as long as they act for them."""
