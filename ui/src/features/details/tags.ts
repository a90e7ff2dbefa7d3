/** `Tags, with commas` as a list: trimmed, none empty, none twice. */
export function tagsOf(text: string): string[] {
  const tags = text
    .normalize("NFC")
    .split(/[,;\n]/)
    .map((tag) => tag.trim().replace(/\s+/g, " "))
    .filter((tag) => tag !== "");
  return [...new Set(tags)];
}
