import type { Destination } from "../../ipc";

/** A destination on the screen, with what was typed of its password. */
export interface Draft {
  destination: Destination;
  /** As it is kept, as JSON; empty for a new one. */
  kept: string;
  password: string;
}

export function draftOf(destination: Destination): Draft {
  return {
    destination: structuredClone(destination),
    kept: JSON.stringify(destination),
    password: "",
  };
}

export function newDraft(name: string, taken: readonly string[]): Draft {
  const used = taken.map((it) => it.toLocaleLowerCase());
  let unlike = name;
  for (let n = 2; used.includes(unlike.toLocaleLowerCase()); n += 1)
    unlike = `${name} ${String(n)}`;
  const destination: Destination = {
    id: "",
    name: unlike,
    kind: { kind: "wordPress" },
    address: "https://",
    user: "",
    target: "",
    postAs: "draft",
    sections: [],
    authors: [],
    proxy: { kind: "system" },
    caFile: "",
  };
  return { destination, kept: "", password: "" };
}

/** Whether there is something to save. Rows of a map that are empty on both sides are none. */
export function changed(draft: Draft): boolean {
  return draft.password !== "" || JSON.stringify(cleaned(draft.destination)) !== draft.kept;
}

/** The destination without rows that say nothing. */
export function cleaned(destination: Destination): Destination {
  const said = ({ here, there }: { here: string; there: string }) =>
    here.trim() !== "" || there.trim() !== "";
  return {
    ...destination,
    sections: destination.sections.filter(said),
    authors: destination.authors.filter(said),
  };
}
