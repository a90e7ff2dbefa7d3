import type { EditorCommands } from "../editor";
import { asFailure, ipc } from "../ipc";
import type { ActionKind, View } from "../ipc";
import { actionWords } from "../newsroom/editorial";
import type { Command } from "../state/commands";
import { assignments } from "../state/assignments.svelte";
import { desk } from "../state/desk.svelte";
import { comparing } from "../state/comparing.svelte";
import { deskList } from "../state/desk-list.svelte";
import { dialogs } from "../state/dialogs.svelte";
import { incoming } from "../state/incoming.svelte";
import { ingest } from "../state/ingest.svelte";
import { moves } from "../state/moves.svelte";
import { notices } from "../state/notices.svelte";
import { open } from "../state/open.svelte";
import { overview } from "../state/overview.svelte";
import { panes } from "../state/panes.svelte";
import type { MarginTab } from "../state/panes.svelte";
import { prints } from "../state/prints.svelte";
import { sheets } from "../state/sheets.svelte";
import { searching } from "../state/search.svelte";
import { screens } from "../state/screens.svelte";
import { wall } from "../state/wall.svelte";
import { paragraphOf } from "../state/tracking.svelte";
import type { ArticleChanges } from "../state/tracking.svelte";
import type { Key } from "../words/words.svelte";

const hasPage = () => open.session !== null;

const tableTools: [Key, (commands: EditorCommands) => boolean][] = [
  ["table.addRow", (page) => page.addRowAfter()],
  ["table.addColumn", (page) => page.addColumnAfter()],
  ["table.deleteRow", (page) => page.deleteRow()],
  ["table.deleteColumn", (page) => page.deleteColumn()],
  ["table.headerRow", (page) => page.toggleHeaderRow()],
  ["table.delete", (page) => page.deleteTable()],
];

/** The changes that can be decided on, and are in sight. */
const decidable = (): ArticleChanges | null => {
  const changes = open.session?.changes;
  return changes?.shown && changes.decidable && !comparing.asked ? changes : null;
};

/** Next and previous, in whatever shows changes; where nothing does, they are shown. */
function stepToChange(direction: 1 | -1) {
  const changes = open.session?.changes;
  if (comparing.asked) comparing.step(direction);
  else if (changes?.shown) changes.step(direction);
  else changes?.show();
}

const decisions: [id: string, title: Key, keys: string[], run: (of: ArticleChanges) => unknown][] =
  (["accept", "reject"] as const).flatMap((verb) => {
    const letter = verb === "accept" ? "A" : "R";
    const all = (of: ArticleChanges) => of.list.map(({ id }) => id);
    return [
      [
        `${verb}-change`,
        `changes.${verb}`,
        [`Alt+${letter}`],
        (of: ArticleChanges) => of[verb](of.current === null ? [] : [of.current]),
      ],
      [
        `${verb}-paragraph`,
        `changes.${verb}Paragraph`,
        [`Alt+Shift+${letter}`],
        (of: ArticleChanges) =>
          of[verb](of.current === null ? [] : paragraphOf(of.list, of.current)),
      ],
      [`${verb}-all`, `changes.${verb}All`, [], (of: ArticleChanges) => of[verb](all(of))],
    ];
  });

/** Everything that can be done by a name or by keys: the palette, the help and the keyboard
 *  read this one table. */
