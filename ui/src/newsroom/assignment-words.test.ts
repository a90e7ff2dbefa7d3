import { expect, test } from "vitest";

import type { Answer, AssignmentRow } from "../ipc";
import { assignmentState } from "./assignment-words";

function row(answers: Answer[], done = false): AssignmentRow {
  const answered = answers.map((answer) => ({ by: "mai", byName: "Mai", at: 0, answer }));
  return { assignment: { answers: answered }, done } as unknown as AssignmentRow;
}

test("the last answer holds, and nothing is asked of what is handed in", () => {
  expect(assignmentState(row([]))).toBe("waiting");
  const declined: Answer = { answer: "declined", reason: "Bận" };
  expect(assignmentState(row([declined, { answer: "accepted" }]))).toBe("accepted");
  expect(assignmentState(row([declined], true))).toBe("done");
});
