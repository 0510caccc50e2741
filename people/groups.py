"""The groups that give rights across the whole site; all other rights follow from rows."""

EMPLOYEES = "Employees"
OPERATORS = "Operators"
PROGRAMME_OWNERS = "Programme owners"
TOPIC_STEWARDS = "Topic stewards"

SITE_WIDE = (OPERATORS, PROGRAMME_OWNERS, TOPIC_STEWARDS)
