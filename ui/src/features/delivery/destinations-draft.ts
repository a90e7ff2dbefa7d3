import type { Destination, DestinationKind, HtmlProfile, PostAs } from "../../ipc";

/** A destination on the screen, with what was typed of its password. */
export interface Draft {
  destination: Destination;
  /** As it is kept, as JSON; empty for a new one. */
  kept: string;
  /** Of the kept one: a password that was given to it goes to no other kind. */
  keptKind: KindName | null;
  /** Whether one was given to it that could be done without. */
  keptPassword: boolean;
  password: string;
}

export function draftOf(destination: Destination): Draft {
  return {
    destination: structuredClone(destination),
    kept: JSON.stringify(destination),
    keptKind: destination.kind.kind,
    keptPassword: asks[destination.kind.kind].optional && destination.hasPassword,
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
    html: {
      lead: "usual",
      leadPhoto: "usual",
      subheads: "h2",
      elements: "today",
      source: true,
      names: true,
    },
    sections: [],
    authors: [],
    proxy: { kind: "system" },
    caFile: "",
    hasPassword: false,
  };
  return { destination, kept: "", keptKind: null, keptPassword: false, password: "" };
}

export type KindName = DestinationKind["kind"];

/** What a destination of a kind is asked for beside its name. */
interface Asks {
  address: "site" | "server" | "folder" | "sftp";
  user: boolean;
  /** What its password is called there; null where there is none. */
  secret: "applicationPassword" | "adminKey" | "signingKey" | "password" | null;
  /** It may go without. */
  optional: boolean;
  postAs: readonly PostAs[];
  /** Sections and pen names have other names there. */
  maps: boolean;
  network: boolean;
  /** What a newsroom may choose of how texts are written there; null where files are taken. */
  written: { leadPhoto: boolean; elements: boolean } | null;
}

const site = { address: "site", user: true, optional: false, maps: true, network: true } as const;
const files = { user: false, optional: true, postAs: [], maps: false, written: null } as const;
const blocks = { leadPhoto: true, elements: false };
const portal = { leadPhoto: false, elements: true };

export const asks: Record<KindName, Asks> = {
  wordPress: {
    ...site,
    secret: "applicationPassword",
    postAs: ["draft", "pending", "publish", "private"],
    written: blocks,
  },
  ghost: {
    ...site,
    user: false,
    secret: "adminKey",
    postAs: ["draft", "publish"],
    written: blocks,
  },
  liferay74: { ...site, secret: "password", postAs: ["publish"], written: portal },
  liferay62: { ...site, secret: "password", postAs: ["draft", "publish"], written: portal },
  webDav: { ...files, address: "server", user: true, secret: "password", network: true },
  sftp: { ...files, address: "sftp", user: true, secret: "password", network: false },
  folder: { ...files, address: "folder", secret: null, network: false },
  webhook: {
    ...files,
    address: "server",
    secret: "signingKey",
    network: true,
    written: { leadPhoto: true, elements: true },
  },
};

/** Where the lead photo stands; Ghost shows it above the text by itself. */
export function leadPhotoOf(kind: KindName, profile: HtmlProfile): HtmlProfile["leadPhoto"] {
  if (profile.leadPhoto !== "usual") return profile.leadPhoto;
  return kind === "ghost" ? "above" : "inText";
}

/** How an address begins; one that begins otherwise is of another kind. */
const beginnings: Record<Asks["address"], string> = {
  site: "https://",
  server: "https://",
  folder: "",
  sftp: "sftp://",
};

export const kindNames = Object.keys(asks) as KindName[];

/** The destination as one of another kind: what only the old one has is not kept. */
export function asKind(destination: Destination, name: KindName): Destination {
  const kinds: { [Name in KindName]: Extract<DestinationKind, { kind: Name }> } = {
    wordPress: { kind: "wordPress" },
    ghost: { kind: "ghost" },
    webhook: { kind: "webhook", picturesTo: "" },
    folder: { kind: "folder", form: "folder" },
    webDav: { kind: "webDav", form: "folder" },
    sftp: { kind: "sftp", form: "folder", keyFile: "", hostKey: "" },
    liferay74: {
      kind: "liferay74",
      site: "",
      structure: "",
      contentField: "",
      folder: "",
      oauth: false,
    },
    liferay62: {
      kind: "liferay62",
      group: "",
      folder: "",
      pictures: "",
      structure: "",
      template: "",
      contentField: "",
    },
  };
  const before = beginnings[asks[destination.kind.kind].address];
  const beginning = beginnings[asks[name].address];
  const { postAs } = asks[name];
  // Where there was only one state nobody has chosen it, and publishing is a choice.
  const chosen = asks[destination.kind.kind].postAs.length > 1;
  return {
    ...destination,
    kind: kinds[name],
    address: before === beginning ? destination.address : beginning,
    postAs:
      chosen && postAs.includes(destination.postAs) ? destination.postAs : (postAs[0] ?? "draft"),
  };
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
