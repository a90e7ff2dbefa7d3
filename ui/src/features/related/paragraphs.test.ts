import { expect, test } from "vitest";

import type { Document } from "../../ipc";
import { paragraphsOf } from "./paragraphs";

test("lead and paragraphs are offered, also those of a box, and nothing empty", () => {
  const text = (words: string) => [{ text: words, type: "text", marks: [] }];
  const document = {
    type: "doc",
    content: [
      { type: "headline", content: text("Tít") },
      { type: "lead", content: text("Lời dẫn") },
      { type: "paragraph", attrs: { id: "a" }, content: [...text("Đoạn "), ...text("một")] },
      { type: "paragraph", attrs: { id: "b" } },
      { type: "subhead", attrs: { id: "c" }, content: text("Nhân sự") },
      {
        type: "box",
        attrs: { id: "d" },
        content: [{ type: "paragraph", attrs: { id: "e" }, content: text("Trong hộp") }],
      },
    ],
  } as unknown as Document;
  expect(paragraphsOf(document)).toEqual([
    { id: "lead", text: "Lời dẫn" },
    { id: "a", text: "Đoạn một" },
    { id: "e", text: "Trong hộp" },
  ]);
});
