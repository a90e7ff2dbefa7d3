import type { Format } from "../ipc";

/** Every format, in the order in which they are offered, and whether a bundle may hold it. */
const bundled: Record<Format, boolean> = {
  docx: true,
  docxReview: false,
  html: true,
  text: true,
  markdown: true,
  ninjs: true,
  newsml: true,
  nitf: true,
  jsonld: true,
};

export const fileFormats = Object.keys(bundled) as Format[];
export const bundleFormats = fileFormats.filter((format) => bundled[format]);
