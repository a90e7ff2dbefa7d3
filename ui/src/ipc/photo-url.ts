export type Rendition = "thumb" | "desk";

/** Where the webview finds a rendition: photos travel through their own protocol, never as
 *  base64. Windows has no custom schemes in its webview; there the protocol is a host name. */
export function photoUrl(hash: string, rendition: Rendition, edits = ""): string {
  const root = navigator.userAgent.includes("Windows")
    ? "http://photo.localhost"
    : "photo://localhost";
  const edited = edits === "" ? "" : `/${encodeURIComponent(edits)}`;
  return `${root}/${hash}/${rendition}${edited}`;
}
