/** What each key does in the page. */
import { chainCommands, selectAll } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import type { Command, Plugin } from "prosemirror-state";

import { moveBlock, setKind } from "./commands/blocks";
import { backspace, deleteForward } from "./commands/deleting";
import { enter, leaveBlock } from "./commands/lines";
import { toggle } from "./commands/marks";
import { nextCell, previousCell } from "./commands/tables";
import { currentPhoto } from "./places";

export function keys(): Plugin {
  return keymap({
    Enter: enter,
    // A line of the article is a block: there are no breaks inside one.
    "Shift-Enter": enter,
    "Mod-Enter": leaveBlock,
    Backspace: backspace,
    "Mod-Backspace": backspace,
    "Shift-Backspace": backspace,
    Delete: deleteForward,
    "Mod-Delete": deleteForward,
    Tab: chainCommands(nextCell, toCredit),
    "Shift-Tab": previousCell,
    "Alt-ArrowUp": taken(moveBlock(-1)),
    "Alt-ArrowDown": taken(moveBlock(1)),
    "Mod-a": selectAll,
    "Mod-z": undo,
    "Mod-Z": redo,
    "Mod-Shift-z": redo,
    "Mod-y": redo,
    "Mod-b": toggle.strong,
    "Mod-i": toggle.em,
    "Mod-,": toggle.sub,
    "Mod-.": toggle.sup,
    "Mod-Shift-0": setKind("paragraph"),
    "Mod-Shift-1": setKind("subhead"),
    "Mod-Shift-2": setKind("quote"),
    "Mod-Shift-7": setKind("numberedList"),
    "Mod-Shift-8": setKind("bulletedList"),
  });
}

/** From the caption to the fields of its photo: the webview would go to those of the first one. */
const toCredit: Command = (state, _dispatch, view) => {
  const photo = currentPhoto(state.selection);
  const figure = photo && view?.nodeDOM(photo.position);
  if (!(figure instanceof HTMLElement)) return false;
  const credit = figure.querySelector<HTMLElement>("[data-field=credit]");
  credit?.focus();
  return credit !== null;
};

/** The key is ours also where there is nothing to do: the webview must not do something else. */
function taken(command: Command): Command {
  return (state, dispatch, view) => {
    command(state, dispatch, view);
    return true;
  };
}
