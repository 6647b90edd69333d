"""excel-eval: fills project evaluation workbooks, checks every total, loses nothing."""
