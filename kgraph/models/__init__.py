"""What the graph knows of a thing as a typed document, and the JSON Schema of such documents."""
