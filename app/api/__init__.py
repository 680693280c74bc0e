"""The JSON API: one file a resource, each with a function that makes its routes."""
