//! The command line's words in both languages.

use banthao_core::assignment::Answer;
use banthao_core::language::legacy::Written;
use banthao_core::proof::{Finding, Overrule, RowFault, RuleId, Severity};
use banthao_core::review::{
    Action, CheckKind, CheckMark, Editorial, Gap, LogEvent, LogFault, ReturnTarget,
};
use banthao_core::store::{HistoryRow, Language, Outcome, Problem, ProblemKind, Trust};
use banthao_core::{Code, Failure};

pub(crate) struct Words {
    pub(crate) language: Language,
    pub(crate) set_up: &'static str,
    pub(crate) imported: &'static str,
    pub(crate) total: &'static str,
    pub(crate) missing: &'static str,
    pub(crate) nothing_missing: &'static str,
    pub(crate) exported: &'static str,
    pub(crate) sheet: &'static str,
    pub(crate) printed: &'static str,
    pub(crate) pages: &'static str,
    pub(crate) not_approved: &'static str,
    pub(crate) letters_missing: &'static str,
    pub(crate) photo_templates: &'static str,
    pub(crate) codes: &'static str,
    pub(crate) articles: &'static str,
    pub(crate) revisions: &'static str,
    pub(crate) photos: &'static str,
    pub(crate) healthy: &'static str,
    /// Of a signature.
    pub(crate) unverified: &'static str,
    pub(crate) handed_off: &'static str,
    pub(crate) photo_left_out: &'static str,
    pub(crate) sender: &'static str,
    pub(crate) first_time: &'static str,
    pub(crate) note: &'static str,
    pub(crate) changes: &'static str,
    pub(crate) comments: &'static str,
    pub(crate) questions: &'static str,
    pub(crate) log_rewritten: &'static str,
    pub(crate) no_peers: &'static str,
    pub(crate) royalties_written: &'static str,
    pub(crate) rules_added: &'static str,
    pub(crate) rules_known: &'static str,
    pub(crate) rules_written: &'static str,
    pub(crate) draft: &'static str,
    pub(crate) live: &'static str,
    pub(crate) names_new: &'static str,
    pub(crate) names_changed: &'static str,
    pub(crate) names_same: &'static str,
    pub(crate) rows_broken: &'static str,
    pub(crate) row: &'static str,
    pub(crate) nothing_changed: &'static str,
    pub(crate) names_saved: &'static str,
}

const VI: Words = Words {
    language: Language::Vi,
    set_up: "Đã thiết lập. Tin bài mẫu:",
    imported: "Đã nhập tin bài:",
    total: "Tổng số",
    missing: "Còn thiếu",
    nothing_missing: "Không thiếu gì.",
    exported: "Đã xuất:",
    sheet: "Đã ghi phiếu duyệt:",
    printed: "Đã ghi PDF để in:",
    pages: "số trang",
    not_approved: "Bản này chưa duyệt; mọi trang đều ghi rõ như vậy.",
    letters_missing: "Phông chữ không có các chữ sau nên in ô vuông thay chỗ:",
    photo_templates: "Mẫu thông tin ảnh",
    codes: "Mã gõ tắt",
    articles: "Tin bài",
    revisions: "Phiên bản",
    photos: "Ảnh",
    healthy: "Kho dữ liệu nguyên vẹn.",
    unverified: "chưa kiểm chứng",
    handed_off: "Đã ghi tệp bàn giao:",
    photo_left_out: "Không kèm được ảnh",
    sender: "Người gửi",
    first_time: "Tệp đầu tiên từ máy này, mã khóa",
    note: "Lời nhắn",
    changes: "Thay đổi",
    comments: "Trao đổi mới",
    questions: "Cần quyết định",
    log_rewritten: "Nhật ký của bên gửi không nối tiếp phần đã biết. Hãy hỏi lại người gửi.",
    no_peers: "Chưa biết máy nào của đồng nghiệp.",
    royalties_written: "Đã ghi bảng nhuận bút:",
    rules_added: "Quy tắc mới, để nháp",
    rules_known: "Quy tắc đã có",
    rules_written: "Đã ghi quy tắc của tòa soạn:",
    draft: "nháp",
    live: "đang dùng",
    names_new: "Mục mới",
    names_changed: "Mục thay đổi",
    names_same: "Mục giữ nguyên",
    rows_broken: "Dòng hỏng",
    row: "Dòng",
    nothing_changed: "Chưa thay đổi gì. Sửa các dòng hỏng, hoặc dùng --skip-broken để bỏ qua.",
    names_saved: "Đã ghi danh bạ:",
};

const EN: Words = Words {
    language: Language::En,
    set_up: "Set up. The sample report:",
    imported: "Imported:",
    total: "Total",
    missing: "Missing",
    nothing_missing: "Nothing is missing.",
    exported: "Exported:",
    sheet: "Approval sheet written:",
    printed: "PDF for printing:",
    pages: "pages",
    not_approved: "This text is not approved; every page says so.",
    letters_missing: "No font has these letters, so boxes are printed in their place:",
    photo_templates: "Templates for photos",
    codes: "Code replacements",
    articles: "Articles",
    revisions: "Revisions",
    photos: "Photos",
    healthy: "The store is sound.",
    unverified: "not verified",
    handed_off: "The hand-off file is written:",
    photo_left_out: "Photo left out",
    sender: "From",
    first_time: "First file from this device, fingerprint",
    note: "Note",
    changes: "Changes",
    comments: "New comments",
    questions: "To be decided",
    log_rewritten: "The sender's log does not go on where it had been. Ask whoever sent it.",
    no_peers: "No colleague's device is known yet.",
    royalties_written: "Royalties written:",
    rules_added: "New rules, as drafts",
    rules_known: "Rules known before",
    rules_written: "House rules written:",
    draft: "draft",
    live: "live",
    names_new: "New",
    names_changed: "Changed",
    names_same: "As before",
    rows_broken: "Broken rows",
    row: "Row",
    nothing_changed: "Nothing was changed. Mend the broken rows, or pass over them with --skip-broken.",
    names_saved: "The directory is written:",
};

