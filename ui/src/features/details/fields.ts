/** A point in time as a `datetime-local` field writes it, in the time of this machine. */
export function localInput(at: number | null): string {
  if (at === null) return "";
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** The point in time that a `datetime-local` field stands for; null while it is incomplete. */
export function localTime(text: string): number | null {
  const at = text === "" ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(at) ? null : at;
}

/** `Tags, with commas` as a list: trimmed, none empty, none twice. */
export function tagsOf(text: string): string[] {
  const tags = text
    .normalize("NFC")
    .split(/[,;\n]/)
    .map((tag) => tag.trim().replace(/\s+/g, " "))
    .filter((tag) => tag !== "");
  return [...new Set(tags)];
}
