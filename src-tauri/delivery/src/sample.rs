//! What a short report looks like in a system, before anything is sent there.

use banthao_core::article::ArticleId;
use banthao_core::delivery::{
    Delivery, DeliveryId, DestinationKind, Errand, Figure, HtmlProfile, Job, Parcel, ParcelPicture,
    Piece, Remote, Status, StepKind, StepState, key_of,
};
use banthao_core::time::Timestamp;

use crate::{ghost, liferay, webhook, wordpress};

/// The text of a made-up report as a system of this kind would be sent it; `None` for one that takes
/// files.
pub fn sample_html(kind: &DestinationKind, profile: HtmlProfile) -> Option<String> {
    let article = ArticleId("mau".to_owned());
    let parcel = report(&article, profile.fitted(kind));
    let delivery = delivered(&article, kind, parcel.pictures.len());
    let job = Job { delivery: &delivery, parcel: &parcel };
    match kind {
        DestinationKind::WordPress => Some(wordpress::text(&job, true)),
        DestinationKind::Ghost => Some(ghost::text(&job, true)),
        DestinationKind::Liferay74 { .. } | DestinationKind::Liferay62 { .. } => {
            Some(liferay::text(&job))
        }
        DestinationKind::Webhook { .. } => {
            Some(webhook::text(&parcel, &|picture| picture.file_name.clone()))
        }
        DestinationKind::Folder { .. }
        | DestinationKind::WebDav { .. }
        | DestinationKind::Sftp { .. } => None,
    }
}

/// A delivery of which all is done.
fn delivered(article: &ArticleId, kind: &DestinationKind, pictures: usize) -> Delivery {
    let errand = Errand::Bring { overwrite: false, not_before: None };
    let pictures = u16::try_from(pictures).unwrap_or_default();
    let mut steps = Delivery::steps_of(kind, &errand, pictures);
    for step in &mut steps {
        step.state = StepState::Done;
        if let StepKind::Media(n) = step.kind {
            step.remote = Some(Remote {
                id: (101 + n).to_string(),
                link: format!("https://toasoan.example.vn/anh/{}.jpg", 101 + n),
            });
        }
    }
    Delivery {
        id: DeliveryId("mau".to_owned()),
        destination: String::new(),
        destination_name: String::new(),
        article: article.clone(),
        revision: String::new(),
        errand,
        queued_at: Timestamp(0),
        status: Status::Done,
        attempts: 0,
        next_at: Timestamp(0),
        trouble: None,
        known: None,
        known_live: None,
        steps,
    }
}

/// A report with one of each thing that a profile decides about.
fn report(article: &ArticleId, html: HtmlProfile) -> Parcel {
    let lead = "Sáng 14/5, đoàn công tác của xã kiểm tra tuyến đê bao sông Vạn.";
    let paragraph = |html: &str| Piece::Paragraph { html: html.to_owned() };
    let captions = ["Kiểm tra đoạn đê ở thôn Bến Gỗ. Ảnh: Quang Huy", "Đội xung kích luyện tập"];
    let figure = |picture: usize| {
        Piece::Figure(Figure {
            picture,
            alt: "Trên mặt đê".to_owned(),
            caption_html: captions[picture].to_owned(),
        })
    };
    let picture = |n: usize| ParcelPicture {
        sha256: String::new(),
        identity: String::new(),
        file_name: format!("{:02}-anh.jpg", n + 1),
        media_type: "image/jpeg".to_owned(),
        width: 1_600,
        height: 1_067,
        alt: "Trên mặt đê".to_owned(),
        caption: captions[n].to_owned(),
        bytes: Vec::new(),
    };
    Parcel {
        key: key_of(article),
        title: "Kiểm tra tuyến đê bao sông Vạn".to_owned(),
        slug: "kiem-tra-tuyen-de-bao-song-van".to_owned(),
        language: "vi".to_owned(),
        lead: lead.to_owned(),
        lead_html: lead.to_owned(),
        pieces: vec![
            figure(0),
            paragraph("Tuyến đê dài <strong>6,4 km</strong>, chạy qua ba thôn."),
            Piece::Subhead { html: "Sẵn sàng khi có lũ".to_owned() },
            figure(1),
            Piece::Aside { pieces: vec![paragraph("Đường dây nóng trực 24/24 giờ.")] },
        ],
        pictures: vec![picture(0), picture(1)],
        lead_picture: Some(0),
        authors: vec!["Minh Thư".to_owned()],
        credits: vec!["Minh Thư".to_owned(), "Ảnh: Quang Huy".to_owned()],
        source: Some("Nguồn: Cổng thông tin điện tử xã Thượng Vạn".to_owned()),
        html,
        ..Parcel::default()
    }
}

