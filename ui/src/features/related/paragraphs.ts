import type { Block, Document } from "../../ipc";
import { t } from "../../words/words.svelte";
import { newsroomDate } from "../../words/zone.svelte";

export interface Paragraph {
  id: string;
  text: string;
}

/** The lead and the paragraphs of an article, each as its words; what is empty is left out. */
export function paragraphsOf(document: Document): Paragraph[] {
  const [, lead, ...blocks] = document.content;
  const wordsOf = (runs: readonly { text: string }[] | undefined) =>
    (runs ?? []).map(({ text }) => text).join("");
  const ofBlock = (block: Block): Paragraph[] => {
    if (block.type === "box") return block.content.flatMap(ofBlock);
    if (block.type !== "paragraph" && block.type !== "quote") return [];
    return [{ id: block.attrs.id, text: wordsOf(block.content) }];
  };
  const all = [{ id: "lead", text: wordsOf(lead.content) }, ...blocks.flatMap(ofBlock)];
  return all.filter(({ text }) => text.trim() !== "");
}

/** Which report something was taken from: its headline and the day. */
export function sourceLine(headline: string, at: number): string {
  const day = newsroomDate(at).toLocaleDateString("vi-VN");
  return t("related.source", { headline, day });
}
