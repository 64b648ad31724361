"""Makes the workbooks of Excel 97 to 2003 (.xls) under fixtures/, and those that a password locks, out of the .xlsx there.

Needs LibreOffice and its Python module `uno` (Debian: libreoffice-calc, python3-uno); run it by the Python that has it.
The new workbook is locked by `msoffcrypto-tool` (PyPI), where that is on the path.

Usage: make_old_workbooks.py [FOLDER of the repository]
"""

import hashlib
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import NamedValue, PropertyValue

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve() / "fixtures"
OLD = "MS Excel 97"
PASSWORD = "secret"

# Source, target, whether a password locks it.
MADE = [
    ("xlsx/openpyxl/registers/値.xlsx", "xlsx/xls/registers/値.xls", False),
    ("spellings/xlsx/registers/情報管理台帳.xlsx", "spellings/xls/registers/情報管理台帳.xls", False),
    ("broken/registers/鍵の台帳（抜粋）.xlsx", "xlsx/xls/registers/鍵の台帳（抜粋）.xls", False),
    ("xlsx/openpyxl/registers/値.xlsx", "xlsx/locked/値.xls", True),
]


def setting(name, value):
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def encryption(password):
    """What LibreOffice makes of a password that somebody types: a key for RC4."""
    salt = bytes(range(16))
    start = hashlib.md5(password.encode("utf-16-le")).digest()[:5]
    key = hashlib.md5((start + salt) * 16).digest()
    pairs = [("STD97EncryptionKey", uno.ByteSequence(key)), ("STD97UniqueID", uno.ByteSequence(salt))]
    found = []
    for name, value in pairs:
        pair = NamedValue()
        pair.Name, pair.Value = name, value
        found.append(pair)
    return setting("EncryptionData", uno.Any("[]com.sun.star.beans.NamedValue", tuple(found)))


def desktop(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(60):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            time.sleep(1)
    sys.exit("LibreOffice does not answer")


with tempfile.TemporaryDirectory() as home:
    pipe = "timlint-" + pathlib.Path(home).name
    office = subprocess.Popen(
        ["soffice", f"-env:UserInstallation=file://{home}", "--headless", f"--accept=pipe,name={pipe};urp;"]
    )
    desk = desktop(pipe)
    for source, target, locked in MADE:
        book = desk.loadComponentFromURL((ROOT / source).as_uri(), "_blank", 0, (setting("Hidden", True),))
        (ROOT / target).parent.mkdir(parents=True, exist_ok=True)
        how = [setting("FilterName", OLD)] + ([encryption(PASSWORD)] if locked else [])
        book.storeToURL((ROOT / target).as_uri(), tuple(how))
        book.close(True)
    try:
        desk.terminate()
    except Exception:
        pass
    office.wait(30)

if shutil.which("msoffcrypto-tool"):
    source, target = ROOT / "xlsx/openpyxl/registers/値.xlsx", ROOT / "xlsx/locked/値.xlsx"
    subprocess.run(["msoffcrypto-tool", "-e", "-p", PASSWORD, source, target], check=True)
else:
    print("left out: the locked .xlsx, msoffcrypto-tool is not here")
