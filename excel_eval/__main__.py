"""python -m excel_eval."""

from excel_eval.cli import main

if __name__ == "__main__":
    main()
