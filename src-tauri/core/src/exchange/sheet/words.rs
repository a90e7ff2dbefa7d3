//! The words of the sheet in both languages.

use super::places::PlaceName;
use crate::article::BylineRole;
use crate::assignment::Answer;
use crate::compare::{Change, ChangeKind};
use crate::review::{
    Action, CheckKind, Editorial, Gap, LogEvent, LogFault, ReturnTarget, Workflow,
};
use crate::store::{CheckState, HistoryRow, Language};
use crate::time::{Timestamp, ZoneMinutes};

#[derive(Debug, Clone, Copy)]
pub(in crate::exchange) struct Words(Language);

/// Words that depend on nothing.
macro_rules! words {
    ($($name:ident: $vi:literal, $en:literal;)+) => {
        impl Words {
            $(pub(super) fn $name(self) -> &'static str {
                self.pick($vi, $en)
            })+
        }
    };
}

words! {
    tag: "vi", "en";
    title: "Phiếu duyệt", "Approval sheet";
    page: "Trang", "Page";
    untitled: "Chưa có tít", "No headline";
    printed: "In lúc", "Printed";
    state_label: "Trạng thái", "State";
    author: "Người viết", "Author";
    length: "Độ dài", "Length";
    article: "Mã bài", "Article";
    missing: "Còn thiếu", "Missing";
    photo_before: "Ảnh trước khi đổi", "The photo before";
    photo_missing: "Thiếu ảnh", "Photo missing";
    photo_unreadable: "Không đọc được ảnh", "Photo cannot be read";
    photo_deleted: "Ảnh đã xóa", "Deleted photo";
    credit: "Ảnh", "Photo by";
    alt: "Mô tả", "Description";
    nothing: "(trống)", "(empty)";
    left_from_here: "Đoạn ở đây đã chuyển đi chỗ khác", "What stood here was moved elsewhere";
    changes: "Thay đổi so với bản nộp", "Changes since it was filed";
    not_filed: "Bài chưa nộp nên chưa có bản nộp để so sánh.",
        "The article has not been filed: there is nothing to compare it with.";
    filed_by: "Bản nộp của", "Filed by";
    no_changes: "Không có thay đổi nào: nội dung giống hệt bản nộp.",
        "No changes: the text is exactly what was filed.";
    unsigned: "† Thay đổi có sau lần ký gần nhất: chưa ai ký cho nội dung này.",
        "† Made after the newest sign-off: nobody has signed for it.";
    kept_inside: "Ghi chú nội bộ, không in ra.", "An internal note, which is not printed.";
    questions: "Câu hỏi còn mở", "Open questions";
    suggestion: "Đề nghị sửa.", "A suggestion.";
    checks: "Kiểm tra", "Checks";
    no_checks: "Bài này không cần kiểm tra nào.", "No check is needed.";
    changed_since_check: "Bài đã đổi từ lúc kiểm tra", "Changed since it was checked";
    sign_offs: "Đã ký trên máy", "Signed on the desk";
    no_sign_offs: "Chưa ai ký bước nào.", "Nobody has signed a step yet.";
    this_text: "Đúng nội dung này", "For this very text";
    sign_again: "Phải ký lại", "Must be signed again";
    log: "Nhật ký", "Log";
    doubtful: "không còn tin được", "in doubt";
    signatures: "Chữ ký", "Signatures";
    pen: "(ký, ghi rõ họ tên)", "(signature and name)";
    pen_date: "Ngày … tháng … năm ……", "Date ……………………";
    signed_here: "Đã ký trên máy:", "Signed on the desk:";
    revision_hash: "Mã bản đầy đủ (BLAKE3 của nội dung và nguồn gốc bản này)",
        "Full revision hash (BLAKE3 of this revision's text and origin)";
    revision_made: "Bản do", "Revision by";
    printed_by: "Người in:", "Printed by";
}

impl Words {
    pub(in crate::exchange) fn of(language: Language) -> Self {
        Self(language)
    }

    fn pick<T>(self, vi: T, en: T) -> T {
        match self.0 {
            Language::Vi => vi,
            Language::En => en,
        }
    }

