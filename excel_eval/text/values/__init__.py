"""What people type into a cell: target and actual values, amounts, dates, with whatever was assumed to read them."""
