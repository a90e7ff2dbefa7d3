import { listen } from "@tauri-apps/api/event";

import type {
  IndexProgress,
  ArticleId,
  Failure,
  IngestOpened,
  PhotoOutcome,
  Recognition,
} from "./generated";

/** What the window tells the screen without being asked. */
export interface Events {
  /** Articles whose rows in the lists are no longer true. */
  "desk-changed": { articles: ArticleId[] };
  /** How far the index of searches is. */
  "search-progress": IndexProgress;
  /** Files held over the window, in logical pixels. */
  "files-dragged": { phase: "over" | "left"; x: number; y: number };
  /** Photos dropped from the file manager; already in the store. */
  "photos-dropped": { x: number; y: number; outcomes: PhotoOutcome[] };
  /** A folder was dropped: its photos are being looked at. */
  "ingest-opened": IngestOpened;
  /** There is news of the contact sheet with this session. */
  "ingest-moved": string;
  "text-dropped": { recognition: Recognition };
  "drop-failed": Failure;
  /** Hand-off files wait to be asked for. */
  "hand-offs-waiting": null;
  /** What the shared folder has for this desk is not what it was. */
  "hand-offs-offered": null;
  /** A delivery has come a step further, or is new. */
  "outbox-changed": null;
  /** The archive that is taken in has come further. */
  "archive-moved": null;
}

/** Calls `heard` for each event until the returned function is called. */
export function on<Name extends keyof Events>(
  name: Name,
  heard: (payload: Events[Name]) => void,
): () => void {
  let gone = false;
  let leave: (() => void) | null = null;
  void listen<Events[Name]>(name, (event) => {
    if (!gone) heard(event.payload);
  }).then((unlisten) => {
    if (gone) unlisten();
    else leave = unlisten;
  });
  return () => {
    gone = true;
    leave?.();
  };
}