    /// `2020-05-23T15:30:00+07:00` as `15:30 23/5/2020` or `23 May 2020 15:30`.
    pub(in crate::exchange) fn time(self, rfc3339: &str) -> String {
        match rfc3339.split_once('T') {
            Some((date, clock)) => {
                let (date, clock) = (self.date(date), clock.get(..5).unwrap_or(clock));
                self.pick(format!("{clock} {date}"), format!("{date} {clock}"))
            }
            None => rfc3339.to_owned(),
        }
    }

    fn date(self, iso: &str) -> String {
        let months =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let parts: Vec<usize> = iso.splitn(3, '-').filter_map(|part| part.parse().ok()).collect();
        let [year, month, day] = parts[..] else { return iso.to_owned() };
        match (self.0, months.get(month.wrapping_sub(1))) {
            (_, None) => iso.to_owned(),
            (Language::Vi, _) => format!("{day}/{month}/{year}"),
            (Language::En, Some(name)) => format!("{day} {name} {year}"),
        }
    }

    pub(super) fn version(self, version: u32) -> String {
        self.pick(format!("Bản {version}"), format!("Revision {version}"))
    }

    pub(super) fn syllables(self, count: usize) -> String {
        self.pick(format!("{count} tiếng"), format!("{count} syllables"))
    }

    /// What the marks in the text mean: inserted, deleted, moved, numbers.
    pub(super) fn legend(self) -> (&'static str, &'static str, &'static str, &'static str) {
        self.pick(
            ("chữ thêm", "chữ xóa", "đoạn chuyển chỗ", "[số] ứng với bảng thay đổi bên dưới"),
            ("inserted", "deleted", "moved", "[number]: see the list of changes below"),
        )
    }

    pub(in crate::exchange) fn state(self, editorial: &Editorial, workflow: &Workflow) -> String {
        let waits = |step: u32| {
            let place = usize::try_from(step).unwrap_or(usize::MAX);
            let name = workflow.step(place).map_or("", |step| self.step(&step.name));
            let waiting = self.pick("Chờ duyệt", "Awaiting approval");
            if name.is_empty() { waiting.to_owned() } else { format!("{waiting}: {name}") }
        };
        let plain = match editorial {
            Editorial::Draft => self.pick("Bản nháp", "Draft"),
            Editorial::Filed => self.pick("Đã nộp", "Filed"),
            Editorial::InReview { .. } => self.pick("Đang biên tập", "In review"),
            Editorial::AwaitingApproval { step, .. } => return waits(*step),
            Editorial::Approved => self.pick("Đã duyệt", "Approved"),
            Editorial::Returned { .. } => self.pick("Bị trả lại", "Returned"),
            Editorial::Withdrawn => self.pick("Đã rút", "Withdrawn"),
            Editorial::OnHold { .. } => self.pick("Tạm giữ", "On hold"),
            Editorial::Spiked { .. } => self.pick("Đã loại", "Spiked"),
        };
        plain.to_owned()
    }

