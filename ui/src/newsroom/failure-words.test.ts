import { afterEach, expect, test } from "vitest";

import type { Code, Failure } from "../ipc";
import { words } from "../words/words.svelte";
import { failureText, namedFindings } from "./failure-words";

const failure = (code: Code, params: Record<string, string> = {}): Failure => ({
  code,
  params,
  message: "English, for logs",
});

/** Every code of the core, by type: a new one is missed here at once. */
const codes: Record<Code, true> = {
  notFound: true,
  staleSave: true,
  notAllowed: true,
  notApproved: true,
  changedSinceApproval: true,
  embargoed: true,
  rightsExpired: true,
  rightsUnknown: true,
  findingsOpen: true,
  badInput: true,
  emptyFile: true,
  notText: true,
  fileDamaged: true,
  fileRefused: true,
  fileSealed: true,
  fileNotRead: true,
  tooLarge: true,
  notAPhoto: true,
  damagedPhoto: true,
  photoTooLarge: true,
  diskFull: true,
  readOnly: true,
  storeNewer: true,
  storeDamaged: true,
  storeBusy: true,
  notAHandOff: true,
  handOffDamaged: true,
  handOffRefused: true,
  handOffUnsigned: true,
  handOffNewer: true,
  handOffSealed: true,
  handOffIncomplete: true,
  peerChanged: true,
  peerBlocked: true,
  keyUnavailable: true,
  fileProblem: true,
  internal: true,
};

afterEach(() => words.speak("vi"));

test.each(Object.keys(codes) as Code[])("%s is told in the reader's own language", async (code) => {
  const told: string[] = [];
  for (const language of ["vi", "en"] as const) {
    await words.speak(language);
    told.push(failureText(failure(code)));
  }
  expect(told[0]).not.toBe(told[1]);
  expect(told.join()).not.toContain("English, for logs");
});

test("a move that is refused for gaps names itself and each of them", () => {
  const gaps = "headline,photo";
  const text = (action: string) => failureText(failure("notAllowed", { gaps, action }));
  const missing = "chưa có tít, có chú thích chưa có ảnh";
  expect(text("file")).toBe(`Chưa nộp được vì ${missing}.`);
  expect(text("passOn")).toBe(`Chưa chuyển duyệt được vì ${missing}.`);
  expect(text("approve")).toBe(`Chưa duyệt được vì ${missing}.`);
});

test("the end of an embargo is written as a date, not as a code", () => {
  const text = failureText(failure("embargoed", { until: "2026-05-23T15:30:00+07:00" }));
  expect(text).toContain("2026");
  expect(text).not.toContain("T15");
});

test("findings that a gate waits for are counted in the words of the move, and named by rule", () => {
  const params = {
    findings: "2",
    first: "SYL_INVALID\tlàm viêc\nNEWER_RULE\t\nno line of ours",
    action: "approve",
  };
  const stopped = failure("findingsOpen", params);
  expect(failureText(stopped)).toBe("Chưa duyệt được: máy soát còn báo 2 chỗ.");
  expect(failureText(failure("findingsOpen", { ...params, action: "exported" }))).toContain("2");
  expect(namedFindings(stopped)).toEqual([
    { name: "Sai chính tả", passage: "làm viêc" },
    { name: "NEWER_RULE", passage: "" },
  ]);
});
