/** Puts text on the clipboard, with its form where there is one. Works only while a click or a key
 *  is being answered. The way of old, because the new one takes no formatted text in WebKitGTK. */
export function copy(text: string, html: string | null = null): boolean {
  let taken = false;
  const give = (event: ClipboardEvent) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData?.setData("text/plain", text);
    if (html !== null) event.clipboardData?.setData("text/html", html);
    taken = event.clipboardData !== null;
  };
  const before = selected();
  const something = selectSomething();
  document.addEventListener("copy", give, { capture: true });
  try {
    return document.execCommand("copy") && taken;
  } finally {
    document.removeEventListener("copy", give, { capture: true });
    something.remove();
    restore(before);
  }
}

/** Where nothing is selected WebKit copies nothing, and asks nobody what. */
function selectSomething(): HTMLElement {
  const something = document.createElement("span");
  something.textContent = "·";
  something.setAttribute("aria-hidden", "true");
  something.className = "visually-hidden";
  something.style.userSelect = "text";
  // Beside what is being used: what is below a dialog may not be selected.
  (document.activeElement?.parentElement ?? document.body).append(something);
  getSelection()?.selectAllChildren(something);
  return something;
}

function selected(): Range | null {
  const selection = getSelection();
  return selection !== null && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
}

function restore(range: Range | null): void {
  const selection = getSelection();
  selection?.removeAllRanges();
  if (range !== null) selection?.addRange(range);
}
