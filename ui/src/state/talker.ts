import { ipc } from "../ipc";
import type { Talker } from "./discussion.svelte";

/** The desk's own store keeps the conversations. */
export const talker: Talker = {
  list: (id) => ipc.listThreads(id),
  say: (id, say) => ipc.discuss(id, say),
};
