"""Scripts that make the weights the program ships; they run by hand and are no part of the program."""
