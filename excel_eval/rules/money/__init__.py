"""What must hold of money: funds, budgets, spending and its detail (F01–F17)."""

from excel_eval.rules.core import Rule
from excel_eval.rules.money.budgets import BUDGETS
from excel_eval.rules.money.execution import EXECUTION
from excel_eval.rules.money.expenses import EXPENSES
from excel_eval.rules.money.funds import sources_add_up
from excel_eval.rules.money.mixed_units import units_are_not_mixed
from excel_eval.rules.money.spending import SPENDING

MONEY: tuple[Rule, ...] = tuple(
    sorted((sources_add_up, *EXECUTION, *BUDGETS, *SPENDING, units_are_not_mixed, *EXPENSES), key=lambda each: each.id)
)

__all__ = ["MONEY"]
