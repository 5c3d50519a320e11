"""Where newer prices come from: AWS's price list, spot price history, Savings Plan rates."""
