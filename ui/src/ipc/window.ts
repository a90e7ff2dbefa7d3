import { getCurrentWindow } from "@tauri-apps/api/window";

/** Asks `save` before the window closes, and closes it only if that says yes. */
export function onWindowClosing(save: () => Promise<boolean>): () => void {
  const window = getCurrentWindow();
  const leaving = window.onCloseRequested(async (event) => {
    event.preventDefault();
    if (await save()) await window.destroy();
  });
  return () => void leaving.then((unlisten) => unlisten());
}
