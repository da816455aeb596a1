"""What people look at: documents, rows and screens made from records."""
