import { expect, test } from "vitest";

import type { Metadata, PhotoInfo, Rights } from "../../ipc";
import {
  bytesOf,
  changesOf,
  draftOf,
  fields,
  readMoment,
  templateFields,
  toKeep,
  withTemplate,
  writeMoment,
  wrongFields,
} from "./draft";

const nothing: Metadata = {
  ...{ headline: "", caption: "", creators: [], credit: "", source: "", copyright: "" },
  ...{ usageTerms: "", created: "", sublocation: "", city: "", province: "", country: "" },
  ...{ countryCode: "", people: [], keywords: [], instructions: "", alt: "" },
  ...{ extendedDescription: "", digitalSourceType: "", rating: 0 },
};

function photo(words: Partial<Metadata>, rights?: Rights): PhotoInfo {
  const metadata = { ...nothing, ...words };
  return {
    ...{ hash: "a".repeat(64), fileName: "a.jpg", kind: "jpeg", bytes: 1, width: 1, height: 1 },
    ...{ addedAt: 0, guessed: false, metadata },
    carries: { position: false, device: false, preview: false, credentials: false },
    ...(rights && { desk: { metadata, rights, byName: "Mai", at: 1, device: "MAY-01" } }),
  };
}

test("every field of a photo has its place in the panel, and but one", () => {
  const names = fields.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(Object.keys(nothing)));
});

test("what differs between photos is kept as it is until it is ticked", () => {
  const both = [photo({ city: "Huế", credit: "TTXVN" }), photo({ city: "Vinh", credit: "TTXVN" })];
  const draft = draftOf(both);
  expect(draft.city).toEqual({ text: "", mixed: true, ticked: false });
  expect(draft.credit).toEqual({ text: "TTXVN", mixed: false, ticked: false });
  expect(toKeep(draft, both)).toEqual([]);
  draft.city.text = "Thái Nguyên";
  draft.city.ticked = true;
  expect(changesOf(draft, toKeep(draft, both), both)).toEqual({ city: "Thái Nguyên" });
});

test("of one photo what was changed is kept, lists by their entries", () => {
  const one = [photo({ people: ["Lan"], caption: "Cũ" })];
  const draft = draftOf(one);
  draft.people.text = "Lan; Phạm Minh Chính ;";
  expect(changesOf(draft, toKeep(draft, one), one)).toEqual({ people: ["Lan", "Phạm Minh Chính"] });
});

test("the rights are one value whichever part of them is changed", () => {
  const one = [photo({}, { kind: "agency", until: "2026-12-31", note: "TTXVN" })];
  const draft = draftOf(one);
  expect(draft.rightsUntil.text).toBe("31/12/2026");
  draft.rightsUntil.text = "30/6/2027";
  expect(changesOf(draft, toKeep(draft, one), one)).toEqual({
    rights: { kind: "agency", until: "2027-06-30", note: "TTXVN" },
  });
  draft.rightsUntil.text = "31/2/2027";
  expect(wrongFields(draft)).toEqual(["rightsUntil"]);
});

test.each([
  ["2020-05-23T08:15:00+07:00", "23/05/2020 08:15"],
  ["2020-05-23", "23/05/2020"],
  ["2020-05", "05/2020"],
  ["2020", "2020"],
  ["", ""],
])("%s is shown as %s and comes back", (iso, shown) => {
  expect(writeMoment(iso)).toBe(shown);
  expect(readMoment(shown, iso)).toBe(iso);
});

test("a moment that is typed keeps the offset that was there", () => {
  const before = "2020-05-23T08:15:00+07:00";
  expect(readMoment("24/5/2020 9:30", before)).toBe("2020-05-24T09:30:00+07:00");
  expect(readMoment("24/5/2020", before)).toBe("2020-05-24");
  expect(readMoment("hôm qua", before)).toBeNull();
});

test("a template puts its words in, ticked, and leaves the others alone", () => {
  const draft = withTemplate(draftOf([photo({ city: "Huế" })]), {
    credit: "TTXVN",
    keywords: ["đại hội", "văn kiện"],
    rights: { kind: "agency", until: null, note: "" },
  });
  expect(draft.credit).toMatchObject({ text: "TTXVN", ticked: true });
  expect(draft.keywords.text).toBe("đại hội; văn kiện");
  expect(draft.rightsKind).toMatchObject({ text: "agency", ticked: true });
  expect(draft.city).toMatchObject({ text: "Huế", ticked: false });
  expect(templateFields(draft, true)).toEqual([
    ...["keywords", "credit", "rightsKind", "rightsUntil", "rightsNote"],
  ]);
});

test("stars are a number to the core, and none are nothing", () => {
  const rated = [photo({ rating: 3 }), photo({})];
  const [three] = rated;
  if (!three) throw new Error("a photo");
  const draft = draftOf([three]);
  expect(draft.rating.text).toBe("3");
  expect(templateFields(draft, false), "no template for another").toEqual([]);
  draft.rating.text = "";
  expect(changesOf(draft, toKeep(draft, [three]), [three])).toEqual({ rating: 0 });
  expect(draftOf(rated).rating).toMatchObject({ text: "", mixed: true });
  expect(withTemplate(draft, { rating: 4 }).rating).toMatchObject({ text: "4", ticked: true });
  expect(withTemplate(draft, { rating: 0 }).rating.text).toBe("");
});

test("bytes are those of UTF-8, of a list its longest entry", () => {
  expect(bytesOf("Việt", "line")).toBe(6);
  expect(bytesOf("a; Việt; bb", "list")).toBe(6);
});
