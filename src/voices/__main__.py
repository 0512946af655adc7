"""`python -m voices` is the command line."""

from voices.cli import main

if __name__ == "__main__":
    main()
