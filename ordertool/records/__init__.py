"""What a book holds: frozen Pydantic models of orders, clients, staff and the company's policy."""
