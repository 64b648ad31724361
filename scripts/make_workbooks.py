"""Makes the workbooks under fixtures/ as offices have them. Needs openpyxl; with LibreOffice on the path, also those that it writes.

Usage: make_workbooks.py [FOLDER of the repository]
"""

import csv
import datetime
import io
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve() / "fixtures"
DATE, MOMENT = "yyyy/m/d", "yyyy/m/d h:mm"


def typed(text):
    """A value as somebody would have typed it into Excel."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return datetime.date.fromisoformat(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", text):
        return datetime.datetime.fromisoformat(text)
    if re.fullmatch(r"\d+", text):
        return int(text)
    return text or None


def fill(sheet, rows, top=1, left=1):
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            cell = sheet.cell(top + r, left + c, value)
            if isinstance(value, datetime.datetime):
                cell.number_format = MOMENT
            elif isinstance(value, datetime.date):
                cell.number_format = DATE


def rows_of(name, folder="csv-utf8"):
    path = ROOT / "spellings" / folder / "registers" / f"{name}.csv"
    return list(csv.reader(io.StringIO(path.read_text("utf-8"))))


def typed_rows(name):
    head, *rows = rows_of(name)
    return [head] + [[typed(value) for value in row] for row in rows]


def save(book, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    stamp = datetime.datetime(2026, 11, 20)
    book.properties.created = book.properties.modified = stamp
    book.save(path)


def spellings():
    """The company of fixtures/spellings in one workbook, with the habits of paper forms."""
    book = Workbook()
    cover = book.active
    cover.title = "表紙"
    cover["B2"] = "情報管理台帳"
    cover["B3"] = datetime.date(2026, 11, 20)

    people = book.create_sheet("要員名簿")
    rows = typed_rows("people")
    people["B1"] = "要員名簿"
    people["B1"].font = Font(size=16, bold=True)
    people.merge_cells("B1:N1")
    people["M2"] = "2026年11月20日現在"
    upper = list(rows[0])
    at = upper.index("join_on")
    lower = [None] * len(upper)
    for i, field in enumerate(["join_on", "leave_on", "leave_notice_on", "transferred_on"]):
        upper[at + i] = "在籍" if i == 0 else None
        lower[at + i] = {"join_on": "入社日", "leave_on": "退職日", "leave_notice_on": "leave_notice_on", "transferred_on": "異動日"}[field]
    fill(people, [upper, lower] + rows[1:], top=4, left=2)
    people.merge_cells(start_row=4, end_row=4, start_column=2 + at, end_column=5 + at)
    for i, name in enumerate(upper):
        if not at <= i < at + 4:
            people.merge_cells(start_row=4, end_row=5, start_column=2 + i, end_column=2 + i)
    # Numbers shown as ids, one value drawn over several rows, dates as bare numbers, a sum, a remark.
    for r in range(6, 14):
        cell = people.cell(r, 2)
        cell.value, cell.number_format = int(cell.value[1:]), '"E"000'
    department = 2 + rows[0].index("department")
    people.merge_cells(start_row=6, end_row=8, start_column=department, end_column=department)
    people.merge_cells(start_row=9, end_row=12, start_column=department, end_column=department)
    people.cell(6, 2 + at).value = 42095
    people.cell(6, 2 + at).number_format = "General"
    people.cell(14, 2, "合　計")
    people.cell(14, 3, "8名")
    people.cell(16, 2, "※ 役員を含む。")
    people.row_dimensions[8].hidden = True
    people.column_dimensions["D"].hidden = True

    keys = book.create_sheet("鍵管理台帳_2026")
    fill(keys, typed_rows("keys"))
    keys["E2"], keys["E3"], keys["E4"] = False, False, True
    # Far away, a million rows that are formatted and hold nothing.
    keys.cell(1_048_576, 16_384).font = Font(bold=True)
    fill(book.create_sheet("鍵貸出簿"), typed_rows("key_loans"))
    fill(book.create_sheet("03_バックアップ記録（本社）"), typed_rows("backups"))
    book.create_sheet("Sheet6")
    save(book, ROOT / "spellings/xlsx/registers/情報管理台帳.xlsx")

    for name in ["people", "keys", "key_loans", "backups"]:
        book = Workbook()
        book.epoch = CALENDAR_MAC_1904
        book.active.title = "Sheet1"
        fill(book.active, typed_rows(name))
        save(book, ROOT / f"spellings/xlsx-1904/registers/{name}.xlsx")


def traps():
    """One trap a row; tests/xlsx.rs holds what must be read of each."""
    book = Workbook()
    sheet = book.active
    sheet.title = "値"
    cells = [
        ("text", "佐藤 花子", None),
        ("text that looks like a number", "0012", None),
        ("number", 12, None),
        ("fraction", 0.1 + 0.2, None),
        ("number as id", 1, '"E"000'),
        ("leading zeros", 42, "00000"),
        ("money", 1234.5, '"¥"#,##0.00'),
        ("percent", 0.5, "0%"),
        ("period", 12, '0"か月"'),
        ("day", datetime.date(2026, 4, 1), DATE),
        ("era", datetime.date(2026, 4, 1), '[$-411]ggge"年"m"月"d"日"'),
        ("moment", datetime.datetime(2026, 5, 11, 8, 30), MOMENT),
        ("time", datetime.time(8, 30), "h:mm"),
        ("hours", datetime.timedelta(hours=26, minutes=30), "[h]:mm"),
        ("true", True, None),
        ("line break", "一行目\n二行目", None),
        ("markup", "<b>&amp; \"R&D\"</b>", None),
        ("escape", "_x000D_ と PC_x86", None),
        ("error", "#REF!", None),
        ("result", "=1+1", None),
        ("text result", '="E"&TEXT(1,"000")', None),
        ("division", "=1/0", None),
        ("empty result", '=""', None),
    ]
    for r, (what, value, code) in enumerate(cells, 1):
        sheet.cell(r, 1, what)
        cell = sheet.cell(r, 2, value)
        if code:
            cell.number_format = code
    save(book, ROOT / "xlsx/openpyxl/registers/値.xlsx")


def broken():
    """Sheets as a neglected company keeps them."""
    book = Workbook()
    book.active.title = "表紙"
    book.active["A1"] = "鍵の台帳（抜粋）"
    loans = book.create_sheet("鍵貸出簿_別館")
    head = ["貸出番号", "鍵番号", "借用者", "貸出日時", "返却日時", "目的", None]
    day = datetime.datetime
    fill(
        loans,
        [
            head,
            ["KL-9001", "KEY-01", "#REF!", day(2026, 5, 11, 8, 30), day(2026, 5, 11, 17, 0), "=F3", "鍵箱の奥"],
            ["KL-9002", "KEY-01", "E001", day(2026, 5, 12, 8, 30), day(2026, 5, 12, 17, 0), "点検", None],
            ["合計", 2, None, None, None, None, None],
        ],
    )
    loans.row_dimensions[3].hidden = True
    fill(book.create_sheet("備品"), [["品名", "数"], ["机", 4]])
    save(book, ROOT / "broken/registers/鍵の台帳（抜粋）.xlsx")


def office():
    """The same once more, saved by LibreOffice: computed, and built of other XML."""
    if not shutil.which("soffice"):
        print("left out: LibreOffice is not here")
        return
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        pairs = [("xlsx/openpyxl/registers/値.xlsx", "xlsx/libreoffice/registers/値.xlsx")]
        pairs.append(("spellings/xlsx/registers/情報管理台帳.xlsx", "spellings/xlsx-libreoffice/registers/情報管理台帳.xlsx"))
        for source, target in pairs:
            command = ["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
            subprocess.run([*command, "--outdir", scratch / "out", ROOT / source], check=True, stdout=subprocess.DEVNULL)
            (ROOT / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(scratch / "out" / pathlib.Path(source).name, ROOT / target)


spellings()
traps()
broken()
office()
