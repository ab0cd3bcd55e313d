"""Sources: one module each, found by being there.

A module has
    TITLE       what the format is called
    LOOKS_FOR   what `recognise` looks for, for a person
    TAKES       the fields of the format that it reads: columns, or paths with dots in JSON
    LEAVES      the fields that it leaves out on purpose; a name stands for all that is beneath it too,
                and "*.name" for that name wherever it stands
    TELLS       the fields of `Post` that the format can fill
    CANNOT      what the format doesn't tell and an analyst may miss, in a sentence
    recognise   whether a file is of this format, by its content
    read        its records, as Posts; with Problems for what can't be taken and Notices for what is to be known
and may have
    fields      what it takes and leaves of one file, where that isn't the same for all
"""
