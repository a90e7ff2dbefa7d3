import { expect, test } from "vitest";

import type { Metadata, PhotoInfo } from "../ipc";
import { daysLeft, rightsOf, usedAs, wordsOf } from "./photo-words";

const nothing: Metadata = {
  ...{ headline: "", caption: "", creators: [], credit: "", source: "", copyright: "" },
  ...{ usageTerms: "", created: "", sublocation: "", city: "", province: "", country: "" },
  ...{ countryCode: "", people: [], keywords: [], instructions: "", alt: "" },
  ...{ extendedDescription: "", digitalSourceType: "" },
};

const photo = (metadata: Partial<Metadata>, desk?: Partial<Metadata>): PhotoInfo => ({
  ...{ hash: "a".repeat(64), fileName: "a.jpg", kind: "jpeg", bytes: 1, width: 1, height: 1 },
  ...{ addedAt: 0, guessed: false },
  carries: { position: false, device: false, preview: false, credentials: false },
  metadata: { ...nothing, ...metadata },
  ...(desk && {
    desk: {
      metadata: { ...nothing, ...desk },
      rights: { kind: "own" as const, until: null, note: "" },
      ...{ byName: "Mai", at: 1, device: "MAY-01" },
    },
  }),
});

test("the desk's words go before the file's", () => {
  expect(wordsOf(photo({ caption: "Tệp" })).caption).toBe("Tệp");
  expect(wordsOf(photo({ caption: "Tệp" }, { caption: "" })).caption).toBe("");
  expect(rightsOf(photo({})).kind).toBe("unknown");
  expect(rightsOf(photo({}, {})).kind).toBe("own");
});

test("a use starts from one line each, and the photographers sign where there is no credit", () => {
  const words = { caption: "Hai\n dòng", creators: ["Thanh Mai", "Thanh Hiếu"] };
  expect(usedAs(wordsOf(photo(words)))).toEqual({
    caption: "Hai dòng",
    credit: "Thanh Mai - Thanh Hiếu",
    alt: "",
  });
});

test("the last day counts as a whole", () => {
  const now = new Date(2026, 11, 30, 23, 59);
  expect(daysLeft("2026-12-31", now)).toBe(1);
  expect(daysLeft("2026-12-30", now)).toBe(0);
  expect(daysLeft("2026-12-29", now)).toBe(-1);
});
