import type { Label, LabelledLine, Recognition } from "../../ipc";

/** A line of the text that came in, with what it is taken for. */
export interface PreviewLine {
  /** Stays with the line while labels change. */
  key: number;
  text: string;
  label: Label;
  /** The program's own guess. */
  guess: Label;
  /** The guess is sure enough, or a person has looked at it. */
  sure: boolean;
}

export const labels: Label[] = [
  "headline",
  "lead",
  "paragraph",
  "subhead",
  "caption",
  "quote",
  "source",
  "byline",
  "dateLine",
  "junk",
];

/** What a line can be. A photo is one or none; a list or table may be taken apart. */
export function labelsFor(line: PreviewLine): readonly Label[] {
  if (line.guess === "photo") return ["photo", "junk"];
  return line.guess === "list" || line.guess === "table" ? [line.guess, ...labels] : labels;
}

/** A guess below this is marked "please check". */
export const SURE = 0.9;

/** An article has one of each of these; a second one takes the place of the first. */
const single: ReadonlySet<Label> = new Set<Label>(["headline", "lead"]);

export function previewOf(recognition: Recognition): PreviewLine[] {
  return recognition.lines.map(({ text, label, confidence }, key) => ({
    key,
    text,
    label,
    guess: label,
    sure: confidence >= SURE,
  }));
}

/** The lines after a person has said what one of them is. */
export function relabel(lines: PreviewLine[], key: number, label: Label): PreviewLine[] {
  return lines.map((line) => {
    if (line.key === key) return { ...line, label, sure: true };
    if (single.has(label) && line.label === label) return { ...line, label: "paragraph" };
    return line;
  });
}

/** Brings a dropped line back: as what it was taken for, or as text. */
export function restore(lines: PreviewLine[], key: number): PreviewLine[] {
  const line = lines.find((each) => each.key === key);
  if (!line) return lines;
  return relabel(lines, key, line.guess === "junk" ? "paragraph" : line.guess);
}

/** What the lines come to, as the preview sums it up. */
export interface Sum {
  paragraphs: number;
  photos: number;
  dropped: number;
  toCheck: number;
  hasHeadline: boolean;
  /** Nothing is left to make an article of. */
  nothing: boolean;
}

export function sumOf(lines: PreviewLine[]): Sum {
  const count = (label: Label) => lines.filter((line) => line.label === label).length;
  const dropped = count("junk");
  return {
    paragraphs: count("paragraph"),
    photos: count("caption"),
    dropped,
    toCheck: lines.filter((line) => !line.sure).length,
    hasHeadline: count("headline") > 0,
    nothing: dropped === lines.length,
  };
}

export function labelled(lines: PreviewLine[]): LabelledLine[] {
  return lines.map(({ text, label }) => ({ text, label }));
}