export const commands: Command[] = [
  {
    id: "new",
    title: "command.newArticle",
    group: "group.article",
    keys: ["Ctrl+N"],
    run: () => void open.create(),
  },
  {
    id: "paste",
    title: "command.fromClipboard",
    group: "group.article",
    keys: ["Ctrl+Shift+V"],
    run: () => dialogs.show({ name: "paste" }),
  },
  {
    id: "file",
    title: "command.fromFile",
    group: "group.article",
    keys: ["Ctrl+O"],
    run: () => void fromFile(),
  },
  {
    id: "from-template",
    title: "template.new",
    group: "group.article",
    keys: ["Ctrl+Alt+N"],
    run: () => dialogs.show({ name: "fromTemplate" }),
  },
  {
    id: "templates",
    title: "template.edit",
    group: "group.article",
    run: () => dialogs.show({ name: "templates" }),
  },
  {
    id: "commission",
    title: "assign.commission",
    group: "group.desk",
    keys: ["Ctrl+Alt+G"],
    possible: () => assignments.mayCommission,
    run: () => dialogs.show({ name: "commission" }),
  },
  {
    id: "assignments",
    title: "assign.title",
    group: "group.desk",
    keys: ["Ctrl+Alt+A"],
    run: () => screens.toggle("assignments"),
  },
  {
    id: "royalties",
    title: "royalty.title",
    group: "group.desk",
    keys: ["Ctrl+Alt+B"],
    run: () => screens.toggle("royalties"),
  },
  {
    id: "plots",
    title: "plots.title",
    group: "group.desk",
    keys: ["Ctrl+Alt+W"],
    run: () => screens.toggle("plots"),
  },
  {
    id: "save",
    title: "command.save",
    group: "group.article",
    keys: ["Ctrl+S"],
    possible: hasPage,
    run: () => void open.session?.flush(),
  },
  {
    id: "photos",
    title: "command.addPhotos",
    group: "group.article",
    keys: ["Ctrl+Shift+P"],
    possible: hasPage,
    run: () => void open.session?.choosePhotos(),
  },
  {
    id: "ingest",
    title: "ingest.open",
    group: "group.article",
    keys: ["Ctrl+Alt+P"],
    run: () => ingest.show(),
  },
  {
    id: "group-photos",
    title: "editor.joinNext",
    group: "group.page",
    possible: () => open.session?.summary?.canGroupPhotos ?? false,
    run: () => open.session?.commands.makePhotoGroup(),
  },
  {
    id: "ungroup-photos",
    title: "editor.splitGroup",
    group: "group.page",
    possible: () => open.session?.summary?.inPhotoGroup ?? false,
    run: () => open.session?.commands.dissolvePhotoGroup(),
  },
  ...tableTools.map(([title, run]): Command => ({
    id: title,
    title,
    group: "group.page",
    possible: () => open.session?.summary?.place === "table",
    run: () => open.session && run(open.session.commands),
  })),
  {
    id: "export",
    title: "command.export",
    group: "group.article",
    keys: ["Ctrl+E"],
    possible: hasPage,
    run: () => dialogs.show({ name: "export" }),
  },
  {
    id: "deliver",
    title: "deliver.open",
    group: "group.article",
    keys: ["Ctrl+Shift+D"],
    possible: hasPage,
    run: () => dialogs.show({ name: "deliver" }),
  },
  {
    id: "cms-sheet",
    title: "cms.open",
    group: "group.article",
    possible: hasPage,
    run: () => dialogs.show({ name: "cmsSheet" }),
  },
  {
    id: "outbox",
    title: "outbox.title",
    group: "group.desk",
    keys: ["Ctrl+Shift+X"],
    run: () => dialogs.show({ name: "outbox" }),
  },
  {
    id: "archive",
    title: "archive.title",
    group: "group.desk",
    run: () => dialogs.show({ name: "archive" }),
  },
  {
    id: "print-article",
    title: "print.open",
    group: "group.article",
    possible: hasPage,
    run: () => open.session && void prints.open(open.session),
  },
  {
    id: "print-sheet",
    title: "sheet.print",
    group: "group.review",
    keys: ["Ctrl+P"],
    possible: hasPage,
    run: () => open.session && void sheets.show(open.session),
  },
  {
    id: "save-sheet",
    title: "sheet.save",
    group: "group.review",
    possible: hasPage,
    run: () => open.session && void sheets.save(open.session),
  },
  {
    id: "hand-off",
    title: "command.handOff",
    group: "group.article",
    keys: ["Ctrl+Shift+H"],
    possible: hasPage,
    run: () => dialogs.show({ name: "handOff" }),
  },
  {
    id: "open-hand-off",
    title: "command.openHandOff",
    group: "group.article",
    keys: ["Ctrl+Shift+O"],
    run: () => void incoming.choose(),
  },
  {
    id: "inbox",
    title: "inbox.title",
    group: "group.article",
    run: () => dialogs.show({ name: "inbox" }),
  },
  ...(Object.keys(actionWords) as ActionKind[]).map((action): Command => ({
    id: `move-${action}`,
    title: actionWords[action],
    group: "group.review",
    possible: () => open.session?.standing.actions.includes(action) ?? false,
    run: () => open.session && moves.start(open.session, action),
  })),
  {
    id: "changes",
    title: "changes.show",
    group: "group.review",
    keys: ["Ctrl+Shift+E"],
    possible: hasPage,
    run: () => {
      comparing.close();
      open.session?.changes.toggle();
    },
  },
  ...([1, -1] as const).map((direction): Command => ({
    id: direction > 0 ? "next-change" : "previous-change",
    title: direction > 0 ? "changes.next" : "changes.previous",
    group: "group.review",
    keys: [direction > 0 ? "F7" : "Shift+F7"],
    possible: hasPage,
    run: () => stepToChange(direction),
  })),
  ...decisions.map(([id, title, keys, run]): Command => ({
    id,
    title,
    group: "group.review",
    ...(keys.length > 0 ? { keys } : {}),
    possible: () => (decidable()?.stops.length ?? 0) > 0,
    run: () => {
      const changes = decidable();
      if (changes) void run(changes);
    },
  })),
  ...([1, -1] as const).map((direction): Command => ({
    id: direction > 0 ? "next-finding" : "previous-finding",
    title: direction > 0 ? "proof.next" : "proof.previous",
    group: "group.proof",
    keys: [direction > 0 ? "F4" : "Shift+F4"],
    possible: hasPage,
    run: () => {
      const { session } = open;
      if (!session?.proof.step(direction)) notices.tell("proof.nothingOpen");
      else if (!document.activeElement?.closest("[data-testid='proof']")) session.goTo("here");
    },
  })),
  {
    id: "finding-menu",
    title: "proof.menu",
    group: "group.proof",
    keys: ["Alt+Enter"],
    possible: () => findingHere() !== null,
    run: () => {
      const id = findingHere();
      if (id !== null) open.session?.proof.openMenu(id, true);
    },
  },
  {
    id: "names",
    title: "names.title",
    group: "group.proof",
    run: () => dialogs.show({ name: "names", asked: {} }),
  },
  {
    id: "compare",
    title: "compare.title",
    group: "group.review",
    keys: ["Ctrl+Alt+C"],
    possible: hasPage,
    run: () => void compareLast(),
  },
  {
    id: "comment",
    title: "command.comment",
    group: "group.comments",
    keys: ["Ctrl+Alt+M"],
    possible: hasPage,
    run: () => comment(),
  },
  {
    id: "suggest",
    title: "command.suggest",
    group: "group.comments",
    keys: ["Ctrl+Alt+E"],
    possible: hasPage,
    run: () => comment(true),
  },
  ...([1, -1] as const).map((direction): Command => ({
    id: direction > 0 ? "next-thread" : "previous-thread",
    title: direction > 0 ? "command.nextThread" : "command.previousThread",
    group: "group.comments",
    keys: [direction > 0 ? "F8" : "Shift+F8"],
    possible: hasPage,
    run: () => {
      panes.showTab("comments");
      if (!open.session?.discussion.step(direction)) notices.tell("comments.none");
    },
  })),
  {
    id: "accept-suggestion",
    title: "command.acceptSuggestion",
    group: "group.comments",
    keys: ["F9"],
    possible: () => currentSuggestion() !== null,
    run: () => void decide("accept"),
  },
  {
    id: "decline-suggestion",
    title: "command.declineSuggestion",
    group: "group.comments",
    keys: ["Shift+F9"],
    possible: () => currentSuggestion() !== null,
    run: () => void decide("decline"),
  },
  {
    id: "resolve-thread",
    title: "command.resolveThread",
    group: "group.comments",
    keys: ["Ctrl+Alt+R"],
    possible: () => currentThread()?.state === "open",
    run: () => {
      const thread = currentThread();
      if (thread) void open.session?.discussion.resolve(thread.id);
    },
  },
  {
    id: "palette",
    title: "command.palette",
    group: "group.window",
    keys: ["Ctrl+K"],
    run: () => dialogs.show({ name: "palette" }),
  },
  {
    id: "search",
    title: "search.title",
    group: "group.desk",
    keys: ["Ctrl+Alt+F"],
    run: () => {
      if (ingest.shown) ingest.hide();
      wall.close();
      searching.open();
    },
  },
  {
    id: "overview",
    title: "overview.open",
    group: "group.desk",
    keys: ["Ctrl+Shift+B"],
    run: () => overview.toggle(),
  },
  {
    id: "print-day",
    title: "overview.print",
    group: "group.desk",
    run: () => void overview.printDay(),
  },
  {
    id: "wall",
    title: "wall.title",
    group: "group.desk",
    keys: ["Ctrl+Shift+K"],
    run: () => {
      if (ingest.shown) {
        ingest.hide();
        wall.shown = true;
      } else wall.toggle();
      screens.close();
    },
  },
  {
    id: "codes",
    title: "codes.title",
    group: "group.window",
    run: () => dialogs.show({ name: "codes" }),
  },
  {
    id: "filter",
    title: "command.filter",
    group: "group.desk",
    keys: ["Ctrl+F"],
    run: () => {
      if (wall.shown) {
        wall.wantsSearch += 1;
        return;
      }
      if (screens.shown === "search") {
        searching.wantsField += 1;
        return;
      }
      panes.focus = false;
      panes.desk = true;
      deskList.focusFilter();
    },
  },
  ...(["myDrafts", "waitingForMe", "returned", "approved", "all"] as const).map(
    (view: View): Command => ({
      id: `view-${view}`,
      title: `view.${view}`,
      group: "group.desk",
      run: () => {
        panes.focus = false;
        panes.desk = true;
        deskList.view = view;
      },
    }),
  ),
  ...(["details", "review", "history", "comments", "changes", "proof", "related"] as const).map(
    (tab: MarginTab, index): Command => ({
      id: `tab-${tab}`,
      title: `margin.${tab}`,
      group: "group.margin",
      keys: [`Alt+${String(index + 1)}`],
      possible: hasPage,
      run: () => panes.showTab(tab),
    }),
  ),
  {
    id: "page",
    title: "command.toPage",
    group: "group.window",
    keys: ["Alt+0"],
    possible: hasPage,
    run: () => open.session?.goTo("body"),
  },
  {
    id: "focus",
    title: "command.focus",
    group: "group.window",
    keys: ["F11", "Ctrl+Shift+F"],
    run: () => {
      panes.focus = !panes.focus;
      if (panes.focus) open.session?.goTo("here");
    },
  },
  {
    id: "desk-pane",
    title: "command.deskPane",
    group: "group.window",
    keys: ["Ctrl+Shift+L"],
    run: () => panes.toggleDesk(),
  },
  {
    id: "margin-pane",
    title: "command.marginPane",
    group: "group.window",
    keys: ["Ctrl+Shift+M"],
    run: () => panes.toggleMargin(),
  },
  {
    id: "language",
    title: "command.language",
    group: "group.window",
    run: () =>
      void change(desk.info?.settings.language === "vi" ? { language: "en" } : { language: "vi" }),
  },
  ...(["system", "light", "dark"] as const).map((theme): Command => ({
    id: `theme-${theme}`,
    title: `command.theme.${theme}`,
    group: "group.window",
    run: () => void change({ theme }),
  })),
  {
    id: "settings",
    title: "command.settings",
    group: "group.window",
    keys: ["Ctrl+Alt+S"],
    run: () => dialogs.show({ name: "settings" }),
  },
  {
    id: "workflow",
    title: "workflow.edit",
    group: "group.window",
    run: () => dialogs.show({ name: "workflow" }),
  },
  {
    id: "targets",
    title: "targets.title",
    group: "group.window",
    run: () => dialogs.show({ name: "targets" }),
  },
  ...(["own", "builtIn", "decisions"] as const).map((part): Command => ({
    id: `rules-${part}`,
    title: `rules.command.${part}`,
    group: "group.proof",
    run: () => dialogs.show({ name: "houseRules", part }),
  })),
  {
    id: "devices",
    title: "devices.title",
    group: "group.window",
    run: () => dialogs.show({ name: "devices" }),
  },
  {
    id: "shortcuts",
    title: "command.shortcuts",
    group: "group.window",
    keys: ["F1"],
    run: () => dialogs.show({ name: "shortcuts" }),
  },
];

