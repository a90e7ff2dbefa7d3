//! Titles of the native dialogs, which the webview's catalogues cannot reach.

use banthao_core::store::Language;

pub(crate) struct Words {
    pub(crate) choose_text: &'static str,
    pub(crate) text_files: &'static str,
    pub(crate) all_files: &'static str,
    pub(crate) choose_photos: &'static str,
    pub(crate) photos: &'static str,
    pub(crate) choose_folder: &'static str,
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
    photos: "Ảnh (JPEG, PNG, WebP)",
    choose_folder: "Chọn thư mục để xuất",
};

const EN: Words = Words {
    choose_text: "Open a text file",
    text_files: "Text files",
    all_files: "All files",
    choose_photos: "Choose photos",
    photos: "Photos (JPEG, PNG, WebP)",
    choose_folder: "Choose a folder for the export",
};
