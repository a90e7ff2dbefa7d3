/** Articles as another desk would send them: changed without a key on this page. */

import type { ArticleId, Document, Fields } from "../../src/ipc/generated";
import type { Desk } from "./desk";

/** Changes the stored working copy. A page that is open on it must be opened anew. */
export async function rewrite(
  desk: Desk,
  id: ArticleId,
  change: (document: Document, fields: Fields) => void,
): Promise<void> {
  const { document, fields, seq } = await desk.stored(id);
  change(document, fields);
  await desk.ask("save_article", { save: { id, baseSeq: seq, document, fields } });
}
