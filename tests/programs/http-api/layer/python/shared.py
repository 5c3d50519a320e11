TABLE = "items"
