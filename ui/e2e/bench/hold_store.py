"""Keeps the app from writing to its store, again and again for longer than any disk would."""

import sqlite3
import sys
import time

HELD_S = 1.5
FREE_S = 0.3

store = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
while True:
    store.execute("BEGIN IMMEDIATE")
    print("held", flush=True)
    time.sleep(HELD_S)
    store.execute("COMMIT")
    time.sleep(FREE_S)
