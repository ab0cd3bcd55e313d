"""`python -m suara` is the command `suara`."""

from suara.cli import main

if __name__ == "__main__":
    main()
