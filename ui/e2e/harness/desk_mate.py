"""A second program on the journey's display: it owns the clipboard, and it is a file manager.

    desk_mate.py clipboard          copies what comes on standard input, as another program would
    desk_mate.py html               the same for formatted text: HTML, and its words as plain text
    desk_mate.py files PATH...      a small window with one icon to drag; it drags all the paths

Says "ready" on standard output once a journey can go on.
"""

import re
import sys
from pathlib import Path

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def ready():
    print("ready", flush=True)
    return GLib.SOURCE_REMOVE


def clipboard():
    text = sys.stdin.buffer.read().decode("utf-8")
    Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD).set_text(text, -1)
    GLib.idle_add(ready)


def html():
    """Owns the clipboard by hand: GTK's own clipboard takes no formats from Python."""
    source = sys.stdin.buffer.read()
    words = re.sub(rb"<[^>]*>", b"", source)
    owner = Gtk.Invisible()
    owner.realize()
    for target, number in (("text/html", 0), ("UTF8_STRING", 1)):
        Gtk.selection_add_target(
            owner, Gdk.SELECTION_CLIPBOARD, Gdk.Atom.intern(target, False), number
        )
    owner.connect(
        "selection-get",
        lambda _w, data, info, _t: data.set(data.get_target(), 8, words if info else source),
    )
    Gtk.selection_owner_set(owner, Gdk.SELECTION_CLIPBOARD, Gdk.CURRENT_TIME)
    clipboard.owner = owner
    GLib.idle_add(ready)


def files(paths):
    window = Gtk.Window(title="desk-mate")
    window.set_wmclass("desk-mate", "desk-mate")
    window.set_default_size(120, 120)
    window.set_keep_above(True)
    window.set_accept_focus(False)
    icon = Gtk.EventBox()
    icon.add(Gtk.Label(label="\n".join(Path(path).name for path in paths)))
    icon.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
    icon.drag_source_add_uri_targets()
    uris = [Path(path).resolve().as_uri() for path in paths]
    icon.connect("drag-data-get", lambda _w, _c, data, _i, _t: data.set_uris(uris))
    window.add(icon)
    window.connect("map-event", lambda *_: GLib.idle_add(ready))
    window.show_all()
    window.move(0, 0)


if sys.argv[1] == "clipboard":
    clipboard()
elif sys.argv[1] == "html":
    html()
else:
    files(sys.argv[2:])
Gtk.main()
