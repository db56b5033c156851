"""Pages about the model, made from the model."""

from somaloop.documentation.pages import mechanism_page, write_pages

__all__ = ["mechanism_page", "write_pages"]
