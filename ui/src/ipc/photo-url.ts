export type Rendition = "thumb" | "desk";

/** Where the webview finds a rendition: photos travel through their own protocol, never as
 *  base64. */
export function photoUrl(hash: string, rendition: Rendition, edits = ""): string {
  const edited = edits === "" ? "" : `/${encodeURIComponent(edits)}`;
  return `${root()}/${hash}/${rendition}${edited}`;
}

/** A picture of a photo on a contact sheet: the one that the camera put into the file, a
 *  thumbnail, as large as a window, or every pixel. */
export type SheetPicture = "preview" | "thumb" | "fit" | "full";

export function sheetPictureUrl(session: string, n: number, picture: SheetPicture): string {
  return `${root()}/ingest/${session}/${String(n)}/${picture}`;
}

/** Windows has no custom schemes in its webview; there the protocol is a host name. */
function root(): string {
  return navigator.userAgent.includes("Windows") ? "http://photo.localhost" : "photo://localhost";
}
