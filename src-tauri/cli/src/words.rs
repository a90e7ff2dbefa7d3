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
            ProblemKind::PhotoMissing => self.pick("Mất tệp ảnh", "Photo file missing"),
            ProblemKind::PhotoDamaged => self.pick("Tệp ảnh hỏng", "Photo file damaged"),
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
            Code::FileProblem => self.pick("Không đọc hoặc ghi được", "Cannot read or write"),
            Code::Internal => self.pick("Lỗi của chương trình:", "A fault of the program:"),
        };
        let detail = match failure.code {
            Code::NotAllowed => param("gaps"),
            Code::Embargoed => param("until"),
            Code::BadInput => param("what"),
            Code::NotAPhoto | Code::DamagedPhoto | Code::PhotoTooLarge => param("file"),
            Code::ReadOnly | Code::FileProblem => param("path"),
            Code::Internal => &failure.message,
            _ => "",
        };
        if detail.is_empty() { sentence.to_owned() } else { format!("{sentence} {detail}") }
    }
}