    pub(super) fn reason(self, what: &str) -> &'static str {
        match what {
            "returned" => self.pick("Lý do trả lại", "Why it was returned"),
            "onHold" => self.pick("Lý do tạm giữ", "Why it is on hold"),
            _ => self.pick("Lý do loại", "Why it was spiked"),
        }
    }

    pub(super) fn gap(self, gap: Gap) -> &'static str {
        match gap {
            Gap::Headline => self.pick("tít", "headline"),
            Gap::Lead => self.pick("sapo", "lead"),
            Gap::Text => self.pick("nội dung", "text"),
            Gap::Byline => self.pick("tên tác giả", "byline"),
            Gap::Photo => self.pick("ảnh cho chú thích", "a photo for a caption"),
            Gap::Caption => self.pick("chú thích ảnh", "a caption"),
            Gap::AltText => self.pick("mô tả ảnh", "a photo's description"),
            Gap::Credit => self.pick("tác giả ảnh", "a photo's credit"),
        }
    }

    pub(super) fn byline(self, role: BylineRole) -> &'static str {
        match role {
            BylineRole::Text => self.pick("Bài", "Text"),
            BylineRole::Photo => self.pick("Ảnh", "Photo"),
            BylineRole::Translation => self.pick("Dịch", "Translation"),
            BylineRole::EditedBy => self.pick("Biên tập", "Edited by"),
        }
    }

    /// A field by its name in the article.
    pub(super) fn field(self, name: &str) -> &'static str {
        match name {
            "bylines" => self.pick("Bút danh", "Bylines"),
            "source" => self.pick("Nguồn", "Source"),
            "section" => self.pick("Chuyên mục", "Section"),
            "tags" => self.pick("Từ khóa", "Keywords"),
            "eventDate" => self.pick("Ngày sự kiện", "Date of the event"),
            "eventPlace" => self.pick("Nơi sự kiện", "Place of the event"),
            "slug" => self.pick("Đường dẫn trên trang", "Address on the web"),
            "language" => self.pick("Ngôn ngữ bài", "Language of the article"),
            "embargo" => self.pick("Không công bố trước", "Embargoed until"),
            "deadline" => self.pick("Hạn nộp", "Deadline"),
            "priority" => self.pick("Mức ưu tiên", "Priority"),
            "noteToReceiver" => self.pick("Lời nhắn nơi nhận", "Note to the receiver"),
            "internalNote" => self.pick("Ghi chú nội bộ", "Internal note"),
            "targetLength" => self.pick("Độ dài đặt ra", "Target length"),
            "leadPhoto" => self.pick("Ảnh đại diện", "Lead photo"),
            "royaltyClass" => self.pick("Loại nhuận bút", "Royalty class"),
            _ => self.pick("Trường khác", "Another field"),
        }
    }

    /// The value of a field as a person writes it; see [`crate::compare::AttrChange`].
    pub(super) fn value(self, name: &str, value: &str, zone: ZoneMinutes) -> String {
        match (name, value.parse::<i64>()) {
            ("embargo" | "deadline", Ok(at)) => self.time(&Timestamp(at).rfc3339(zone)),
            ("eventDate", _) => self.date(value),
            ("bylines", _) => [
                ("[photo]", BylineRole::Photo),
                ("[translation]", BylineRole::Translation),
                ("[editedBy]", BylineRole::EditedBy),
            ]
            .iter()
            .fold(value.to_owned(), |text, (code, role)| {
                text.replace(code, &format!("({})", self.byline(*role).to_lowercase()))
            }),
            _ => value.to_owned(),
        }
    }

    pub(super) fn place(self, place: PlaceName) -> String {
        match place {
            PlaceName::Headline => self.pick("Tít", "Headline").to_owned(),
            PlaceName::Lead => self.pick("Sapo", "Lead").to_owned(),
            PlaceName::Subhead => self.pick("Tít phụ", "Subhead").to_owned(),
            PlaceName::Paragraph(n) => self.pick(format!("Đoạn {n}"), format!("Paragraph {n}")),
            PlaceName::Photo(n) => self.pick(format!("Ảnh {n}"), format!("Photo {n}")),
        }
    }

    pub(super) fn behind(self, place: &str) -> String {
        let place = place.to_lowercase();
        self.pick(format!("Sau {place}"), format!("After {place}"))
    }

    pub(super) fn moved_here(self, from: &str) -> String {
        let from = from.to_lowercase();
        self.pick(
            format!("Chuyển đến đây; trước đứng {from}"),
            format!("Moved here; it stood {from}"),
        )
    }

    pub(super) fn before(self, what: &str, old: &str) -> String {
        self.pick(format!("{what}; trước là: {old}"), format!("{what}; before: {old}"))
    }

    pub(super) fn change(self, change: &Change) -> String {
        let attr = change.attr.as_ref();
        let (old, new) = attr.map_or(("", ""), |attr| (&attr.old, &attr.new));
        let plain = match change.kind {
            ChangeKind::Inserted => self.pick("Thêm", "Inserted"),
            ChangeKind::Deleted => self.pick("Xóa", "Deleted"),
            ChangeKind::Replaced => self.pick("Thay", "Replaced"),
            ChangeKind::BlockInserted => self.pick("Thêm đoạn", "New paragraph"),
            ChangeKind::BlockDeleted
                if change.removed.iter().all(|line| line.start.as_deref() == Some("photo")) =>
            {
                self.pick("Xóa ảnh", "Photo deleted")
            }
            ChangeKind::BlockDeleted => self.pick("Xóa đoạn", "Deleted paragraph"),
            ChangeKind::BlockMoved if attr.is_some_and(|it| it.name == "holder") && old != new => {
                let holder = self.kind(if new.is_empty() { old } else { new }).to_lowercase();
                return match new {
                    "" => self.pick(format!("Đưa ra khỏi {holder}"), format!("Out of {holder}")),
                    _ => self.pick(format!("Đưa vào {holder}"), format!("Into {holder}")),
                };
            }
            ChangeKind::BlockMoved => self.pick("Chuyển chỗ", "Moved"),
            ChangeKind::BlockKind if attr.is_some() => {
                let (old, new) = (self.kind(old), self.kind(new).to_lowercase());
                return self.pick(format!("{old} thành {new}"), format!("{old} into {new}"));
            }
            ChangeKind::BlockKind => self.pick("Đổi kiểu đoạn", "Paragraph type"),
            ChangeKind::Split => self.pick("Tách đoạn", "Split"),
            ChangeKind::Joined => self.pick("Nối đoạn", "Joined"),
            ChangeKind::Marks => self.pick("Đổi định dạng", "Formatting"),
            ChangeKind::Photo => self.pick("Đổi ảnh", "Photo replaced"),
            ChangeKind::Edits => self.pick("Chỉnh sửa ảnh", "Photo edited"),
            ChangeKind::Credit => self.pick("Đổi tác giả ảnh", "Photo credit"),
            ChangeKind::Alt => self.pick("Đổi mô tả ảnh", "Photo description"),
            ChangeKind::Field => {
                let field = self.field(attr.map_or("", |attr| &attr.name));
                return self.pick(format!("Đổi “{field}”"), format!("“{field}” changed"));
            }
        };
        plain.to_owned()
    }

    /// A kind of line or holder, as the core names it.
    fn kind(self, kind: &str) -> &str {
        match kind {
            "headline" => self.pick("Tít", "Headline"),
            "lead" => self.pick("Sapo", "Lead"),
            "paragraph" => self.pick("Đoạn văn", "Paragraph"),
            "subhead" => self.pick("Tít phụ", "Subhead"),
            "quote" => self.pick("Trích dẫn", "Quote"),
            "listItem" => self.pick("Danh sách", "List"),
            "orderedItem" => self.pick("Danh sách đánh số", "Numbered list"),
            "tableCell" => self.pick("Bảng", "Table"),
            "headerCell" => self.pick("Hàng tiêu đề", "Header row"),
            "photo" => self.pick("Ảnh", "Photo"),
            "box" => self.pick("Khung thông tin", "Side bar"),
            "photoGroup" => self.pick("Nhóm ảnh", "Photo group"),
            _ => "",
        }
    }

    pub(super) fn change_columns(self) -> &'static [&'static str] {
        self.pick(
            &["Số", "Ở đâu", "Thay đổi", "Nội dung", "Ai, lúc nào"],
            &["No.", "Where", "Change", "What", "Who and when"],
        )
    }

    pub(super) fn check_columns(self) -> &'static [&'static str] {
        self.pick(
            &["Kiểm tra", "Kết quả", "Ai", "Lúc", "Máy"],
            &["Check", "Result", "Who", "When", "Device"],
        )
    }

    pub(super) fn sign_off_columns(self) -> &'static [&'static str] {
        self.pick(
            &["Bước", "Ai", "Lúc", "Máy", "Mã bản", "Nội dung từ đó"],
            &["Step", "Who", "When", "Device", "Revision", "Text since then"],
        )
    }

    pub(super) fn log_columns(self) -> &'static [&'static str] {
        self.pick(
            &["Lúc", "Ai", "Việc", "Máy", "Mã bản"],
            &["When", "Who", "What", "Device", "Revision"],
        )
    }

    pub(super) fn open_questions(self, count: usize) -> String {
        match (self.0, count) {
            (Language::Vi, 0) => "Không còn câu hỏi nào.".to_owned(),
            (Language::En, 0) => "No question is open.".to_owned(),
            (Language::Vi, _) => format!("Còn {count} câu hỏi, đề nghị chưa giải quyết."),
            (Language::En, 1) => "One question or suggestion is open.".to_owned(),
            (Language::En, _) => format!("{count} questions and suggestions are open."),
        }
    }

    pub(super) fn changes_since(self, count: u32, published: bool) -> String {
        match (self.0, published, count) {
            (Language::Vi, true, _) => format!("Bài đã đổi sau khi ký: {count} thay đổi"),
            (Language::En, true, 1) => "Changed since: 1 change".to_owned(),
            (Language::En, true, _) => format!("Changed since: {count} changes"),
            (Language::Vi, false, _) => {
                format!("{count} thay đổi, không phải ở phần công bố")
            }
            (Language::En, false, 1) => "1 change, not in what is published".to_owned(),
            (Language::En, false, _) => format!("{count} changes, not in what is published"),
        }
    }

    pub(super) fn check(self, kind: CheckKind) -> &'static str {
        match kind {
            CheckKind::Photos => self.pick("Ảnh", "Photos"),
            CheckKind::Spelling => self.pick("Chính tả", "Spelling"),
            CheckKind::Figures => self.pick("Số liệu", "Figures"),
            CheckKind::Names => self.pick("Tên và chức danh", "Names and titles"),
            CheckKind::Legal => self.pick("Pháp lý", "Legal"),
            CheckKind::Rights => self.pick("Bản quyền", "Rights"),
        }
    }

    pub(super) fn check_state(self, state: CheckState) -> &'static str {
        match state {
            CheckState::NotNeeded => self.pick("Không cần", "Not needed"),
            CheckState::Needed => self.pick("Chưa kiểm tra", "Not checked yet"),
            CheckState::Done => self.pick("Đã kiểm tra", "Done"),
            CheckState::Waived => self.pick("Được miễn", "Waived"),
        }
    }

    /// A step by its name; those of the presets have words of their own.
    pub(super) fn step(self, name: &str) -> &str {
        match name {
            "filing" => self.pick("Nộp bài", "Filing"),
            "review" => self.pick("Biên tập", "Review"),
            "secondEditor" => self.pick("Duyệt hai", "Second editor"),
            "secretary" => self.pick("Thư ký tòa soạn", "Secretary"),
            "release" => self.pick("Phát hành", "Release"),
            own => own,
        }
    }

    pub(super) fn and_approves(self, step: &str) -> String {
        self.pick(format!("{step} – duyệt"), format!("{step} – approved"))
    }

    pub(super) fn log_state(self, fault: Option<&LogFault>) -> String {
        match fault {
            None => self
                .pick("Nhật ký nguyên vẹn đến lúc in.", "The log was whole when this was printed.")
                .to_owned(),
            Some(LogFault::Changed { entry }) => self.pick(
                format!("Nhật ký đã bị sửa bên ngoài chương trình, từ mục {entry}."),
                format!("The log was changed outside the program, from entry {entry} on."),
            ),
            Some(LogFault::Cut { kept }) => self.pick(
                format!("Phần cuối nhật ký, sau mục {kept}, đã bị cắt hoặc viết lại."),
                format!("The end of the log, after entry {kept}, was cut off or rewritten."),
            ),
            Some(LogFault::PeerChanged { device, entry }) => self.pick(
                format!("Nhật ký của máy {device} đã bị sửa trên máy này, từ mục {entry}."),
                format!("What {device} wrote was changed on this desk, from its entry {entry} on."),
            ),
            Some(LogFault::PeerCut { device, kept }) => self.pick(
                format!("Phần cuối nhật ký của máy {device}, sau mục {kept}, đã bị cắt."),
                format!("The end of what {device} wrote, after its entry {kept}, was cut off."),
            ),
            Some(LogFault::PeersMissing) => self
                .pick(
                    "Nhật ký của máy khác mà máy này từng nhận đã bị xóa.",
                    "What other desks wrote, and this desk had, was taken out.",
                )
                .to_owned(),
            Some(LogFault::StateElsewhere) => self
                .pick(
                    "Trạng thái của bài không khớp với bước cuối trong nhật ký.",
                    "The article does not stand where the last move in the log led it.",
                )
                .to_owned(),
        }
    }

    /// What somebody did, without who.
    pub(super) fn event(self, row: &HistoryRow) -> String {
        let about = row.about.as_deref().unwrap_or_default();
        match &row.event {
            LogEvent::Created => self.pick("tạo bài", "created it").to_owned(),
            LogEvent::Moved { action, signed, waived, .. } => {
                let done = self.done(action, about);
                let step = signed.as_ref().map(|signed| self.step(&signed.name).to_lowercase());
                let step = step.map_or(String::new(), |step| {
                    self.pick(format!(" (ký bước {step})"), format!(" (signed: {step})"))
                });
                let waived_for = waived.as_ref().map(|waived| {
                    let (count, why) = (waived.count, &waived.reason);
                    self.pick(
                        format!(", bỏ qua {count} chỗ máy soát còn báo: {why}"),
                        format!(", past {count} open findings: {why}"),
                    )
                });
                let reason = reason(action).map(|why| format!(": {why}"));
                let reason = waived_for.or(reason).unwrap_or_default();
                format!("{done}{step}{reason}")
            }
            // The sheet has a table of checks; here for completeness.
            LogEvent::Checked { kind, .. } => self.check(*kind).to_owned(),
            LogEvent::StepReopened { step, signed_by, .. } => {
                let step = self.step(step).to_lowercase();
                self.pick(
                    format!("trở lại bước {step}: bài đổi sau khi {signed_by} ký"),
                    format!("back to {step}: changed since {signed_by} signed it"),
                )
            }
            LogEvent::StepsChanged { .. } => {
                self.pick("quy trình duyệt thay đổi", "the review steps changed").to_owned()
            }
            LogEvent::Exported { override_reason, .. } => {
                let done = self.pick("xuất bài", "exported it");
                match override_reason {
                    Some(reason) => format!("{done}: {reason}"),
                    None => done.to_owned(),
                }
            }
            LogEvent::Restored { .. } => {
                self.pick("khôi phục một bản cũ", "restored a revision").to_owned()
            }
            LogEvent::Delivered { to, .. } => {
                format!("{} {to}", self.pick("gửi lên", "delivered it to"))
            }
            LogEvent::TakenDown { from, reason } => {
                format!("{} {from}: {reason}", self.pick("gỡ khỏi", "took it down from"))
            }
            LogEvent::DeliveryStopped { to, down, given_up, .. } => {
                let done = match (given_up, down) {
                    (true, false) => self.pick("thôi gửi lên", "gave up delivering it to"),
                    (true, true) => self.pick("thôi gỡ khỏi", "gave up taking it down from"),
                    (false, false) => self.pick("chưa gửi được lên", "could not deliver it to"),
                    (false, true) => self.pick("chưa gỡ được khỏi", "could not take it down from"),
                };
                format!("{done} {to}")
            }
            LogEvent::LeftoversCleared { from } => {
                format!("{} {from}", self.pick("dọn phần gửi dở ở", "cleared up at"))
            }
            LogEvent::HandedOff { to } => {
                let to = to.as_ref().map_or(String::new(), |to| format!(" → {to}"));
                format!("{}{to}", self.pick("bàn giao", "handed it off"))
            }
            LogEvent::Received { from, device } => {
                format!("{} {from} ({device})", self.pick("nhận từ", "received it from"))
            }
            LogEvent::Merged { questions } => self.pick(
                format!("gộp hai bản, {questions} chỗ cần quyết định"),
                format!("merged two texts, {questions} to be decided"),
            ),
            LogEvent::Commissioned { commission } => {
                format!("{} {}", self.pick("giao bài cho", "commissioned"), commission.to_name)
            }
            LogEvent::Answered { answer, .. } => match answer {
                Answer::Accepted => self.pick("nhận bài được giao", "accepted it").to_owned(),
                Answer::Declined { reason } => {
                    format!("{}: {reason}", self.pick("từ chối bài được giao", "declined it"))
                }
                Answer::Late { reason, .. } => {
                    format!("{}: {reason}", self.pick("báo nộp muộn", "said it will be late"))
                }
            },
            LogEvent::Unknown => {
                self.pick("mục không đọc được", "an entry that cannot be read").to_owned()
            }
        }
    }

    fn done(self, action: &Action, about: &str) -> String {
        let plain = match action {
            Action::File => self.pick("nộp bài", "filed it"),
            Action::Claim if !about.is_empty() => {
                return self.pick(format!("nhận thay {about}"), format!("took over from {about}"));
            }
            Action::Claim => self.pick("nhận biên tập", "claimed it"),
            Action::Release => self.pick("thôi nhận biên tập", "released it"),
            Action::PassOn => self.pick("chuyển duyệt", "passed it on"),
            Action::Approve => self.pick("duyệt", "approved it"),
            Action::Return { to: ReturnTarget::Author, .. } => {
                self.pick("trả lại người viết", "returned it to the author")
            }
            Action::Return { to: ReturnTarget::Editor { .. }, .. } => {
                return self.pick(format!("trả lại {about}"), format!("returned it to {about}"));
            }
            Action::Return { to: ReturnTarget::Step { step }, .. } => {
                return self.pick(
                    format!("trả lại bước duyệt {step}"),
                    format!("returned it to approval step {step}"),
                );
            }
            Action::Withdraw => self.pick("rút bài", "withdrew it"),
            Action::Hold { .. } => self.pick("tạm giữ", "put it on hold"),
            Action::Resume => self.pick("cho làm tiếp", "let it go on"),
            Action::Spike { .. } => self.pick("loại bài", "spiked it"),
            Action::Restore => self.pick("lấy lại bài", "restored it"),
            Action::Reopen { .. } => self.pick("mở lại để sửa", "reopened it"),
        };
        plain.to_owned()
    }
}

