import { expect, test } from "vitest";

import { changed, cleaned, draftOf, newDraft } from "./destinations-draft";

test("a new destination has a name that no other has, and is to be saved", () => {
  const draft = newDraft("Nơi gửi", ["nơi gửi", "Nơi gửi 2"]);
  expect(draft.destination.name).toBe("Nơi gửi 3");
  expect(draft.destination.postAs, "publishing is a choice").toBe("draft");
  expect(changed(draft)).toBe(true);
});

test("what was not touched needs no saving, and a typed password does", () => {
  const draft = draftOf(newDraft("Cổng", []).destination);
  expect(changed(draft)).toBe(false);
  draft.destination.sections.push({ here: " ", there: "" });
  expect(changed(draft), "an empty row says nothing").toBe(false);
  draft.destination.sections.push({ here: "Thời sự", there: "Tin tức" });
  expect(changed(draft)).toBe(true);
  expect(cleaned(draft.destination).sections).toEqual([{ here: "Thời sự", there: "Tin tức" }]);
  draft.destination.sections = [];
  draft.password = "abcd";
  expect(changed(draft)).toBe(true);
});
