/** How well a command answers what was typed: 0 not at all, 1 best. Blind to accents, like the
 *  filter of the desk: "luu" finds "Lưu ngay". */
export function score(_id: string, search: string, keywords: string[] = []): number {
  const wanted = bare(search).split(/\s+/).filter(Boolean);
  const title = bare(keywords.join(" "));
  if (wanted.length === 0) return 1;
  if (!wanted.every((word) => title.includes(word))) return 0;
  if (title.startsWith(wanted.join(" "))) return 1;
  return wanted.every((word) => ` ${title}`.includes(` ${word}`)) ? 0.8 : 0.5;
}

function bare(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase("vi").replaceAll("đ", "d");
}