/// Why somebody did what they did, where that is asked for.
fn reason(action: &Action) -> Option<&str> {
    let reason = match action {
        Action::Return { reason, .. }
        | Action::Hold { reason }
        | Action::Spike { reason }
        | Action::Reopen { reason } => reason.trim(),
        Action::File
        | Action::Claim
        | Action::Release
        | Action::PassOn
        | Action::Approve
        | Action::Withdraw
        | Action::Resume
        | Action::Restore => "",
    };
    (!reason.is_empty()).then_some(reason)
}

/// What the list of a day says beside.
impl Words {
    pub(in crate::exchange) fn day_list(self) -> &'static str {
        self.pick("Việc trong ngày", "The day's list,")
    }

    /// The day of `2020-05-23T15:30:00+07:00`.
    pub(in crate::exchange) fn day(self, rfc3339: &str) -> String {
        self.date(rfc3339.split('T').next().unwrap_or_default())
    }

    pub(in crate::exchange) fn printed_at(self) -> &'static str {
        self.pick("In lúc", "Printed")
    }

    pub(in crate::exchange) fn due_today(self) -> &'static str {
        self.pick("Đến hạn hôm nay", "Due today")
    }

    pub(in crate::exchange) fn waits_for(self) -> &'static str {
        self.pick("Đang chờ tôi", "Waiting for me")
    }

    pub(in crate::exchange) fn embargo_ends(self) -> &'static str {
        self.pick("Hết giờ cấm đăng hôm nay", "Embargo ends today")
    }

    pub(in crate::exchange) fn no_articles(self) -> &'static str {
        self.pick("Không có bài nào.", "Nothing.")
    }

    pub(in crate::exchange) fn no_headline(self) -> &'static str {
        self.untitled()
    }

    pub(in crate::exchange) fn due_at(self) -> &'static str {
        self.pick("Hạn", "Due")
    }

    pub(in crate::exchange) fn out_at(self) -> &'static str {
        self.pick("Được đăng từ", "May run from")
    }

    pub(in crate::exchange) fn headline(self) -> &'static str {
        self.pick("Tít", "Headline")
    }

    pub(in crate::exchange) fn writer(self) -> &'static str {
        self.pick("Người viết", "By")
    }

    pub(in crate::exchange) fn standing(self) -> &'static str {
        self.pick("Tình trạng", "State")
    }

    pub(in crate::exchange) fn keeper(self) -> &'static str {
        self.pick("Đang ở", "With")
    }

    pub(in crate::exchange) fn more(self, count: usize) -> String {
        self.pick(format!("Còn {count} bài nữa."), format!("{count} more."))
    }
}
