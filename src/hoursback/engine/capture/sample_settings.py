"""What Olive of the sample log states about her studio: the text of a settings file."""

from __future__ import annotations

from typing import Final

SAMPLE_SETTINGS: Final = """\
# Olive runs a design and print studio. Sam helps her part-time. All figures are made up.
[business]
currency = "EUR"
timezone = "Europe/Berlin"
income_per_year = 96000
weeks_per_year = 46
hours_per_week = 50
work_days = 5
budget_per_month = 900
setup_hours_per_week = 4
cash_reserve = 8000
horizon_weeks = 52
builtin_roles = false           # the people to be found are listed below, with what they ask here

# What she is there for.
[[activity]]
name = "Design work"
function = "delivery"
time = 3
liking = 10
skill = 9
energy = 2
core = 3
margin_per_year = 58000
absorbable_hours = 6
requires = {design = 5}

[[activity]]
name = "Sales talks"
function = "sales"
time = 4
liking = 8
skill = 8
energy = 1
core = 3
must_be_owner = "relationship"
margin_per_year = [18000, 30000]
absorbable_hours = 2
requires = {sales = 4}

[[activity]]
name = "Quotes"
function = "sales"
time = 4
liking = 5
skill = 8
core = 2
margin_per_year = 9000
requires = {sales = 3, design = 2}

[[activity]]
name = "Planning"
function = "leadership"
time = 1
liking = 7
skill = 6
energy = 1
core = 3
requires = {leadership = 4}

[[activity]]
name = "Print preparation"
function = "delivery"
time = 5
liking = 5
skill = 8
core = 1
error_loss_per_week = 8
requires = {prepress = 3}

# What eats the week.
[[activity]]
name = "Bookkeeping"
function = "finance"
match = ["Bookkeeping", "receipts*", "bank statement*", "expenses of*"]
time = 2
liking = 1
skill = 4
energy = -2
core = 0
handable = [0.8, 0.95]
brief_hours = 5
requires = {bookkeeping = 3}

[[activity]]
name = "Invoices and reminders"
function = "finance"
time = 4
liking = 2
skill = 5
energy = -1
core = 0
minutes_per_unit = 20
requires = {bookkeeping = 2, admin = 2}

[[activity]]
name = "Tax and signatures"
function = "finance"
time = 4
liking = 1
skill = 3
energy = -2
core = 0
must_be_owner = "signature"
requires = {bookkeeping = 5}

[[activity]]
name = "E-mail"
function = "admin"
time = 2
liking = 3
skill = 6
energy = -1
core = 0
handable = [0.4, 0.7]
brief_hours = 6
requires = {admin = 3, writing = 2}

[[activity]]
name = "Scheduling"
function = "admin"
time = 3
liking = 3
skill = 6
core = 0
brief_hours = 2
requires = {scheduling = 2}

[[activity]]
name = "Social media"
function = "marketing"
time = 2
liking = 2
skill = 4
energy = -1
core = 0
handable = [0.6, 0.9]
brief_hours = 4
requires = {social_media = 3, writing = 3}

[[activity]]
name = "Newsletter"
function = "marketing"
time = 3
liking = 5
skill = 6
core = 0
loss_if_dropped_per_week = [10, 60]
requires = {writing = 3}

[[activity]]
name = "Website"
function = "web"
time = 2
liking = 3
skill = 3
energy = -1
core = 0
requires = {web = 3}

[[activity]]
name = "IT trouble"
function = "IT"
time = 2
liking = 0
skill = 2
energy = -2
core = 0
requires = {it = 3}

[[activity]]
name = "Customer questions"
function = "customer support"
time = 5
liking = 5
skill = 7
core = 0
brief_hours = 4
requires = {customer_care = 3}

[[activity]]
name = "Ordering supplies"
function = "operations"
time = 5
liking = 3
skill = 6
core = 0
minutes_per_unit = 15
requires = {admin = 2}

[[activity]]
name = "Deliveries and errands"
function = "operations"
time = 3
liking = 4
skill = 7
core = 0
brief_hours = 1
requires = {driving = 2}

[[activity]]
name = "Sam's week"
function = "HR"
time = 5
liking = 7
skill = 5
core = 2
must_be_owner = "confidential"
requires = {leadership = 3}

# A log of two weeks cannot show what comes once a quarter.
[[activity]]
name = "Stocktaking"
function = "operations"
times_per_month = 0.33
hours_each = [4, 7]
time = 3
liking = 1
skill = 6
core = 0
requires = {admin = 2}

[[person]]
name = "Sam"
kind = "employee"
price = 17
hours_per_week = 9
skills = {customer_care = 5, admin = 3, driving = 3, prepress = 2, writing = 2}
engaged = true
declines = ["sales"]

[[person]]
name = "Berta Klein, bookkeeper"
kind = "contractor"
price = 42
hours_per_week = 6
skills = {bookkeeping = 5, admin = 4}
experience = "specialist"

[[person]]
name = "Nordlicht IT"
kind = "firm"
price = 85
hours_per_week = 4
skills = {it = 5, web = 4}
minimum_weeks = 13
cost_per_month = 25

[[person]]
name = "Booking page"
kind = "service"
skills = {scheduling = 3}
setup_cost = 60
cost_per_month = 14

[[person]]
name = "Social media freelancer to be found"
kind = "role"
price = [22, 30]
hours_per_week = 5
skills = {social_media = 4, writing = 4}
efficiency = [1.0, 0.6]

[[person]]
name = "Assistant to be found"
kind = "role"
price = [24, 34]
hours_per_week = 10
skills = {admin = 4, writing = 3, scheduling = 3, customer_care = 3}
experience = "generalist"

[[quote]]
activity = "Bookkeeping"
person = "Berta Klein, bookkeeper"
fixed_price_per_month = 240

[[quote]]
activity = "Website"
person = "Nordlicht IT"
fixed_price_per_month = 150
"""
"""Settings for `sample_log`: every activity of the log, five people or firms, two quotes."""
