"""Runs a command on a terminal of its own, types the given answers, prints what appears.

Usage: at_terminal.py ANSWERS COMMAND [ARGUMENT…]      (answers are separated by commas)
"""

import os
import pty
import sys

child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
os.write(terminal, "".join(answer + "\n" for answer in sys.argv[1].split(",")).encode())
seen = b""
while True:
    try:
        more = os.read(terminal, 4096)
    except OSError:  # Linux says so when the other side has closed.
        break
    if not more:
        break
    seen += more
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
