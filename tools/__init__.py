"""Development tools: none of them is needed to serve the page."""
