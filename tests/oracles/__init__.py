"""Independent programs that say what a workbook is."""
