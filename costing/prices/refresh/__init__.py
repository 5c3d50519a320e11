"""Sources of current prices: AWS's bulk price list, Savings Plan rates, spot price history."""
