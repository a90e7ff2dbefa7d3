import { CHUNK } from "../../components/chunks";
import type { Rows } from "../../components/chunks";
import type { ArticleId, ListPage } from "../../ipc";

/** Where an article stands in the list, as far as its row has been read. */
export function indexOf(rows: Rows<ListPage>, id: ArticleId): number | null {
  for (const [chunk, read] of rows.chunks) {
    const place = read.findIndex((row) => row.id === id);
    if (place !== -1) return chunk * CHUNK + place;
  }
  return null;
}
