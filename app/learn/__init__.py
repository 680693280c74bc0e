"""The article: its chapters, the numbers it is told with, its pages."""
