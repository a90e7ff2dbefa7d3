//! What is known of the article beside its text: what it is, what was changed, asked, checked and
//! signed, and where it is signed with a pen.

use super::{Page, short};
use crate::compare::{Change, ChangeKind};
use crate::discuss::Thread;
use crate::language::count::syllables;
use crate::review::{Editorial, LogEvent, StepId};
use crate::store::CheckState;
use crate::time::Timestamp;

/// Longest passage that the list of changes quotes, in letters.
const QUOTE: usize = 160;

impl Page<'_> {
    pub(super) fn head(&mut self) {
        let sheet = self.sheet;
        self.raw("<header>\n<div>");
        let newsroom = sheet.newsroom.trim();
        if !newsroom.is_empty() {
            self.put("<p class=\"newsroom\">", newsroom, "</p>");
        }
        let (title, version) = (self.words.title(), self.words.version(sheet.version));
        self.put("<h1>", title, "</h1></div>\n");
        self.put("<p class=\"stamp\">", &version, " <code>");
        self.put("", short(&sheet.revision.hash), "</code><br>");
        self.put("", self.words.printed(), " ");
        self.time(sheet.printed_at);
        self.raw("</p>\n</header>\n");
    }

    pub(super) fn facts(&mut self) {
        let (sheet, words) = (self.sheet, self.words);
        let fields = &sheet.content.fields;
        let author = sheet.standing.author.as_ref();
        let rows: [(&str, String); 12] = [
            (words.state_label(), words.state(&sheet.standing.editorial, &sheet.workflow)),
            (words.author(), author.map(|person| person.name.clone()).unwrap_or_default()),
            (words.field("section"), fields.section.clone()),
            (words.field("deadline"), self.written(fields.deadline)),
            (words.field("embargo"), self.written(fields.embargo)),
            (words.field("eventPlace"), fields.event_place.clone()),
            (
                words.field("eventDate"),
                words.value("eventDate", self.given(&fields.event_date), sheet.zone),
            ),
            (words.field("source"), fields.source.clone()),
            (words.length(), words.syllables(self.length())),
            (words.field("tags"), fields.tags.join(", ")),
            (words.field("noteToReceiver"), fields.note_to_receiver.clone()),
            (words.article(), sheet.article.0.clone()),
        ];
        self.raw("<dl class=\"facts\">\n");
        for (label, text) in rows.iter().filter(|(_, text)| !text.trim().is_empty()) {
            self.put("<div><dt>", label, "</dt> ");
            self.put("<dd>", text, "</dd></div>\n");
        }
        self.raw("</dl>\n");
        if let Some((label, reason)) = reason_of(&sheet.standing.editorial) {
            let label = words.reason(label);
            self.put("<p class=\"reason\"><strong>", label, ":</strong> ");
            self.put("", reason, "</p>\n");
        }
    }

    fn given<'t>(&self, text: &'t Option<String>) -> &'t str {
        text.as_deref().unwrap_or_default()
    }

    fn written(&self, at: Option<Timestamp>) -> String {
        at.map(|at| self.words.time(&at.rfc3339(self.sheet.zone))).unwrap_or_default()
    }

    /// Syllables of headline, lead, text and captions.
    fn length(&self) -> usize {
        let lines = crate::compare::tokens::lines(&self.sheet.content.document);
        lines.iter().map(|line| syllables(&crate::article::text_of(&line.runs)) as usize).sum()
    }

    pub(super) fn gaps(&mut self) {
        let gaps = &self.sheet.standing.gaps;
        if gaps.is_empty() {
            return;
        }
        let words = self.words;
        let missing: Vec<&str> = gaps.iter().map(|gap| words.gap(*gap)).collect();
        self.put("<p class=\"missing\"><strong>", words.missing(), ":</strong> ");
        self.put("", &missing.join("; "), "</p>\n");
    }

    pub(super) fn changes(&mut self) {
        let words = self.words;
        self.put("<section>\n<h2>", words.changes(), "</h2>\n");
        let Some(filed) = &self.sheet.filed else {
            self.put("<p>", words.not_filed(), "</p>\n</section>\n");
            return;
        };
        self.put("<p>", words.filed_by(), " ");
        self.put("<strong>", &filed.revision.author, "</strong>, ");
        self.time(filed.revision.at);
        self.put(", ", &filed.revision.device, ", <code>");
        self.put("", short(&filed.revision.hash), "</code>.</p>\n");
        if filed.changes.is_empty() {
            self.put("<p>", words.no_changes(), "</p>\n</section>\n");
            return;
        }
        self.raw("<table class=\"changes\">\n");
        self.columns(words.change_columns());
        self.raw("<tbody>\n");
        for (n, change) in (1..).zip(&filed.changes) {
            let late = filed.unsigned.contains(&change.id);
            self.raw(&format!("<tr><td>{n}{}</td><td>", if late { "†" } else { "" }));
            if change.kind != ChangeKind::Field {
                let line = change.new.first().map_or(change.at.line, |span| span.line);
                let place = words.place(self.places.name(line));
                let behind = change.kind == ChangeKind::BlockDeleted;
                self.text(&if behind { words.behind(&place) } else { place });
            }
            self.put("</td><td>", &words.change(change), "</td><td>");
            self.excerpt(change);
            self.put("</td><td>", change.by.as_deref().unwrap_or_default(), "");
            if let Some(at) = change.by_at {
                self.raw("<br>");
                self.time(at);
            }
            self.raw("</td></tr>\n");
        }
        self.raw("</tbody>\n</table>\n");
        if !filed.unsigned.is_empty() {
            self.put("<p>", words.unsigned(), "</p>\n");
        }
        self.raw("</section>\n");
    }

    /// What a change took out and put in, in short.
    fn excerpt(&mut self, change: &Change) {
        let words = self.words;
        let (mut gone, mut come) = (String::new(), String::new());
        if let (Some(attr), true) = (
            &change.attr,
            matches!(change.kind, ChangeKind::Credit | ChangeKind::Alt | ChangeKind::Field),
        ) {
            if attr.name == "internalNote" {
                return self.text(words.kept_inside());
            }
            let value = |text: &str| match words.value(&attr.name, text, self.sheet.zone) {
                empty if empty.is_empty() => words.nothing().to_owned(),
                value => value,
            };
            (gone, come) = (value(&attr.old), value(&attr.new));
        } else if change.kind != ChangeKind::Photo {
            let lines: Vec<String> =
                change.removed.iter().map(|line| crate::article::text_of(&line.runs)).collect();
            gone = if change.kind == ChangeKind::Joined { "¶".into() } else { lines.join(" ¶ ") };
            come = self.said(change);
        }
        let kept = matches!(
            change.kind,
            ChangeKind::BlockMoved | ChangeKind::BlockKind | ChangeKind::Marks | ChangeKind::Split
        );
        if kept {
            return self.text(&cut(&come));
        }
        if !gone.is_empty() {
            self.put("<del>", &cut(&gone), "</del> ");
        }
        if !come.is_empty() {
            self.put("<ins>", &cut(&come), "</ins>");
        }
    }

    /// The words of the newer text that a change is about.
    fn said(&self, change: &Change) -> String {
        let lines = crate::compare::tokens::lines(&self.sheet.content.document);
        let said: Vec<String> = change
            .new
            .iter()
            .filter_map(|span| {
                let text = crate::article::text_of(&lines.get(span.line as usize)?.runs);
                let units: Vec<u16> = text.encode_utf16().collect();
                let (from, to) = (span.from as usize, (span.to as usize).min(units.len()));
                Some(String::from_utf16_lossy(units.get(from..to)?))
            })
            .collect();
        said.join(" ¶ ").trim().to_owned()
    }

    pub(super) fn questions(&mut self) {
        let (words, questions) = (self.words, &self.sheet.questions);
        let count = words.open_questions(questions.len());
        self.put("<section>\n<h2>", words.questions(), "</h2>\n");
        self.put("<p>", &count, "</p>\n");
        if !questions.is_empty() {
            self.raw("<ol>\n");
            questions.iter().for_each(|thread| self.question(thread));
            self.raw("</ol>\n");
        }
        self.raw("</section>\n");
    }

    fn question(&mut self, thread: &Thread) {
        self.raw("<li>");
        if !thread.anchor.quote.trim().is_empty() {
            self.put("<q>", &cut(thread.anchor.quote.trim()), "</q> ");
        }
        if thread.suggestion.is_some() {
            self.put("<em>", self.words.suggestion(), "</em> ");
        }
        for comment in thread.comments.iter().filter(|it| !it.removed && !it.text.is_empty()) {
            self.put("<br><strong>", &comment.by_name, ":</strong> ");
            self.put("", &comment.text, "");
        }
        self.raw("</li>\n");
    }

    pub(super) fn checks(&mut self) {
        let words = self.words;
        let asked = |state: CheckState| state != CheckState::NotNeeded;
        let rows = self.sheet.standing.checks.iter().filter(|check| asked(check.state));
        let rows: Vec<_> = rows.collect();
        self.put("<section>\n<h2>", words.checks(), "</h2>\n");
        if rows.is_empty() {
            self.put("<p>", words.no_checks(), "</p>\n</section>\n");
            return;
        }
        self.raw("<table>\n");
        self.columns(words.check_columns());
        self.raw("<tbody>\n");
        for check in rows {
            self.put("<tr><th scope=\"row\">", words.check(check.kind), "</th><td>");
            self.text(words.check_state(check.state));
            if let Some(reason) = &check.reason {
                self.put(": ", reason, "");
            }
            if check.changed {
                self.put("<br><strong>", words.changed_since_check(), "</strong>");
            }
            self.put("</td><td>", check.by.as_deref().unwrap_or_default(), "</td><td>");
            if let Some(at) = check.at {
                self.time(at);
            }
            self.put("</td><td>", check.device.as_deref().unwrap_or_default(), "</td></tr>\n");
        }
        self.raw("</tbody>\n</table>\n</section>\n");
    }

    pub(super) fn sign_offs(&mut self) {
        let words = self.words;
        self.put("<section>\n<h2>", words.sign_offs(), "</h2>\n");
        if self.sheet.sign_offs.is_empty() {
            self.put("<p>", words.no_sign_offs(), "</p>\n</section>\n");
            return;
        }
        self.raw("<table>\n");
        self.columns(words.sign_off_columns());
        self.raw("<tbody>\n");
        for signed in &self.sheet.sign_offs {
            let it = &signed.sign_off;
            self.put("<tr><th scope=\"row\">", words.step(&it.name), "</th>");
            self.put("<td>", &it.by, "</td><td>");
            self.time(it.at);
            self.put("</td><td>", &it.device, "</td>");
            self.put("<td><code>", short(&it.revision), "</code></td><td>");
            let filing = it.step == StepId::filing();
            match (signed.changes_since, it.changed) {
                (0, false) => self.text(words.this_text()),
                (count, _) => {
                    let since = words.changes_since(count, it.changed);
                    let close = if filing { ("", "") } else { ("<strong>", "</strong>") };
                    self.put(close.0, &since, close.1);
                }
            }
            if it.outdated {
                self.put("<br><strong>", words.sign_again(), "</strong>");
            }
            self.raw("</td></tr>\n");
        }
        self.raw("</tbody>\n</table>\n</section>\n");
    }

    pub(super) fn log(&mut self) {
        let words = self.words;
        self.put("<section>\n<h2>", words.log(), "</h2>\n");
        let state = words.log_state(self.sheet.log_fault.as_ref());
        let (open, close) = if self.sheet.log_fault.is_some() {
            ("<p><strong>", "</strong></p>\n")
        } else {
            ("<p>", "</p>\n")
        };
        self.put(open, &state, close);
        self.raw("<table>\n");
        self.columns(words.log_columns());
        self.raw("<tbody>\n");
        for row in self.sheet.history.iter().rev() {
            // Checks have a table of their own.
            if matches!(row.event, LogEvent::Checked { .. }) {
                continue;
            }
            self.raw("<tr><td>");
            self.time(row.at);
            self.put("</td><td>", &row.by, "</td><td>");
            self.text(&words.event(row));
            if !row.intact {
                self.put(" <strong>", words.doubtful(), "</strong>");
            }
            self.put("</td><td>", &row.device, "</td>");
            self.put("<td><code>", short(&row.revision), "</code></td></tr>\n");
        }
        self.raw("</tbody>\n</table>\n</section>\n");
    }

    /// A box for each who answers for the article: the author, then the steps of the workflow.
    pub(super) fn signatures(&mut self) {
        let (words, sheet) = (self.words, self.sheet);
        self.put("<section class=\"pen\">\n<h2>", words.signatures(), "</h2>\n");
        self.raw("<div class=\"boxes\">\n");
        let last = sheet.workflow.approvals.len();
        let steps = (0..).zip(sheet.workflow.chain());
        let author = (StepId::filing(), words.author().to_owned());
        let steps = steps.map(|(place, step)| {
            let name = words.step(&step.name).to_owned();
            (step.id.clone(), if place == last { words.and_approves(&name) } else { name })
        });
        let boxes: Vec<(StepId, String)> = std::iter::once(author).chain(steps).collect();
        for (step, name) in boxes {
            self.put("<div class=\"box\"><p><strong>", &name, "</strong><br>");
            self.put("<small>", words.pen(), "</small></p>\n<p class=\"space\"></p>\n");
            self.put("<p>", words.pen_date(), "</p>\n");
            if let Some(signed) = sheet.sign_offs.iter().find(|it| it.sign_off.step == step) {
                self.put("<p class=\"done\">", words.signed_here(), " ");
                self.put("<strong>", &signed.sign_off.by, "</strong>, ");
                self.time(signed.sign_off.at);
                self.raw("</p>\n");
            }
            self.raw("</div>\n");
        }
        self.raw("</div>\n</section>\n");
    }

    pub(super) fn foot(&mut self) {
        let (words, sheet) = (self.words, self.sheet);
        self.put("<footer>\n<p>", words.revision_hash(), "<br><code>");
        self.put("", &sheet.revision.hash, "</code></p>\n");
        self.put("<p>", words.revision_made(), " ");
        self.put("", &sheet.revision.author, ", ");
        self.time(sheet.revision.at);
        self.put(", ", &sheet.revision.device, ". ");
        self.put("", words.printed_by(), " ");
        self.put("", &sheet.printed_by, ", ");
        self.time(sheet.printed_at);
        self.put(", ", &sheet.device, ".</p>\n</footer>\n");
    }

    fn columns(&mut self, columns: &[&str]) {
        self.raw("<thead><tr>");
        for column in columns {
            self.put("<th scope=\"col\">", column, "</th>");
        }
        self.raw("</tr></thead>\n");
    }
}

/// Why the article rests, went back or was dropped.
fn reason_of(editorial: &Editorial) -> Option<(&'static str, &str)> {
    let (what, reason) = match editorial {
        Editorial::Returned { reason, .. } => ("returned", reason),
        Editorial::OnHold { reason, .. } => ("onHold", reason),
        Editorial::Spiked { reason, .. } => ("spiked", reason),
        Editorial::Draft
        | Editorial::Filed
        | Editorial::InReview { .. }
        | Editorial::AwaitingApproval { .. }
        | Editorial::Approved
        | Editorial::Withdrawn => return None,
    };
    (!reason.trim().is_empty()).then_some((what, reason.as_str()))
}

fn cut(text: &str) -> String {
    if text.chars().count() <= QUOTE {
        return text.to_owned();
    }
    text.chars().take(QUOTE).chain(['…']).collect()
}
