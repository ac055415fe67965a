"""The HTTP interface: one blueprint per resource, one error shape, OpenAPI derived from the views."""
