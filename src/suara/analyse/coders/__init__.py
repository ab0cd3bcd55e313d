"""How far coders agree, people among themselves and the program with people; one file per measure."""
