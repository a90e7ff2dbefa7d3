import { expect, test } from "vitest";

import type { KeptTemplate, Template } from "../../ipc";
import { blank, copyOf, moveBlock, steps } from "./draft";

const named = (id: string, name: string): Template => ({ ...blank(name), id });
const kept: KeptTemplate[] = [
  { template: named("brief", "Tin vắn"), builtIn: true },
  { template: named("a", "Tin A"), builtIn: false },
  { template: named("b", "Tin B"), builtIn: false },
];

test("saving does what has changed and nothing else", () => {
  expect(steps(kept, [named("a", "Tin A"), named("b", "Tin B")])).toEqual({ remove: [], save: [] });
  const draft = [named("b", "Tin B mới"), named("", "Tin mới")];
  const { remove, save } = steps(kept, draft);
  expect(remove.map(({ id }) => id)).toEqual(["a"]);
  expect(save.map(({ at }) => at)).toEqual([0, 1]);
});

test("a copy is new and shares nothing with what it was copied from", () => {
  const template = named("brief", "Tin vắn");
  const copy = copyOf(template, "Tin vắn (bản sao)");
  expect(copy.id).toBe("");
  copy.blocks.push({ kind: "photo", text: "" });
  expect(template.blocks).toHaveLength(1);
});

test("a block moves as far as the ends", () => {
  const template = blank("Tin");
  template.blocks.push({ kind: "photo", text: "ảnh" });
  expect(moveBlock(template, 0, -1)).toBe(false);
  expect(moveBlock(template, 1, -1)).toBe(true);
  expect(template.blocks.map(({ kind }) => kind)).toEqual(["photo", "paragraph"]);
  expect(moveBlock(template, 1, 1)).toBe(false);
});
