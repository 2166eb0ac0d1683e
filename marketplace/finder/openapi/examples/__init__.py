"""Examples of the API's answers, written with the structs themselves so that their shape is true."""
