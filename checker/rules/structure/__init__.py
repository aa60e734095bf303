"""S: does the report have the statutory shape."""
