"""The graph for assistants: tools of the Model Context Protocol, read only, with their sources."""
