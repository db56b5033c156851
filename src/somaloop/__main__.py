"""``python -m somaloop``: the command line."""

from somaloop.cli import main

if __name__ == "__main__":
    main()
