"""Drawings for documents: the map as SVG with its own colours, and pictures for word processors."""
