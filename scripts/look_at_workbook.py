"""Prints as JSON what openpyxl finds in a workbook: per sheet its frozen rows, drop-downs, kinds of other rules, comments, colours and cells.

Usage: look_at_workbook.py WORKBOOK
"""

import json
import sys

from openpyxl import load_workbook

seen = {}
for sheet in load_workbook(sys.argv[1]).worksheets:
    rules = sheet.data_validations.dataValidation
    comments = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    seen[sheet.title] = {
        "frozen": sheet.freeze_panes,
        "visible": sheet.sheet_state == "visible",
        "lists": {str(rule.sqref): rule.formula1 for rule in rules if rule.type == "list"},
        "dates": [str(rule.sqref) for rule in rules if rule.type == "date"],
        "comments": comments,
        "coloured": [at for at in comments if sheet[at].fill.fill_type == "solid"],
        "rows": [[None if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)],
    }
json.dump(seen, sys.stdout, ensure_ascii=False)
