/** What stands around the page. It is read after the first picture: until then the webview has
 *  only the page's script to go through. */

export { default as ChangeBar } from "../features/changes/ChangeBar.svelte";
export { default as DeskList } from "../features/desk/DeskList.svelte";
export { default as HandOffs } from "../features/handoff/HandOffs.svelte";
export { default as IngestNews } from "../features/ingest/IngestNews.svelte";
export { default as PhotoDrops } from "../features/photos/PhotoDrops.svelte";
export { default as FindingMenu } from "../features/proof/FindingMenu.svelte";
export { default as Dialogs } from "./Dialogs.svelte";
export { default as Header } from "./Header.svelte";
export { default as Margin } from "./Margin.svelte";
export { default as Screens } from "./Screens.svelte";
