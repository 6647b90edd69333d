"""What a sentence states in figures: pairs with their rates, sums, growth, shares, lists and the like."""
