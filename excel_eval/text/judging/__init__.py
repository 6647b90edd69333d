"""What a claim is worth: held against its own arithmetic and against the sheet."""
