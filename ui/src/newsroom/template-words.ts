import type { KeptTemplate } from "../ipc";
import { tIfKnown } from "../words/words.svelte";

/** How a template is called: those of the program in the language of the screens. */
export function templateName({ template, builtIn }: KeptTemplate): string {
  return (builtIn ? tIfKnown(`template.builtIn.${template.id}`) : null) ?? template.name;
}

/** Places in braces that are filled where they are known, as they stand in a template. */
export const knownPlaces = [
  "{sự kiện}",
  "{địa điểm}",
  "{thời gian}",
  "{ngày}",
  "{phóng viên}",
  "{tòa soạn}",
];
