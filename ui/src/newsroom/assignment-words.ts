import type { AssignmentRow } from "../ipc";
import type { Key } from "../words/words.svelte";

export type AssignmentState = "waiting" | "accepted" | "declined" | "late" | "done";

/** What has become of an assignment: the last answer holds until it is handed in. */
export function assignmentState({ assignment, done }: AssignmentRow): AssignmentState {
  return done ? "done" : (assignment.answers.at(-1)?.answer.answer ?? "waiting");
}

export const assignmentWords: Record<AssignmentState, Key> = {
  waiting: "assign.state.waiting",
  accepted: "assign.state.accepted",
  declined: "assign.state.declined",
  late: "assign.state.late",
  done: "assign.state.done",
};