/** Keys that act inside one pane, for the help only. */
export const paneKeys: { title: Key; group: Key; keys: string[] }[] = [
  { title: "keys.rows", group: "group.desk", keys: ["↑", "↓", "Home", "End"] },
  { title: "keys.openRow", group: "group.desk", keys: ["Enter"] },
  { title: "keys.filterSlash", group: "group.desk", keys: ["/"] },
  { title: "keys.chooseArticles", group: "group.overview", keys: ["Space", "Ctrl+A"] },
  { title: "keys.openArticle", group: "group.overview", keys: ["Enter"] },
  { title: "keys.calendarDays", group: "group.overview", keys: ["←", "↑", "PageUp"] },
  { title: "keys.calendarToday", group: "group.overview", keys: ["T"] },
  { title: "keys.choosePhoto", group: "group.wall", keys: ["Space", "Ctrl+A"] },
  { title: "photoInfo.open", group: "group.wall", keys: ["Enter"] },
  { title: "stars.label", group: "group.wall", keys: ["0", "1", "…", "5"] },
  { title: "wall.insert", group: "group.wall", keys: ["Ctrl+Enter"] },
  { title: "keys.photoBeside", group: "group.wall", keys: ["Alt+PageUp", "Alt+PageDown"] },
  { title: "keys.bylines", group: "group.margin", keys: ["Alt+↑", "Alt+↓"] },
  { title: "keys.threadCard", group: "group.comments", keys: ["Enter"] },
  { title: "keys.threadBack", group: "group.comments", keys: ["Esc"] },
  { title: "keys.sendComment", group: "group.comments", keys: ["Ctrl+Enter"] },
  { title: "keys.findings", group: "group.proof", keys: ["↑", "↓"] },
  { title: "keys.findingPage", group: "group.proof", keys: ["Enter"] },
  { title: "keys.findingFix", group: "group.proof", keys: ["1", "2", "3"] },
  { title: "keys.findingIgnore", group: "group.proof", keys: ["Delete"] },
  { title: "ingest.pick", group: "group.ingest", keys: ["P", "T"] },
  { title: "ingest.reject", group: "group.ingest", keys: ["X"] },
  { title: "ingest.clear", group: "group.ingest", keys: ["U"] },
  { title: "stars.label", group: "group.ingest", keys: ["0", "1", "…", "5"] },
  { title: "ingest.zoom", group: "group.ingest", keys: ["Space", "Enter"] },
  { title: "ingest.whole", group: "group.ingest", keys: ["Z"] },
  { title: "ingest.compare", group: "group.ingest", keys: ["C"] },
  { title: "ingest.back", group: "group.ingest", keys: ["Esc"] },
  { title: "keys.strong", group: "group.page", keys: ["Ctrl+B"] },
  { title: "keys.em", group: "group.page", keys: ["Ctrl+I"] },
  { title: "keys.undo", group: "group.page", keys: ["Ctrl+Z"] },
  { title: "keys.redo", group: "group.page", keys: ["Ctrl+Shift+Z", "Ctrl+Y"] },
];

