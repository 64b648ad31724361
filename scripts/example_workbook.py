"""The smallest workbook that shows something, as hexadecimal digits for an example in a rule file.

Usage: example_workbook.py SHEET=XML…   where XML is what stands inside of <worksheet>; `a|b|c//d|e` is short for rows of text.
"""

import io
import sys
import zipfile
from xml.sax.saxutils import escape, quoteattr


def rows(text):
    lines = []
    for r, line in enumerate(text.split("//"), 1):
        cells = []
        for c, value in enumerate(line.split("|")):
            at = f"{chr(65 + c)}{r}"
            if value.startswith("="):
                cells.append(f'<c r="{at}"><f>{escape(value[1:])}</f></c>')
            elif value.startswith("#"):
                cells.append(f'<c r="{at}" t="e"><v>{value}</v></c>')
            elif value:
                cells.append(f'<c r="{at}" t="str"><v>{escape(value)}</v></c>')
        lines.append(f'<row r="{r}">{"".join(cells)}</row>')
    return f"<sheetData>{''.join(lines)}</sheetData>"


def workbook(sheets):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    names = "".join(f'<sheet name={quoteattr(n)} sheetId="{i}" r:id="r{i}"/>' for i, (n, _) in enumerate(sheets, 1))
    targets = "".join(
        f'<Relationship Id="r{i}" Type="{kind}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in range(1, len(sheets) + 1)
    )
    parts = {
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{kind}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{targets}</Relationships>",
    }
    for i, (_, inner) in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = f"<worksheet {main}>{inner if inner.startswith('<') else rows(inner)}</worksheet>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text.encode(), zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


if __name__ == "__main__":
    print(workbook([argument.split("=", 1) for argument in sys.argv[1:]]).hex())
