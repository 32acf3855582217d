"""The annotation surface: rules in Python, drawing in the browser, nothing on a network."""