/** The newest revision against the page as it stands: from there any two can be chosen. */
async function compareLast() {
  const { session } = open;
  if (!session) return;
  try {
    const [newest] = await ipc.listRevisions(session.id);
    if (newest) comparing.open(session.id, newest.hash, null);
  } catch (thrown) {
    notices.fail(asFailure(thrown));
  }
}

/**
 * Starts a conversation about what is selected, or about the field beside the page that has the
 * keyboard. Where the caret stands in one already, the keyboard goes to its answer box.
 */
function comment(suggesting = false) {
  const { session } = open;
  if (!session) return;
  const { discussion, summary } = session;
  const field = document.activeElement?.closest<HTMLElement>("[data-about-field]");
  const about = field?.dataset["aboutField"];
  panes.showTab("comments");
  if (about !== undefined) {
    discussion.startAt({ kind: "field", name: about }, suggesting);
  } else if (!suggesting && summary?.thread && !summary.hasSelection) {
    discussion.goTo(summary.thread, false);
    discussion.wantCard("reply");
  } else if (!discussion.start(suggesting)) {
    notices.warn("comments.nothingSelected");
  }
}

/** What the checks found at the caret, or else what one looks at in the list. */
function findingHere(): string | null {
  const { session } = open;
  return session?.summary?.finding ?? session?.proof.current ?? null;
}

function currentThread() {
  const discussion = open.session?.discussion;
  return discussion?.threads.find(({ id }) => id === discussion.current);
}

function currentSuggestion() {
  const thread = currentThread();
  return thread?.suggestion && thread.state === "open" ? thread : null;
}

async function decide(verdict: "accept" | "decline") {
  const thread = currentSuggestion();
  const discussion = open.session?.discussion;
  if (!thread || !discussion) return;
  if (await discussion[verdict](thread.id))
    notices.tell(verdict === "accept" ? "comments.accepted" : "comments.declined");
}

async function fromFile() {
  try {
    const recognition = await ipc.recogniseFile();
    if (recognition) dialogs.show({ name: "recognise", recognition });
  } catch (thrown) {
    notices.fail(asFailure(thrown));
  }
}

async function change(settings: Parameters<typeof desk.changeSettings>[0]) {
  try {
    await desk.changeSettings(settings);
  } catch (thrown) {
    notices.fail(asFailure(thrown));
  }
}
