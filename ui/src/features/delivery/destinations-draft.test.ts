import { expect, test } from "vitest";

import {
  asKind,
  asks,
  changed,
  cleaned,
  draftOf,
  kindNames,
  leadPhotoOf,
  newDraft,
} from "./destinations-draft";

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

test("a destination of another kind keeps what both have and arrives in a state that it knows", () => {
  const site = newDraft("Cổng", []).destination;
  const portal = asKind({ ...site, address: "https://a.vn", user: "lan" }, "liferay74");
  expect(portal).toMatchObject({ address: "https://a.vn", user: "lan", postAs: "publish" });
  expect(asKind(portal, "ghost").postAs, "nobody has chosen to publish").toBe("draft");
  const chosen = asKind({ ...site, postAs: "publish" }, "ghost");
  expect(chosen.postAs, "somebody has").toBe("publish");
  const folder = asKind(portal, "folder");
  expect(folder).toMatchObject({ address: "", kind: { kind: "folder", form: "folder" } });
  expect(asKind(folder, "wordPress").address).toBe("https://");
  const server = asKind(portal, "sftp");
  expect(server).toMatchObject({ address: "sftp://", user: "lan", kind: { hostKey: "" } });
  expect(asKind(server, "webDav").address).toBe("https://");
  for (const name of kindNames) expect(asKind(site, name).kind.kind).toBe(name);
});

test("how texts are written is asked of kinds that keep a text, and a choice is to be saved", () => {
  const asked = kindNames.filter((name) => asks[name].written !== null);
  expect(asked).toEqual(["wordPress", "ghost", "liferay74", "liferay62", "webhook"]);
  const draft = draftOf(newDraft("Cổng", []).destination);
  const { html } = draft.destination;
  expect(leadPhotoOf("wordPress", html)).toBe("inText");
  expect(leadPhotoOf("ghost", html), "that is how its themes are").toBe("above");
  expect(changed(draft)).toBe(false);
  html.leadPhoto = "inText";
  expect(leadPhotoOf("ghost", html)).toBe("inText");
  expect(changed(draft)).toBe(true);
});
