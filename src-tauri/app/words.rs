//! Titles of the native dialogs, which the webview's catalogues cannot reach.

use banthao_core::store::Language;

pub(crate) struct Words {
    pub(crate) choose_text: &'static str,
    pub(crate) text_files: &'static str,
    pub(crate) all_files: &'static str,
    pub(crate) choose_photos: &'static str,
    pub(crate) photos: &'static str,
    pub(crate) choose_folder: &'static str,
    pub(crate) choose_card: &'static str,
    /// Menu of the window with an approval sheet.
    pub(crate) sheet: &'static str,
    pub(crate) print: &'static str,
    pub(crate) save_html: &'static str,
    pub(crate) close: &'static str,
    pub(crate) save_sheet: &'static str,
    pub(crate) web_pages: &'static str,
    pub(crate) not_saved: &'static str,
    pub(crate) save_hand_off: &'static str,
    pub(crate) choose_hand_offs: &'static str,
    pub(crate) hand_offs: &'static str,
    pub(crate) choose_shared_folder: &'static str,
    pub(crate) choose_codes: &'static str,
    pub(crate) save_codes: &'static str,
    /// Name of the file without its folder.
    pub(crate) codes_file: &'static str,
    pub(crate) choose_kit: &'static str,
    pub(crate) save_kit: &'static str,
    pub(crate) kits: &'static str,
    /// Name of the file without its folder.
    pub(crate) kit_file: &'static str,
    pub(crate) choose_rules: &'static str,
    pub(crate) save_rules: &'static str,
    pub(crate) rules: &'static str,
    /// Name of the file without its folder.
    pub(crate) rules_file: &'static str,
}

impl Words {
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::Vi => &VI,
            Language::En => &EN,
        }
    }
}

const VI: Words = Words {
    choose_text: "Mở tệp văn bản",
    text_files: "Tệp văn bản",
    all_files: "Mọi tệp",
    choose_photos: "Chọn ảnh",
    photos: "Ảnh (JPEG, PNG, WebP, TIFF)",
    choose_folder: "Chọn thư mục để xuất",
    choose_card: "Chọn thư mục hoặc thẻ nhớ có ảnh",
    sheet: "Phiếu duyệt",
    print: "In…",
    save_html: "Lưu thành HTML…",
    close: "Đóng",
    save_sheet: "Lưu phiếu duyệt",
    web_pages: "Trang web (HTML)",
    not_saved: "Không lưu được phiếu duyệt",
    save_hand_off: "Lưu tệp bàn giao",
    choose_hand_offs: "Mở tệp bàn giao",
    hand_offs: "Tệp bàn giao (.banthao)",
    choose_shared_folder: "Chọn thư mục dùng chung",
    choose_codes: "Mở bảng mã gõ tắt",
    save_codes: "Lưu bảng mã gõ tắt",
    codes_file: "ma-go-tat.txt",
    choose_kit: "Mở tệp mẫu và mã của đồng nghiệp",
    save_kit: "Lưu mẫu và mã cho đồng nghiệp",
    kits: "Mẫu và mã gõ tắt (.json)",
    kit_file: "mau-va-ma.json",
    choose_rules: "Mở tệp quy tắc của tòa soạn khác",
    save_rules: "Lưu quy tắc cho tòa soạn khác",
    rules: "Quy tắc của tòa soạn (.json)",
    rules_file: "quy-tac.json",
};

const EN: Words = Words {
    choose_text: "Open a text file",
    text_files: "Text files",
    all_files: "All files",
    choose_photos: "Choose photos",
    photos: "Photos (JPEG, PNG, WebP, TIFF)",
    choose_folder: "Choose a folder for the export",
    choose_card: "Choose a folder or card with photos",
    sheet: "Approval sheet",
    print: "Print…",
    save_html: "Save as HTML…",
    close: "Close",
    save_sheet: "Save the approval sheet",
    web_pages: "Web pages (HTML)",
    not_saved: "The approval sheet could not be saved",
    save_hand_off: "Save the hand-off file",
    choose_hand_offs: "Open a hand-off file",
    hand_offs: "Hand-off files (.banthao)",
    choose_shared_folder: "Choose the shared folder",
    choose_codes: "Open code replacements",
    save_codes: "Save code replacements",
    codes_file: "code-replacements.txt",
    choose_kit: "Open a colleague’s templates and codes",
    save_kit: "Save templates and codes for a colleague",
    kits: "Templates and codes (.json)",
    kit_file: "templates-and-codes.json",
    choose_rules: "Open another desk’s house rules",
    save_rules: "Save house rules for another desk",
    rules: "House rules (.json)",
    rules_file: "house-rules.json",
};