#[cfg(test)]
mod tests {
    use banthao_core::delivery::{Elements, LeadForm, LeadPhoto, SubheadForm};
    use banthao_core::store::ExportForm;

    use super::*;

    fn liferay() -> DestinationKind {
        DestinationKind::Liferay74 {
            site: "guest".to_owned(),
            structure: "1".to_owned(),
            content_field: "noi-dung".to_owned(),
            folder: String::new(),
            oauth: false,
        }
    }

    fn webhook() -> DestinationKind {
        DestinationKind::Webhook { pictures_to: String::new() }
    }

    const CHOSEN: HtmlProfile = HtmlProfile {
        lead: LeadForm::Plain,
        lead_photo: LeadPhoto::Above,
        subheads: SubheadForm::H3,
        elements: Elements::Plain,
        source: false,
        names: false,
    };

    #[test]
    fn each_kind_that_keeps_a_text_shows_one_and_those_that_take_files_none() {
        for kind in [DestinationKind::WordPress, DestinationKind::Ghost, liferay(), webhook()] {
            let html = sample_html(&kind, HtmlProfile::default()).expect("a text");
            for part in ["6,4 km", "Sẵn sàng", "<figcaption", "Nguồn:", "Quang Huy", "<h2"] {
                assert!(html.contains(part), "{part}: {html}");
            }
        }
        let folder = DestinationKind::Folder { form: ExportForm::Folder };
        assert_eq!(sample_html(&folder, CHOSEN), None);
    }

    #[test]
    fn what_a_newsroom_has_chosen_is_what_each_kind_is_sent() {
        for kind in [DestinationKind::WordPress, DestinationKind::Ghost, liferay(), webhook()] {
            let html = sample_html(&kind, CHOSEN).expect("a text");
            assert!(html.contains("<p>Sáng 14/5"), "the lead as any paragraph: {html}");
            assert!(html.contains("<h3") && !html.contains("<h2"), "{html}");
            assert!(!html.contains("Nguồn:") && !html.contains("\"byline\""), "{html}");
            let shows_it_above = !matches!(kind, DestinationKind::Liferay74 { .. });
            assert_eq!(html.contains("Bến Gỗ"), !shows_it_above, "{html}");
            assert!(html.contains("luyện tập"), "another photo stays: {html}");
            let is_plain =
                matches!(kind, DestinationKind::Liferay74 { .. } | DestinationKind::Webhook { .. });
            assert_eq!(html.contains("<figure"), !is_plain, "{html}");
            assert_eq!(html.contains("<aside"), !is_plain, "{html}");
            let out = HtmlProfile { lead: LeadForm::Out, subheads: SubheadForm::Strong, ..CHOSEN };
            let html = sample_html(&kind, out).expect("a text");
            assert!(!html.contains("Sáng 14/5"), "{html}");
            assert!(html.contains("<p><strong>Sẵn sàng khi có lũ</strong></p>"), "{html}");
        }
    }

    #[test]
    fn a_portal_of_paragraphs_alone_gets_this() {
        let profile = HtmlProfile { elements: Elements::Plain, ..HtmlProfile::default() };
        let html = sample_html(&liferay(), profile).expect("a text");
        assert_eq!(
            html,
            "<p class=\"lead\"><strong>Sáng 14/5, đoàn công tác của xã kiểm tra tuyến đê bao sông \
             Vạn.</strong></p>\n\
             <p><img data-fileentryid=\"101\" src=\"https://toasoan.example.vn/anh/101.jpg\" \
             alt=\"Trên mặt đê\"></p>\n\
             <p><em>Kiểm tra đoạn đê ở thôn Bến Gỗ. Ảnh: Quang Huy</em></p>\n\
             <p>Tuyến đê dài <strong>6,4 km</strong>, chạy qua ba thôn.</p>\n\
             <h2>Sẵn sàng khi có lũ</h2>\n\
             <p><img data-fileentryid=\"102\" src=\"https://toasoan.example.vn/anh/102.jpg\" \
             alt=\"Trên mặt đê\"></p>\n\
             <p><em>Đội xung kích luyện tập</em></p>\n\
             <div>\n<p>Đường dây nóng trực 24/24 giờ.</p>\n</div>\n\
             <p class=\"source\">Nguồn: Cổng thông tin điện tử xã Thượng Vạn</p>\n\
             <p class=\"byline\">Minh Thư</p>\n<p class=\"byline\">Ảnh: Quang Huy</p>\n\
             <!-- banthao:bt-mau:mau -->"
        );
    }
}
