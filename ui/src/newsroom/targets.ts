import type { PhotoKind, TargetRendition } from "../ipc";
import { number, t } from "../words/words.svelte";

export const formatNames: Record<PhotoKind, string> = {
  jpeg: "JPEG",
  webP: "WebP",
  png: "PNG",
  tiff: "TIFF",
};

/** A rendition in a few words. */
export function renditionText({ name, made }: TargetRendition): string {
  if (made.kind === "print") return t("targets.summary.print", { name });
  const told = t(`targets.summary.${made.measure}`, {
    name,
    pixels: number(made.pixels),
    format: formatNames[made.format],
  });
  return made.shape ? `${told}, ${t(`targets.shape.${made.shape}`)}` : told;
}