impl Words {
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::Vi => &VI,
            Language::En => &EN,
        }
    }

    pub(crate) fn pick(&self, vi: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Vi => vi,
            Language::En => en,
        }
    }

    /// That a text was converted, where it was.
    pub(crate) fn converted(&self, from: Written) -> Option<String> {
        let name = match from {
            Written::Unicode => return None,
            Written::Tcvn3 => "TCVN3 (ABC)",
            Written::Vni => "VNI",
            Written::Viscii => "VISCII",
            Written::Windows1258 => "windows-1258",
            Written::Mojibake => {
                self.pick("UTF-8 đọc nhầm thành windows-1252", "UTF-8 read as windows-1252")
            }
            Written::Viqr => "VIQR",
        };
        Some(format!("{} {name}.", self.pick("Đã đổi sang Unicode từ", "Converted from")))
    }

    pub(crate) fn state(&self, editorial: &Editorial) -> &'static str {
        match editorial {
            Editorial::Draft => self.pick("nháp", "draft"),
            Editorial::Filed => self.pick("chờ biên tập", "filed"),
            Editorial::InReview { .. } => self.pick("đang biên tập", "in review"),
            Editorial::AwaitingApproval { .. } => self.pick("chờ duyệt", "awaiting approval"),
            Editorial::Approved => self.pick("đã duyệt", "approved"),
            Editorial::Returned { .. } => self.pick("trả lại", "returned"),
            Editorial::Withdrawn => self.pick("đã rút", "withdrawn"),
            Editorial::OnHold { .. } => self.pick("tạm giữ", "on hold"),
            Editorial::Spiked { .. } => self.pick("bỏ, không dùng", "spiked"),
        }
    }

    pub(crate) fn severity(&self, severity: Severity) -> &'static str {
        match severity {
            Severity::Error => self.pick("lỗi", "error"),
            Severity::Warning => self.pick("cần xem", "warning"),
            Severity::Hint => self.pick("gợi ý", "hint"),
            Severity::Right => self.pick("đúng", "right"),
        }
    }

    pub(crate) fn overrule(&self, overrule: Overrule) -> &'static str {
        match overrule {
            Overrule::Off => self.pick("tắt", "off"),
            Overrule::Hint => self.severity(Severity::Hint),
            Overrule::Warning => self.severity(Severity::Warning),
            Overrule::Error => self.severity(Severity::Error),
        }
    }

    /// What a finding says, with what stands there and what could stand there instead.
    pub(crate) fn finding(&self, finding: &Finding) -> String {
        let says = match finding.rule {
            RuleId::Ratio if finding.severity == Severity::Right => {
                self.pick("tỷ lệ khớp với số liệu", "the share is that of the figures")
            }
            RuleId::Ratio => {
                self.pick("tỷ lệ không khớp với số liệu", "the share is not that of the figures")
            }
            RuleId::Remain if finding.severity == Severity::Right => {
                self.pick("số còn lại khớp với số liệu", "the remainder is that of the figures")
            }
            RuleId::Remain => self.pick(
                "số còn lại không khớp với số liệu",
                "the remainder is not that of the figures",
            ),
            RuleId::SpaceRun => self.pick("thừa dấu cách", "more than one space"),
            RuleId::Nbsp => {
                self.pick("dấu cách cứng giữa hai từ", "a hard space between two words")
            }
            RuleId::SpaceBefore => {
                self.pick("thừa dấu cách trước dấu câu", "a space before the sign")
            }
            RuleId::SpaceAfterOpen => {
                self.pick("thừa dấu cách sau dấu mở", "a space behind the opening sign")
            }
            RuleId::SpaceMissing => self.pick("thiếu dấu cách", "a space is missing"),
            RuleId::HyphenSpace => self.pick(
                "dấu gạch nối chỉ có dấu cách ở một bên",
                "a hyphen with a space on one side only",
            ),
            RuleId::PunctRun => self.pick("thừa dấu câu", "a sign too many"),
            RuleId::Pair => {
                self.pick("dấu mở và dấu đóng không đủ cặp", "a sign without its other half")
            }
            RuleId::Quote => self.pick(
                "lẫn hai kiểu dấu ngoặc kép trong bài",
                "two kinds of quotation marks in the article",
            ),
            RuleId::Ellipsis => self
                .pick("lẫn hai kiểu dấu ba chấm trong bài", "two kinds of ellipsis in the article"),
            RuleId::SylInvalid => {
                self.pick("không phải âm tiết tiếng Việt", "no Vietnamese syllable")
            }
            RuleId::SylLetters => self.pick(
                "viết dính hoặc có chữ cái lạ",
                "words run together, or a letter that does not belong",
            ),
            RuleId::Telex => {
                self.pick("gõ khi chưa bật bộ gõ", "typed while Vietnamese typing was off")
            }
            RuleId::Double => self.pick("lặp từ", "a word written twice"),
            RuleId::DocVariant => {
                self.pick("cả bài thường viết khác", "the article writes otherwise elsewhere")
            }
            RuleId::Confusion => self.pick("từ dễ nhầm", "a known confusion"),
            RuleId::Context => self.pick(
                "các bài đã duyệt thường viết khác ở chỗ này",
                "approved articles write otherwise here",
            ),
            RuleId::CaseTerm => self.pick(
                "viết hoa chưa theo Nghị định 30/2020/NĐ-CP",
                "capitals other than Decree 30/2020/NĐ-CP has them",
            ),
            RuleId::CaseVariant => self
                .pick("trong bài viết hoa không thống nhất", "capitals differ within the article"),
            RuleId::HyphenVariant => self.pick(
                "trong bài dùng gạch nối không thống nhất",
                "hyphens differ within the article",
            ),
            RuleId::Abbr => self
                .pick("chữ viết tắt chưa được giải thích", "an abbreviation that is not explained"),
            RuleId::ToneStyle => self.pick(
                "vị trí dấu thanh khác quy ước của tòa soạn",
                "the tone mark stands elsewhere than the house has it",
            ),
            RuleId::RatioFull => self.pick("đủ toàn bộ", "all of them"),
            RuleId::RatioGt1 => {
                self.pick("phần lớn hơn tổng số", "the part is more than the whole")
            }
            RuleId::NumDecimal => {
                self.pick("số thập phân dùng dấu phẩy", "decimals are written with a comma")
            }
            RuleId::NumGroup => {
                self.pick("hàng nghìn dùng dấu chấm", "thousands are parted by a dot")
            }
            RuleId::PctSpace => {
                self.pick("thừa dấu cách trước dấu phần trăm", "a space before the percent sign")
            }
            RuleId::DateBad => self.pick("ngày không có trong lịch", "no such day in the calendar"),
            RuleId::WeekdayBad => {
                self.pick("thứ không khớp với ngày", "the weekday is not that of the date")
            }
            RuleId::RangeBad => {
                self.pick("khoảng năm bị ngược", "the years are the wrong way round")
            }
            RuleId::DateOk => self.pick("ngày có trong lịch", "a day of the calendar"),
            RuleId::TermMix => self.pick(
                "bài nhắc nhiều nhiệm kỳ khác nhau",
                "the article names different terms of office",
            ),
            RuleId::House => {
                let param = |name: &str| finding.params.get(name).map_or("", String::as_str);
                if param("says").is_empty() { param("name") } else { param("says") }
            }
            RuleId::NameKnown => {
                self.pick("gần giống một tên trong danh bạ", "nearly a name of the directory")
            }
            RuleId::Title if finding.severity == Severity::Hint => {
                self.pick("chức danh khác với danh bạ", "another title than the directory has")
            }
            RuleId::Title => {
                self.pick("chức danh không còn đúng", "a title that is no longer held")
            }
            RuleId::NameTwoWays => {
                self.pick("bài viết tên này hai cách", "the article spells this name two ways")
            }
            RuleId::CaptionName => self.pick(
                "có trong chú thích ảnh mà không có trong bài",
                "in a caption and nowhere in the text",
            ),
            RuleId::PlaceOld => self.pick("tên cũ, nay đã khác", "a former name, now another one"),
            RuleId::EnSpelling => {
                self.pick("không có trong từ điển tiếng Anh", "not in the dictionary")
            }
            RuleId::Sum if finding.severity == Severity::Right => {
                self.pick("tổng khớp với các phần", "the sum is that of the parts")
            }
            RuleId::Sum => {
                self.pick("tổng không khớp với các phần", "the sum is not that of the parts")
            }
            RuleId::TwoFigures => self.pick(
                "cùng một số mà chỗ khác trong bài ghi khác",
                "the article has another value for this elsewhere",
            ),
            RuleId::IyStyle => {
                self.pick("i/y khác quy ước của tòa soạn", "i or y otherwise than the house has it")
            }
            RuleId::PhotoCaption => self.pick("ảnh chưa có chú thích", "a photo without a caption"),
            RuleId::PhotoCredit => self.pick("ảnh chưa ghi người chụp", "a photo without a credit"),
            RuleId::PhotoAlt => self.pick(
                "ảnh chưa có lời mô tả cho người không nhìn thấy",
                "a photo without a text alternative",
            ),
            RuleId::PhotoSmall => self.pick("ảnh nhỏ", "a small photo"),
            RuleId::PhotoColours => self.pick(
                "ảnh không dùng không gian màu sRGB",
                "the colours of the photo are not sRGB",
            ),
            RuleId::PhotoRights if finding.severity == Severity::Error => {
                self.pick("đã hết quyền dùng ảnh", "the rights to the photo have run out")
            }
            RuleId::PhotoRights => {
                self.pick("chưa rõ quyền dùng ảnh", "the rights to the photo are not known")
            }
        };
        let text = &finding.text;
        match finding.fixes.first() {
            Some(fix) => format!("{says}: \"{text}\" → \"{fix}\""),
            None => format!("{says}: \"{text}\""),
        }
    }

    /// Why nothing can be made of a row of a table.
    pub(crate) fn row_fault(&self, why: RowFault) -> &'static str {
        match why {
            RowFault::NoName => self.pick("thiếu tên", "there is no name"),
            RowFault::UnknownKind => self.pick(
                "loại phải là người, tổ chức hoặc địa danh",
                "the kind is person, organisation or place",
            ),
            RowFault::NoDay => self.pick("không phải ngày", "this is no day"),
            RowFault::DaysReversed => {
                self.pick("ngày kết thúc trước ngày bắt đầu", "it ends before it begins")
            }
            RowFault::TooLong => self.pick("có ô quá dài", "a cell is too long"),
            RowFault::TitleOfNobody => {
                self.pick("chỉ người mới có chức danh", "only people have titles")
            }
            RowFault::Unreadable => {
                self.pick("có chữ không đọc được", "it has letters that cannot be read")
            }
        }
    }

    pub(crate) fn gap(&self, gap: Gap) -> &'static str {
        match gap {
            Gap::Headline => self.pick("tít", "headline"),
            Gap::Lead => self.pick("sapo", "lead"),
            Gap::Text => self.pick("nội dung", "text"),
            Gap::Byline => self.pick("tên tác giả", "byline"),
            Gap::Photo => {
                self.pick("ảnh (có chú thích nhưng chưa có ảnh)", "a photo for a caption")
            }
            Gap::Caption => self.pick("chú thích ảnh", "a caption"),
            Gap::AltText => {
                self.pick("mô tả ảnh cho người khiếm thị", "a photo's text alternative")
            }
            Gap::Credit => self.pick("tên người chụp ảnh", "a photo's credit"),
        }
    }

    pub(crate) fn sealed(&self, sealed: bool) -> &'static str {
        if sealed {
            self.pick("đã mã hóa", "encrypted")
        } else {
            self.pick("không mã hóa", "not encrypted")
        }
    }

    /// What became of the text of a hand-off.
    pub(crate) fn outcome(&self, outcome: Outcome) -> &'static str {
        match outcome {
            Outcome::New => self.pick("Bài mới trên máy này.", "The article is new here."),
            Outcome::Forward => {
                self.pick("Bài nay là bản của người gửi.", "The text is the sender's now.")
            }
            Outcome::Merged => {
                self.pick("Đã gộp phần viết của hai bên.", "What both sides wrote is merged.")
            }
            Outcome::Kept => self.pick(
                "Nội dung bài giữ nguyên: mọi chữ trong tệp đã có ở đây.",
                "The text stays as it is: every word in the file is here already.",
            ),
            Outcome::Apart => self.pick(
                "Hai bản không gộp được mà không mất chữ; bản của người gửi nằm trong các bản đã giữ.",
                "The two texts cannot be merged without losing words; the sender's is among the versions kept.",
            ),
            Outcome::Nothing => self.pick("Không có gì mới.", "Nothing is new."),
        }
    }

    pub(crate) fn trust(&self, trust: Trust) -> &'static str {
        match trust {
            Trust::FirstUse => self.pick("tin từ lần đầu", "trusted since its first file"),
            Trust::Verified => self.pick("đã đối chiếu mã khóa", "fingerprint compared"),
            Trust::Replaced => self.pick("đã thay bằng khóa khác", "another key took its place"),
            Trust::Blocked => self.pick("bị chặn", "blocked"),
        }
    }

    pub(crate) fn kept(&self, in_keyring: bool) -> &'static str {
        if in_keyring {
            self.pick(
                "Khóa nằm trong kho mật khẩu của hệ thống.",
                "The key is in the system's keyring.",
            )
        } else {
            self.pick(
                "Khóa nằm trong một tệp mà chỉ người dùng này đọc được.",
                "The key is in a file that only this user can read.",
            )
        }
    }

    /// What the doctor found, with what it is about.
    pub(crate) fn problem(&self, problem: &Problem) -> String {
        let kind = match problem.kind {
            ProblemKind::Database => self.pick("Cơ sở dữ liệu hỏng", "Database damaged"),
            ProblemKind::WorkingCopy => self.pick("Bản đang viết hỏng", "Working copy damaged"),
            ProblemKind::Revision => self.pick("Phiên bản hỏng", "Revision damaged"),
            ProblemKind::Log => self.pick("Nhật ký bị sửa hoặc thiếu", "Log changed or cut"),
            ProblemKind::Conversation => {
                self.pick("Trao đổi về bài bị hỏng", "Conversation damaged")
            }
            ProblemKind::HouseRule => {
                self.pick("Quy tắc của tòa soạn bị hỏng", "A rule of the house is damaged")
            }
            ProblemKind::Royalties => {
                self.pick("Nhuận bút đã ghi bị hỏng", "Royalties that were kept are damaged")
            }
            ProblemKind::Delivery => {
                self.pick("Bài đang gửi bị hỏng", "What is on its way is damaged")
            }
            ProblemKind::Signature => self.pick(
                "Chữ ký duyệt hoặc kết quả kiểm tra bị sửa",
                "A sign-off or check was changed",
            ),
            ProblemKind::ReviewBase => self.pick(
                "Mất bản gốc để so sửa đổi",
                "The text that changes are counted from is missing",
            ),
            ProblemKind::PhotoMissing => self.pick("Mất tệp ảnh", "Photo file missing"),
            ProblemKind::PhotoDamaged => self.pick("Tệp ảnh hỏng", "Photo file damaged"),
            ProblemKind::PhotoWords => {
                self.pick("Thông tin ảnh bị sửa hoặc hỏng", "Words of a photo changed or damaged")
            }
            ProblemKind::PhotoLists => self.pick(
                "Danh mục ảnh không khớp; `banthao doctor --repair` lập lại",
                "The lists of photos do not fit; `banthao doctor --repair` makes them anew",
            ),
            ProblemKind::ArticleLists => self.pick(
                "Danh mục bài không khớp; `banthao doctor --repair` lập lại",
                "The lists of articles do not fit; `banthao doctor --repair` makes them anew",
            ),
        };
        match &problem.fault {
            Some(fault) => format!("{kind}: {}. {}", problem.what, self.log_fault(fault)),
            None => format!("{kind}: {}", problem.what),
        }
    }

    /// Where a log is not what was written, and what that means.
    pub(crate) fn log_fault(&self, fault: &LogFault) -> String {
        match fault {
            LogFault::Changed { entry } => match self.language {
                Language::Vi => format!(
                    "Mục {entry} của nhật ký đã bị sửa, chèn hoặc xóa bên ngoài chương trình; \
                     từ mục đó trở đi không còn là bằng chứng."
                ),
                Language::En => format!(
                    "Entry {entry} of the log was changed, put in or taken out outside the \
                     program; from there on it proves nothing."
                ),
            },
            LogFault::Cut { kept } => match self.language {
                Language::Vi => format!(
                    "Phần cuối nhật ký, sau mục {kept}, đã bị cắt hoặc viết lại bên ngoài chương trình."
                ),
                Language::En => format!(
                    "The end of the log, after entry {kept}, was cut off or rewritten outside the \
                     program."
                ),
            },
            LogFault::PeerChanged { device, entry } => match self.language {
                Language::Vi => format!(
                    "Nhật ký của máy {device} trên máy này đã bị sửa, chèn hoặc xóa bên ngoài \
                     chương trình; từ mục {entry} trở đi không còn là bằng chứng."
                ),
                Language::En => format!(
                    "What {device} wrote into the log was changed on this desk outside the \
                     program; from its entry {entry} on it proves nothing."
                ),
            },
            LogFault::PeerCut { device, kept } => match self.language {
                Language::Vi => format!(
                    "Phần cuối nhật ký của máy {device}, sau mục {kept}, đã bị cắt trên máy này \
                     bên ngoài chương trình."
                ),
                Language::En => format!(
                    "The end of what {device} wrote into the log, after its entry {kept}, was cut \
                     off on this desk outside the program."
                ),
            },
            LogFault::PeersMissing => self
                .pick(
                    "Nhật ký của máy khác mà máy này từng nhận đã bị xóa bên ngoài chương trình.",
                    "What other desks wrote into the log, and this desk had, was taken out \
                     outside the program.",
                )
                .to_owned(),
            LogFault::StateElsewhere => self
                .pick(
                    "Trạng thái của bài không khớp với bước cuối trong nhật ký.",
                    "The article does not stand where the last move in the log led it.",
                )
                .to_owned(),
        }
    }

    /// A line of an article's history.
    pub(crate) fn event(&self, row: &HistoryRow) -> String {
        let by = &row.by;
        let about = row.about.as_deref().unwrap_or_default();
        let (sentence, reason): (String, Option<&str>) = match &row.event {
            LogEvent::Created => (format!("{by} {}", self.pick("tạo bài", "created it")), None),
            LogEvent::Moved { action, signed, waived, .. } => {
                let done = self.done(action, about);
                let step = signed
                    .as_ref()
                    .map_or(String::new(), |signed| format!(" ({})", self.step(&signed.name)));
                match waived {
                    None => (format!("{by} {done}{step}"), reason_of(action)),
                    Some(waived) => {
                        let past = self.pick("bỏ qua chỗ máy soát còn báo", "past open findings");
                        let told = format!("{by} {done}{step}, {past}: {}", waived.count);
                        (told, Some(waived.reason.as_str()))
                    }
                }
            }
            LogEvent::Checked { kind, mark } => {
                let (mark, reason) = match mark {
                    CheckMark::NotNeeded => (self.pick("không cần", "not needed"), None),
                    CheckMark::Needed => (self.pick("cần kiểm tra", "needed"), None),
                    CheckMark::Done => (self.pick("đã kiểm tra", "done"), None),
                    CheckMark::Waived { reason } => {
                        (self.pick("miễn kiểm tra", "waived"), Some(reason.as_str()))
                    }
                };
                (format!("{by}: {} – {mark}", self.check(*kind)), reason)
            }
            LogEvent::StepReopened { step, signed_by, .. } => {
                let step = self.step(step);
                let sentence = match self.language {
                    Language::Vi => format!(
                        "Bài trở lại bước {step} vì nội dung đã thay đổi sau khi {signed_by} ký"
                    ),
                    Language::En => format!(
                        "Back to the step {step}: the text has changed since {signed_by} signed it"
                    ),
                };
                (sentence, None)
            }
            LogEvent::StepsChanged { to, .. } => {
                let moved = self.pick(
                    "Quy trình duyệt thay đổi; bài chuyển sang",
                    "The review steps changed; the article went to",
                );
                (format!("{moved}: {}", self.state(to)), None)
            }
            LogEvent::Exported { override_reason, .. } => (
                format!("{by} {}", self.pick("xuất bài", "exported it")),
                override_reason.as_deref(),
            ),
            LogEvent::Restored { .. } => {
                (format!("{by} {}", self.pick("khôi phục một bản cũ", "restored a version")), None)
            }
            LogEvent::Delivered { to, link, differs } => {
                let done = self.pick("gửi lên", "delivered it to");
                let differs = match differs {
                    0 => String::new(),
                    _ => format!(" ({}: {differs})", self.pick("trường khác", "fields differ")),
                };
                (format!("{by} {done} {to} {link}{differs}"), None)
            }
            LogEvent::TakenDown { from, reason } => {
                let done = self.pick("gỡ bài khỏi", "took it down from");
                (format!("{by} {done} {from}"), Some(reason.as_str()))
            }
            LogEvent::DeliveryStopped { to, down, given_up, trouble } => {
                let done = match (given_up, down) {
                    (true, false) => self.pick("thôi gửi bài lên", "gave up delivering it to"),
                    (true, true) => self.pick("thôi gỡ bài khỏi", "gave up taking it down from"),
                    (false, false) => self.pick("chưa gửi được bài lên", "could not deliver it to"),
                    (false, true) => {
                        self.pick("chưa gỡ được bài khỏi", "could not take it down from")
                    }
                };
                let why = trouble.as_ref().map(|it| crate::delivery::trouble(self, it));
                let why = why.map_or(String::new(), |why| format!(": {why}"));
                (format!("{by} {done} {to}{why}"), None)
            }
            LogEvent::LeftoversCleared { from } => {
                let done = self.pick("dọn phần gửi dở ở", "cleared up what was left at");
                (format!("{by} {done} {from}"), None)
            }
            LogEvent::HandedOff { to } => {
                let done = self.pick("bàn giao bài", "handed it off");
                let to = to.as_ref().map_or(String::new(), |to| format!(" → {to}"));
                (format!("{by} {done}{to}"), None)
            }
            LogEvent::Received { from, device } => {
                let done = self.pick("nhận bàn giao từ", "received it from");
                (format!("{by} {done} {from} ({device})"), None)
            }
            LogEvent::Merged { questions } => {
                let done = self.pick("gộp hai bản; còn cần quyết định:", "merged; to be decided:");
                (format!("{by} {done} {questions}"), None)
            }
            LogEvent::Commissioned { commission } => {
                let done = self.pick("giao bài cho", "commissioned it from");
                (format!("{by} {done} {}: {}", commission.to_name, commission.subject), None)
            }
            LogEvent::Answered { answer, .. } => match answer {
                Answer::Accepted => {
                    (format!("{by} {}", self.pick("nhận bài được giao", "accepted it")), None)
                }
                Answer::Declined { reason } => {
                    let done = self.pick("từ chối bài được giao", "declined it");
                    (format!("{by} {done}"), Some(reason.as_str()))
                }
                Answer::Late { reason, .. } => {
                    let done = self.pick("báo nộp muộn", "said it will be late");
                    (format!("{by} {done}"), Some(reason.as_str()))
                }
            },
            LogEvent::Unknown => {
                (self.pick("Mục không đọc được", "An entry that cannot be read").to_owned(), None)
            }
        };
        match reason.filter(|reason| !reason.is_empty()) {
            Some(reason) => format!("{sentence}: {reason}"),
            None => sentence,
        }
    }

    fn done(&self, action: &Action, about: &str) -> String {
        let plain = match action {
            Action::File => self.pick("nộp bài", "filed it"),
            Action::Claim if !about.is_empty() => {
                return match self.language {
                    Language::Vi => format!("nhận thay {about}"),
                    Language::En => format!("took it over from {about}"),
                };
            }
            Action::Claim => self.pick("nhận biên tập", "claimed it"),
            Action::Release => self.pick("thôi nhận biên tập", "released it"),
            Action::PassOn => self.pick("chuyển duyệt", "passed it on"),
            Action::Approve => self.pick("duyệt", "approved it"),
            Action::Return { to: ReturnTarget::Author, .. } => {
                self.pick("trả lại người viết", "returned it to the author")
            }
            Action::Return { to: ReturnTarget::Editor { .. }, .. } => {
                return match self.language {
                    Language::Vi => format!("trả lại {about}"),
                    Language::En => format!("returned it to {about}"),
                };
            }
            Action::Return { to: ReturnTarget::Step { step }, .. } => {
                return match self.language {
                    Language::Vi => format!("trả lại bước duyệt {step}"),
                    Language::En => format!("returned it to approval step {step}"),
                };
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

    /// A step by its name; those of the presets have words of their own.
    pub(crate) fn step<'a>(&self, name: &'a str) -> &'a str {
        match name {
            "filing" => self.pick("nộp bài", "filing"),
            "review" => self.pick("biên tập", "review"),
            "secondEditor" => self.pick("duyệt hai", "second editor"),
            "secretary" => self.pick("thư ký tòa soạn", "secretary"),
            "release" => self.pick("phát hành", "release"),
            own => own,
        }
    }

    pub(crate) fn check(&self, kind: CheckKind) -> &'static str {
        match kind {
            CheckKind::Photos => self.pick("ảnh", "photos"),
            CheckKind::Spelling => self.pick("chính tả", "spelling"),
            CheckKind::Figures => self.pick("số liệu", "figures"),
            CheckKind::Names => self.pick("tên và chức danh", "names and titles"),
            CheckKind::Legal => self.pick("pháp lý", "legal"),
            CheckKind::Rights => self.pick("bản quyền", "rights"),
        }
    }

    /// What is wrong with a hand-off file.
    fn why(&self, why: &str) -> &'static str {
        match why {
            "short" => self.pick("tệp bị cụt giữa chừng", "it breaks off"),
            "changed" => self.pick(
                "nội dung đã bị thay đổi trên đường đi",
                "its content was changed on the way",
            ),
            "path" => self.pick(
                "bên trong có đường dẫn trỏ ra ngoài tệp",
                "it holds a path that leads out of it",
            ),
            "link" => {
                self.pick("bên trong có liên kết tới tệp khác", "it holds a link to another file")
            }
            "twice" => self.pick("bên trong có hai phần trùng nhau", "it holds something twice"),
            "unknown" => self.pick("bên trong có phần lạ", "it holds something unknown"),
            "shape" => self.pick(
                "tệp không được đóng gói theo cách của Bản Thảo",
                "it is not packed the way Bản Thảo packs",
            ),
            "size" => {
                self.pick("khi mở gói sẽ phình ra quá lớn", "it would unpack to far too much")
            }
            "count" => self.pick("bên trong có quá nhiều phần", "it holds too many parts"),
            "otherArticle" => {
                self.pick("có nội dung của bài khác", "it holds content of another article")
            }
            "circle" => {
                self.pick("các bản nối tiếp nhau thành vòng", "its versions go in a circle")
            }
            "missing" => self.pick(
                "thiếu nội dung mà một bản cần đến",
                "it lacks content that one of its versions needs",
            ),
            "content" => {
                self.pick("có nội dung không đúng dạng", "it holds content that is not well formed")
            }
            "log" => self.pick("nhật ký bị cắt hoặc bị sửa", "its log was cut or rewritten"),
            "photo" => self.pick("có ảnh không đúng", "it holds a photo that is not right"),
            _ => "",
        }
    }

    /// What is wrong with a rule of the house, or a file of them.
    pub(crate) fn rule_problem(&self, failure: &Failure) -> String {
        let param = |name: &str| failure.params.get(name).map_or("", String::as_str);
        let says = match param("problem") {
            "file" => self.pick("đây không phải tệp quy tắc", "this is no file of house rules"),
            "newer" => self.pick(
                "tệp quy tắc của phiên bản mới hơn; hãy cập nhật Bản Thảo",
                "house rules of a newer version; update Bản Thảo",
            ),
            "count" => self.pick("quá nhiều quy tắc", "too many rules"),
            "name" => self.pick("quy tắc phải có tên", "a rule has a name"),
            "words" => self.pick("chưa có từ để tìm", "it has no words to find"),
            "pattern" | "except" => self.pick("mẫu viết chưa đúng", "its pattern is none"),
            "patternSize" => self.pick("mẫu quá lớn", "its pattern is too large"),
            "patternEmpty" => self.pick("mẫu không tìm chữ nào", "its pattern finds no letter"),
            "fix" => self.pick(
                "cách sửa dùng nhóm không có trong mẫu",
                "a fix names a group that the pattern does not have",
            ),
            "measure" => self.pick("con số không hợp lệ", "its number is none"),
            "dates" => self.pick("ngày áp dụng không hợp lệ", "its days are none"),
            "example" => self.pick("không tìm ra trong câu phải có", "it finds nothing in"),
            "exampleNot" => self.pick("tìm ra trong câu phải không có", "it finds something in"),
            "exampleNone" => self.pick("mẫu cần ít nhất một ví dụ", "a pattern has an example"),
            _ => self.pick("quy tắc không hợp lệ", "a rule that is none"),
        };
        let mut told = match param("rule") {
            "" => says.to_owned(),
            rule => format!("{rule}: {says}"),
        };
        for detail in ["text", "fix"].map(param).into_iter().filter(|text| !text.is_empty()) {
            told.push_str(&format!(" \"{detail}\""));
        }
        if !param("at").is_empty() {
            told.push_str(&format!(" ({} {})", self.pick("ký tự", "character"), param("at")));
        }
        told
    }

    /// What happened and what to do next.
    pub(crate) fn exported_all(&self, exported: u64, refused: usize) -> String {
        let not = self.pick("không xuất được", "not exported");
        format!("{} {exported} · {not}: {refused}", self.exported)
    }

    pub(crate) fn failure(&self, failure: &Failure) -> String {
        let param = |name: &str| failure.params.get(name).map_or("", String::as_str);
        let sentence = match failure.code {
            Code::NotFound if !param("destination").is_empty() => self.pick(
                "Không có nơi gửi này, hoặc bài chưa từng gửi tới đó:",
                "No such destination, or the article was never delivered there:",
            ),
            Code::NotFound if !param("delivery").is_empty() => self.pick(
                "Không có lượt gửi này. Dùng `banthao outbox` để xem:",
                "No such delivery. `banthao outbox` shows them:",
            ),
            Code::NotFound if param("action") == "clearLeftovers" => self.pick(
                "Lượt gửi này không để lại gì có thể dọn ở nơi nhận.",
                "This delivery has left nothing there that could be taken away.",
            ),
            Code::NotAllowed if !param("delivery").is_empty() => self.pick(
                "Một lượt gửi khác của bài này chưa xong. Dùng `banthao outbox run` hoặc `outbox cancel`:",
                "Another delivery of this article is not at its end. Use `banthao outbox run` or `outbox cancel`:",
            ),
            Code::NotFound if !param("target").is_empty() => {
                self.pick("Trong cài đặt không có nơi nhận", "The settings have no target")
            }
            Code::NotFound => self.pick(
                "Không tìm thấy. Dùng `banthao list` để xem mã tin bài.",
                "Not found. `banthao list` shows the ids of articles.",
            ),
            Code::StaleSave => self.pick(
                "Tin bài vừa được lưu ở nơi khác. Hãy thử lại.",
                "The article was saved elsewhere meanwhile. Try again.",
            ),
            Code::NotAllowed if !param("gaps").is_empty() => {
                self.pick("Chưa được: tin bài còn thiếu", "Not yet: the article lacks")
            }
            Code::NotAllowed if !param("checks").is_empty() => {
                self.pick("Chưa được: còn phải kiểm tra", "Not yet: still to be checked")
            }
            Code::NotAllowed => self.pick(
                "Vai trò của bạn không được làm việc này ở trạng thái hiện tại.",
                "Your role may not do this in the present state.",
            ),
            Code::NotApproved => self.pick(
                "Tin bài chưa được duyệt nên chưa xuất được. Biên tập viên hoặc thư ký có thể xuất với --override-reason.",
                "The article is not approved, so it is not exported. An editor or secretary may, with --override-reason.",
            ),
            Code::ChangedSinceApproval => self.pick(
                "Nội dung đã thay đổi sau khi duyệt. Hãy duyệt lại, hoặc xuất với --override-reason.",
                "The text has changed since it was approved. Approve it again, or export with --override-reason.",
            ),
            Code::Embargoed => self.pick("Tin bài chưa được đăng trước", "Embargoed until"),
            Code::RightsExpired => self.pick(
                "Đã hết quyền dùng ảnh, chưa xuất được:",
                "The rights to photos have run out, so it is not exported:",
            ),
            Code::RightsUnknown => self.pick(
                "Chưa rõ quyền dùng ảnh, chưa xuất được:",
                "The rights to photos are not known, so it is not exported:",
            ),
            Code::FindingsOpen => self.pick(
                "Máy soát còn báo lỗi; hãy sửa, bỏ qua từng chỗ, hoặc nêu lý do với --waive (xuất bài: --override-reason):",
                "The proofreader still finds faults; put them right, leave them alone one by one, or give a reason with --waive (to export: --override-reason):",
            ),
            Code::BadInput => self.pick("Dữ liệu không hợp lệ:", "Not valid:"),
            Code::EmptyFile => self.pick("Tệp trống.", "The file is empty."),
            Code::NotText => self.pick(
                "Tệp này không phải văn bản. Hãy lưu thành tệp .docx hoặc .txt rồi nhập lại.",
                "This file is not text. Save it as .docx or .txt and import that.",
            ),
            Code::FileDamaged => self.pick(
                "Tệp bị hỏng hoặc chép dở. Hãy xin lại tệp, hoặc mở bằng chương trình đã tạo ra nó rồi lưu lại.",
                "The file is damaged or was not fully copied. Ask for it again, or open it in the program that made it and save it anew.",
            ),
            Code::FileRefused => self.pick(
                "Tệp có cấu tạo bất thường, không chương trình soạn thảo nào viết như vậy, nên không mở.",
                "The file is built as no word processor builds one, so it was not opened.",
            ),
            Code::FileSealed => self.pick(
                "Tệp có mật khẩu. Hãy mở bằng Word, bỏ mật khẩu, lưu lại rồi nhập.",
                "The file has a password. Open it in Word, take the password off, save it and import that.",
            ),
            Code::FileNotRead => self.pick(
                "Loại tệp này chưa đọc được. Hãy mở bằng chương trình đã tạo ra nó rồi lưu thành .docx.",
                "Files of this kind are not read. Open it in the program that made it and save it as .docx.",
            ),
            Code::TooLarge => self.pick("Tệp quá lớn.", "The file is too large."),
            Code::NotAPhoto => self.pick("Tệp này không phải ảnh đọc được:", "Not a photo:"),
            Code::DamagedPhoto => self.pick("Ảnh bị hỏng:", "The photo is damaged:"),
            Code::PhotoTooLarge => self.pick("Ảnh quá lớn:", "The photo is too large:"),
            Code::DiskFull => self.pick(
                "Ổ đĩa đã đầy. Những gì đã lưu vẫn nguyên vẹn. Hãy giải phóng chỗ trống.",
                "The disk is full. What was stored is unchanged. Make room and try again.",
            ),
            Code::ReadOnly => self.pick("Không ghi được vào", "Cannot write to"),
            Code::StoreNewer => self.pick(
                "Kho dữ liệu do phiên bản mới hơn ghi. Hãy cập nhật Bản Thảo.",
                "The store was written by a newer version. Update Bản Thảo.",
            ),
            Code::StoreDamaged => self.pick(
                "Dữ liệu bị hỏng. Hãy chạy `banthao doctor`.",
                "Data are damaged. Run `banthao doctor`.",
            ),
            Code::StoreBusy => self.pick(
                "Một chương trình khác đang giữ kho dữ liệu. Hãy thử lại.",
                "Another program holds the store. Try again.",
            ),
            Code::NotAHandOff => self.pick(
                "Đây không phải tệp bàn giao (.banthao):",
                "This is no hand-off file (.banthao):",
            ),
            Code::HandOffDamaged => self.pick(
                "Tệp bàn giao bị hỏng; chưa có gì thay đổi. Hãy chép lại tệp, hoặc xin gửi lại:",
                "The hand-off file is damaged; nothing was changed. Copy it again, or ask for it again:",
            ),
            Code::HandOffRefused => self.pick(
                "Không mở tệp bàn giao này; chưa có gì thay đổi. Hãy hỏi lại người gửi:",
                "This hand-off file is not opened; nothing was changed. Ask whoever sent it:",
            ),
            Code::HandOffUnsigned => self.pick(
                "Tệp bàn giao không có chữ ký đúng của người gửi; chưa có gì thay đổi.",
                "The hand-off file does not carry its sender's true signature; nothing was changed.",
            ),
            Code::HandOffNewer => self.pick(
                "Tệp bàn giao do phiên bản mới hơn tạo ra. Hãy cập nhật Bản Thảo.",
                "The hand-off file was made by a newer version. Update Bản Thảo.",
            ),
            Code::HandOffSealed => self.pick(
                "Tệp bàn giao được mã hóa cho người khác.",
                "The hand-off file is encrypted for somebody else.",
            ),
            Code::HandOffIncomplete => self.pick(
                "Tệp bàn giao nối tiếp những bản chưa có ở đây. Hãy xin bàn giao lại trọn bài từ",
                "The hand-off builds on revisions that are not here. Ask for the whole article from",
            ),
            Code::PeerChanged => self.pick(
                "Máy này ký bằng khóa khác với khóa đã biết. Hãy gọi để đối chiếu, rồi dùng --accept-key:",
                "This device signs with another key than the one known. Call and compare, then use --accept-key:",
            ),
            Code::PeerBlocked => self.pick(
                "Ký bằng khóa không còn được nhận:",
                "Signed with a key that is no longer accepted:",
            ),
            Code::KeyUnavailable => self.pick(
                "Không lấy được khóa của máy này từ kho mật khẩu của hệ thống. Hãy mở khóa rồi thử lại.",
                "The key of this computer cannot be read from the system's password store. Unlock it and try again.",
            ),
            Code::FileProblem => self.pick("Không đọc hoặc ghi được", "Cannot read or write"),
            Code::Internal => self.pick("Lỗi của chương trình:", "A fault of the program:"),
        };
        if failure.code == Code::BadInput && !param("problem").is_empty() {
            return self.rule_problem(failure);
        }
        if failure.code == Code::FindingsOpen {
            let named = param("first").lines().filter_map(|line| {
                let (rule, passage) = line.split_once('\t')?;
                Some(format!("\n  {passage}  [{rule}]"))
            });
            return format!("{sentence} {}{}", param("findings"), named.collect::<String>());
        }
        let detail = match failure.code {
            Code::NotAllowed if !param("gaps").is_empty() => param("gaps"),
            Code::NotAllowed if !param("delivery").is_empty() => param("delivery"),
            Code::NotAllowed => param("checks"),
            Code::NotFound => ["target", "destination", "delivery"]
                .map(param)
                .into_iter()
                .find(|it| !it.is_empty())
                .unwrap_or_default(),
            Code::Embargoed => param("until"),
            Code::RightsExpired | Code::RightsUnknown => param("photos"),
            Code::BadInput => param("what"),
            Code::NotAPhoto | Code::DamagedPhoto | Code::PhotoTooLarge => param("file"),
            Code::ReadOnly | Code::FileProblem | Code::NotAHandOff => param("path"),
            Code::HandOffDamaged | Code::HandOffRefused => self.why(param("why")),
            Code::HandOffIncomplete => param("from"),
            Code::PeerChanged => {
                let (known, found) = (param("known"), param("found"));
                return match self.language {
                    Language::Vi => {
                        format!("{sentence} \"{found}\". Khóa đã biết: \"{known}\".")
                    }
                    Language::En => format!("{sentence} \"{found}\". The one known: \"{known}\"."),
                };
            }
            Code::PeerBlocked => param("device"),
            Code::Internal => &failure.message,
            _ => "",
        };
        if detail.is_empty() { sentence.to_owned() } else { format!("{sentence} {detail}") }
    }
}

/// Why somebody did what they did, where that is asked for.
fn reason_of(action: &Action) -> Option<&str> {
    match action {
        Action::Return { reason, .. }
        | Action::Hold { reason }
        | Action::Spike { reason }
        | Action::Reopen { reason } => Some(reason),
        Action::File
        | Action::Claim
        | Action::Release
        | Action::PassOn
        | Action::Approve
        | Action::Withdraw
        | Action::Resume
        | Action::Restore => None,
    }
}
