//! What WordPress exports, made by hand: with all that stands around the posts there.

const NAMES: &str = "xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:wp=\"http://wordpress.org/export/1.2/\"";

/// An item of any kind.
pub fn item(id: u32, kind: &str, status: &str, title: &str, content: &str) -> String {
    format!(
        "<item><title><![CDATA[{title}]]></title><link>https://bao.vn/khai-mac-{id}/</link><dc:creator><![CDATA[mai]]></dc:creator><guid isPermaLink=\"false\">https://bao.vn/?p={id}</guid><description></description><content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>{id}</wp:post_id><wp:post_date><![CDATA[2020-05-23 15:00:00]]></wp:post_date><wp:post_date_gmt><![CDATA[2020-05-23 08:00:00]]></wp:post_date_gmt><wp:post_name><![CDATA[khai-mac]]></wp:post_name><wp:status><![CDATA[{status}]]></wp:status><wp:post_type><![CDATA[{kind}]]></wp:post_type><category domain=\"category\" nicename=\"kinh-te\"><![CDATA[Kinh tế]]></category><category domain=\"post_tag\" nicename=\"hoi-cho\"><![CDATA[hội chợ]]></category><wp:postmeta><wp:meta_key>_x</wp:meta_key><wp:meta_value><![CDATA[<item>]]></wp:meta_value></wp:postmeta></item>"
    )
}

/// An export of items.
pub fn export(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<!-- generator=\"WordPress/6.5\" <item> -->\n<rss version=\"2.0\" {NAMES}><channel><title>Báo</title><wp:base_blog_url>https://bao.vn</wp:base_blog_url><wp:author><wp:author_login><![CDATA[mai]]></wp:author_login><wp:author_display_name><![CDATA[Thanh Mai]]></wp:author_display_name></wp:author>{items}</channel></rss>"
    )
}

/// Two articles, one from before blocks and one of blocks, and what stands between them.
pub fn sample() -> String {
    let classic = "Sáng 23/5, hội chợ <strong>khai mạc</strong>.\r\nDòng sau.\r\n\r\n[caption id=\"a\" width=\"600\"]<a href=\"x\"><img src=\"https://bao.vn/a.jpg\" alt=\"Hội trường\"/></a> Quang cảnh hội chợ[/caption]\r\n\r\n[gallery ids=\"1,2\"]\r\n\r\nHội chợ [sic] kéo dài ba ngày.";
    let blocks = "<!-- wp:paragraph --><p>Đoạn một.</p><!-- /wp:paragraph --><!-- wp:heading --><h2>Nhân sự</h2><!-- /wp:heading -->[vc_row css=\"x\"]<p>Đoạn hai.</p>[/vc_row]";
    let items = [
        item(1, "post", "publish", "Khai mạc hội chợ &amp; triển lãm", classic),
        item(2, "attachment", "inherit", "a.jpg", ""),
        item(3, "nav_menu_item", "publish", "", ""),
        item(4, "post", "publish", "Bài thứ hai", blocks),
        item(5, "post", "trash", "Bỏ", "x"),
    ];
    export(&items.concat())
}
