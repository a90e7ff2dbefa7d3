import type {
  Action,
  ActionKind,
  Arrival,
  AssignmentRow,
  Conversion,
  Failure,
  Recognition,
  RoyaltyArticle,
  RoyaltyMonth,
  Run,
} from "../ipc";

/** Dialogs that more than one part of the window can open. */
export type DialogName =
  | { name: "palette" }
  | { name: "shortcuts" }
  | { name: "settings" }
  | { name: "paste" }
  | { name: "recognise"; recognition: Recognition }
  /** A paste into the page in an old encoding: the answer is a text for each run, or none. */
  | {
      name: "oldPaste";
      runs: Run[];
      conversion: Conversion;
      answer: (texts: string[] | null) => void;
    }
  /** The photo of a block, to be cropped and the like. */
  | { name: "photoEdit"; block: string }
  | { name: "export" }
  | { name: "workflow" }
  /** A new article that begins with a template. */
  | { name: "fromTemplate" }
  | { name: "templates" }
  /** Asks somebody to write: a new article, or the one of this assignment anew. */
  | { name: "commission"; again?: AssignmentRow }
  /** The newsroom's table of royalties; `month` is read again when it has changed. */
  | { name: "royaltyTable"; changed: () => void }
  /** What is decided by hand about the royalties of an article. */
  | {
      name: "royaltyAdjust";
      month: string;
      article: RoyaltyArticle;
      changed: (month: RoyaltyMonth) => void;
    }
  /** An answer that needs a reason. */
  | { name: "answer"; kind: "declined" | "late"; row: AssignmentRow }
  /** Where articles go, and with which pictures. */
  | { name: "targets" }
  /** Where deliveries go. */
  | { name: "destinations" }
  /** `compare` names a destination to look at what stands there. */
  | { name: "deliver"; compare?: string }
  /** The article laid out for copying into a form. */
  | { name: "cmsSheet" }
  | { name: "outbox" }
  /** Articles of years past, from a folder or a file. */
  | { name: "archive" }
  /** What stands around an article on paper. */
  | { name: "letterhead" }
  /** What the house makes of the checks: its own rules, those built in, what is left alone. */
  | { name: "houseRules"; part: "own" | "builtIn" | "decisions" }
  | { name: "handOff" }
  /** A hand-off file that somebody wants opened. */
  | { name: "arrival"; arrival: Arrival }
  | { name: "inbox" }
  | { name: "devices" }
  /** What is said of photos, one or many. */
  | ({ name: "photoInfo" } & AskedPhotos)
  /** The table of code replacements. */
  | { name: "codes" }
  /** The directory of people, organisations and places. */
  | ({ name: "names" } & { asked: AskedName })
  /** A move that waits for what the proofreader finds. */
  | { name: "stopped"; action: Action; failure: Failure }
  /** A move that needs a reason. */
  | { name: "reason"; action: ReasonedAction };

/** What the directory is opened for: an entry of it, or a name that it may take up. */
export interface AskedName {
  entry?: string;
  name?: string;
}

export interface AskedPhotos {
  hashes: string[];
  /** Where the photo stands in the open article, when it was asked for there. */
  block?: string;
  /** The photo before or after this one, where it was asked for; null at either end. */
  beside?: (step: 1 | -1) => Promise<AskedPhotos | null>;
  /** Lets the place it was asked for follow. */
  follow?: () => void;
}

export type ReasonedAction = Extract<ActionKind, "hold" | "spike" | "reopen">;

class Dialogs {
  open = $state.raw<DialogName | null>(null);

  show(dialog: DialogName): void {
    this.open = dialog;
  }

  close(): void {
    this.open = null;
  }
}

export const dialogs = new Dialogs();
