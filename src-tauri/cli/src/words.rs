//! The command line's words in both languages.

use banthao_core::review::{Editorial, Gap};
use banthao_core::store::{Language, ProblemKind};
use banthao_core::{Code, Failure};

pub(crate) struct Words {
    language: Language,
    pub(crate) set_up: &'static str,
    pub(crate) imported: &'static str,
    pub(crate) total: &'static str,
    pub(crate) missing: &'static str,
    pub(crate) nothing_missing: &'static str,
    pub(crate) exported: &'static str,
    pub(crate) articles: &'static str,
    pub(crate) revisions: &'static str,
    pub(crate) photos: &'static str,
    pub(crate) healthy: &'static str,
}

const VI: Words = Words {
    language: Language::Vi,
    set_up: "Đã thiết lập. Tin bài mẫu:",
    imported: "Đã nhập tin bài:",
    total: "Tổng số",
    missing: "Còn thiếu",
    nothing_missing: "Không thiếu gì.",
    exported: "Đã xuất:",
    articles: "Tin bài",
    revisions: "Phiên bản",
    photos: "Ảnh",
    healthy: "Kho dữ liệu nguyên vẹn.",
};

const EN: Words = Words {
    language: Language::En,
    set_up: "Set up. The sample report:",
    imported: "Imported:",
    total: "Total",
    missing: "Missing",
    nothing_missing: "Nothing is missing.",
    exported: "Exported:",
    articles: "Articles",
    revisions: "Revisions",
    photos: "Photos",
    healthy: "The store is sound.",
};

impl Words {
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::Vi => &VI,
            Language::En => &EN,
        }
    }

    fn pick(&self, vi: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Vi => vi,
            Language::En => en,
        }
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

    pub(crate) fn problem(&self, kind: ProblemKind) -> &'static str {
        match kind {
            ProblemKind::Database => self.pick("Cơ sở dữ liệu hỏng", "Database damaged"),
            ProblemKind::WorkingCopy => self.pick("Bản đang viết hỏng", "Working copy damaged"),
            ProblemKind::Revision => self.pick("Phiên bản hỏng", "Revision damaged"),
            ProblemKind::Log => self.pick("Nhật ký bị sửa hoặc thiếu", "Log changed or cut"),
            ProblemKind::Conversation => {
                self.pick("Trao đổi về bài bị hỏng", "Conversation damaged")
            }
            ProblemKind::PhotoMissing => self.pick("Mất tệp ảnh", "Photo file missing"),
            ProblemKind::PhotoDamaged => self.pick("Tệp ảnh hỏng", "Photo file damaged"),
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

    /// What happened and what to do next.
    pub(crate) fn failure(&self, failure: &Failure) -> String {
        let param = |name: &str| failure.params.get(name).map_or("", String::as_str);
        let sentence = match failure.code {
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
            Code::BadInput => self.pick("Dữ liệu không hợp lệ:", "Not valid:"),
            Code::EmptyFile => self.pick("Tệp trống.", "The file is empty."),
            Code::NotText => self.pick(
                "Tệp này không phải văn bản. Hãy lưu thành tệp .txt rồi nhập lại.",
                "This file is not text. Save it as .txt and import that.",
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
        let detail = match failure.code {
            Code::NotAllowed => param("gaps"),
            Code::Embargoed => param("until"),
            Code::BadInput => param("what"),
            Code::NotAPhoto | Code::DamagedPhoto | Code::PhotoTooLarge => param("file"),
            Code::ReadOnly | Code::FileProblem | Code::NotAHandOff => param("path"),
            Code::HandOffDamaged | Code::HandOffRefused => self.why(param("why")),
            Code::HandOffIncomplete => param("from"),
            Code::PeerChanged | Code::PeerBlocked => param("device"),
            Code::Internal => &failure.message,
            _ => "",
        };
        if detail.is_empty() { sentence.to_owned() } else { format!("{sentence} {detail}") }
    }
}
