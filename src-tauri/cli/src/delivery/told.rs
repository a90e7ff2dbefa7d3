//! Deliveries in words: how they stand, what went wrong, and what to do about it.

use crate::words::Words;
use banthao_core::delivery::{
    Ability, Checked, Delivery, Errand, Plan, Stage, Step, StepKind, StepState, Tested, Trouble,
    TroubleKind,
};
use banthao_core::store::Language;
use banthao_core::time::ZoneMinutes;

/// What happened and what to do next.
pub(crate) fn trouble(words: &Words, trouble: &Trouble) -> String {
    let param = |name: &str| trouble.params.get(name).map_or("", String::as_str);
    let (vi, en) = match trouble.kind {
        TroubleKind::Unreachable => (
            "Không kết nối được tới máy chủ này. Hãy kiểm tra mạng và địa chỉ; bài chờ và sẽ tự gửi:",
            "This server cannot be reached. Check the network and the address; it waits and goes by itself:",
        ),
        TroubleKind::NoAnswer => (
            "Đã gửi nhưng không nhận được trả lời. Bản Thảo sẽ xem bên đó đã có chưa rồi mới gửi tiếp.",
            "It was sent, and no answer came. What is there is looked up before anything is sent again.",
        ),
        TroubleKind::ServerFault => (
            "Máy chủ bên nhận đang lỗi; sẽ tự thử lại. Mã lỗi:",
            "The server has a fault; it is tried again by itself. Status:",
        ),
        TroubleKind::Busy => (
            "Máy chủ bên nhận đang bận; sẽ tự thử lại.",
            "The server is busy; it is tried again by itself.",
        ),
        TroubleKind::ProxyPassword => (
            "Máy chủ proxy đòi tên và mật khẩu (407). Hãy nhờ người quản trị mạng cho đi thẳng, hoặc đặt proxy khác.",
            "The proxy wants a name and a password (407). Ask whoever runs the network for a way past it, or set another proxy.",
        ),
        TroubleKind::ProxyFailed => (
            "Không đi qua được proxy. Hãy kiểm tra địa chỉ proxy của nơi gửi:",
            "There is no way through the proxy. Check the proxy of this destination:",
        ),
        TroubleKind::Certificate => (
            "Chứng thư của máy chủ không được máy này tin. Kiểm tra ngày giờ của máy, hoặc chỉ ra tệp chứng thư (--ca):",
            "The server's certificate is not trusted here. Check this computer's clock, or name a file of certificates (--ca):",
        ),
        TroubleKind::OldTls => (
            "Máy chủ quá cũ: chỉ nói được TLS không còn an toàn. Hãy nâng cấp máy chủ, hoặc xuất gói tệp:",
            "The server is too old: it speaks only TLS that is no longer safe. Update it, or export a bundle:",
        ),
        TroubleKind::NotData => (
            "Nhận được một trang web thay vì dữ liệu. Có thể mạng đòi đăng nhập (mở trình duyệt), hoặc sai địa chỉ:",
            "A web page came instead of data. The network may want you to sign in (open a browser), or the address is wrong:",
        ),
        TroubleKind::SentElsewhere => (
            "Máy chủ chuyển sang địa chỉ khác; mật khẩu không đi theo. Nếu đúng, hãy đặt địa chỉ đó cho nơi gửi:",
            "The server sends elsewhere; the password does not go along. If that is right, set that address:",
        ),
        TroubleKind::AnswerTooLarge => (
            "Câu trả lời dài quá mức nên đã dừng đọc. Hãy báo người quản trị bên đó.",
            "The answer was beyond every measure and was not read. Tell whoever runs that site.",
        ),
        TroubleKind::NoPassword => (
            "Chưa có mật khẩu của nơi gửi này. Đặt BANTHAO_DESTINATION_PASSWORD, hoặc chạy trong cửa sổ lệnh để được hỏi, rồi `banthao outbox retry`.",
            "There is no password for this destination. Set BANTHAO_DESTINATION_PASSWORD, or run it in a terminal to be asked, then `banthao outbox retry`.",
        ),
        TroubleKind::KeyringShut => (
            "Không mở được kho khóa của hệ thống, nơi giữ mật khẩu. Hãy mở khóa, hoặc đặt BANTHAO_DESTINATION_PASSWORD, rồi chạy `banthao outbox retry`.",
            "The system's keyring, which has the password, cannot be opened. Unlock it, or set BANTHAO_DESTINATION_PASSWORD, and run `banthao outbox retry`.",
        ),
        TroubleKind::WrongPassword => (
            "Sai tên, mật khẩu hoặc khóa. WordPress cần mật khẩu ứng dụng (Hồ sơ → Application Passwords); Ghost cần khóa Admin API của một tích hợp riêng, và đồng hồ máy phải đúng giờ.",
            "Wrong name, password or key. WordPress wants an application password (Profile → Application Passwords); Ghost the Admin API key of a custom integration, and a clock that is right.",
        ),
        TroubleKind::NoRight => (
            "Tài khoản không có quyền làm việc này ở bên đó. Hãy nhờ cấp quyền, hoặc gửi ở dạng nháp:",
            "The user may not do this there. Ask for the right, or deliver as a draft:",
        ),
        TroubleKind::NotThere => (
            "Địa chỉ này không phải của hệ thống đã chọn (hoặc API của nó bị tắt). Hãy kiểm tra địa chỉ.",
            "This is not the address of a system of the chosen kind (or its API is off). Check the address.",
        ),
        TroubleKind::Refused => {
            ("Bên nhận từ chối và sẽ lại từ chối:", "The other side refuses, and would again:")
        }
        TroubleKind::FolderGone => (
            "Không thấy thư mục này (ổ mạng chưa kết nối?). Bài chờ và sẽ tự gửi khi thư mục có lại:",
            "This folder is not there (a share that is not connected?). It waits, and goes by itself once it is:",
        ),
        TroubleKind::NoSpace => (
            "Bên nhận hết chỗ. Hãy dọn bớt rồi `outbox retry`:",
            "There is no room left there. Make some, then `outbox retry`:",
        ),
        TroubleKind::HostUnknown => (
            "Chưa ai xác nhận đây đúng là máy chủ cần gửi. Hãy so vân tay với người quản trị máy chủ; nếu đúng, chạy lại `destination add` với --host-key:",
            "Nobody has said yet that this is the right server. Compare the fingerprint with whoever runs it; if it is right, run `destination add` again with --host-key:",
        ),
        TroubleKind::HostChanged => (
            "Máy chủ đưa ra khóa KHÁC với khóa đã tin: có thể đã cài lại, cũng có thể là máy khác giả làm nó. Hãy hỏi người quản trị trước khi đổi --host-key:",
            "The server shows ANOTHER key than the trusted one: it may have been set up anew, or something else may pretend to be it. Ask whoever runs it before changing --host-key:",
        ),
        TroubleKind::KeyFile => (
            "Không dùng được tệp khóa riêng này (sai đường dẫn, sai mật khẩu khóa, hoặc người khác cũng đọc được tệp):",
            "This private key cannot be used (a wrong path, a wrong password of the key, or others may read the file):",
        ),
        TroubleKind::NoProgram => (
            "Máy này thiếu chương trình cần để gửi (OpenSSH: Windows cài trong Optional Features, Linux cài gói openssh-client):",
            "A program that this needs is not on this computer (OpenSSH: in Windows an optional feature, on Linux the package openssh-client):",
        ),
        TroubleKind::ChangedThere => (
            "Bài bên đó đã bị người khác sửa hoặc cất đi. Xem bằng --dry-run; muốn ghi đè thì `outbox cancel` rồi gửi lại với --overwrite.",
            "Somebody has changed it there, or put it away. Look with --dry-run; to write over it, `outbox cancel` and deliver with --overwrite.",
        ),
    };
    let details = ["host", "fingerprint", "key", "path", "program", "to", "status", "what", "says"]
        .map(param);
    let details: Vec<&str> = details.into_iter().filter(|it| !it.is_empty()).collect();
    let sentence = match words.language {
        Language::Vi => vi,
        Language::En => en,
    };
    let right = |what: &str| match what {
        "write" => words.pick("viết bài", "write posts").to_owned(),
        "upload" => words.pick("tải ảnh lên", "upload photos").to_owned(),
        "publish" => words.pick("xuất bản", "publish").to_owned(),
        "delete" => words.pick("gỡ bài", "delete posts").to_owned(),
        other => other.to_owned(),
    };
    if details.is_empty() {
        return sentence.to_owned();
    }
    format!("{sentence} {}", details.into_iter().map(right).collect::<Vec<_>>().join(" · "))
}

pub(super) fn delivery(words: &Words, delivery: &Delivery, zone: ZoneMinutes) -> Vec<String> {
    let mut lines = vec![format!("{}  {}", delivery.id.0, stage(words, delivery.stage(), zone))];
    if let Some(checked) = checked(delivery) {
        lines.push(checked.link);
        for it in checked.differences {
            let differs = words.pick("Khác với bản gửi", "Differs from what was sent");
            lines.push(format!("{differs}: {} · {} → {}", it.field, it.sent, it.found));
        }
    }
    if let Some(it) = &delivery.trouble {
        lines.push(trouble(words, it));
    }
    lines
}

pub(super) fn row(words: &Words, delivery: &Delivery, zone: ZoneMinutes) -> String {
    let errand = match delivery.errand {
        Errand::Bring { .. } => words.pick("gửi", "deliver"),
        Errand::TakeDown { .. } => words.pick("gỡ", "take down"),
        Errand::Clear { .. } => words.pick("dọn", "clear up"),
    };
    let at = delivery.queued_at.rfc3339(zone);
    let unknown = if delivery.is_unknown() {
        words.pick(" (chưa rõ đã tới chưa)", " (not known whether it arrived)")
    } else {
        ""
    };
    format!(
        "{}  {}  {errand}  {} → {}  {}{unknown}",
        delivery.id.0,
        &at[..16.min(at.len())],
        delivery.article,
        delivery.destination_name,
        stage(words, delivery.stage(), zone)
    )
}

pub(super) fn steps(words: &Words, it: &Delivery, zone: ZoneMinutes) -> Vec<String> {
    let mut lines = vec![row(words, it, zone)];
    let step = |step: &Step| {
        let state = match step.state {
            StepState::Waiting => words.pick("chờ", "waits"),
            StepState::Sent => words.pick("đã gửi, chưa rõ", "sent, not known"),
            StepState::Done => words.pick("xong", "done"),
        };
        let remote = step.remote.as_ref().map(|it| format!("  #{} {}", it.id, it.link));
        format!("  {}  {state}{}", kind(words, step.kind), remote.unwrap_or_default())
    };
    lines.extend(it.steps.iter().map(step));
    lines.extend(delivery(words, it, zone).into_iter().skip(1));
    lines
}

pub(super) fn planned(words: &Words, plan: &Plan) -> Vec<String> {
    let mut lines = vec![match &plan.post {
        Some(post) => {
            format!(
                "{} #{} {}",
                words.pick("Sửa bài đã có", "Changes the post"),
                post.id,
                post.link
            )
        }
        None => words.pick("Bài mới", "A new post").to_owned(),
    }];
    if plan.changed_there {
        lines.push(
            words
                .pick(
                    "Bên đó có người đã sửa: cần --overwrite",
                    "Somebody has changed it there: needs --overwrite",
                )
                .to_owned(),
        );
    }
    lines.extend(plan.requests.iter().map(|it| format!("{} {}", it.method, it.path)));
    for it in &plan.dropped {
        let lost = words.pick("Bên đó sẽ không nhận", "Would not be taken");
        lines.push(format!("{lost}: {} · {}", it.field, it.sent));
    }
    if plan.post.is_some() && !plan.compared && !plan.requests.is_empty() {
        let not =
            words.pick("Không so được với chữ đang ở đó", "The text there could not be compared");
        lines.push(not.to_owned());
    }
    lines.extend(plan.changes.iter().cloned());
    lines.push(format!("{}: {} kB", words.pick("Tải lên", "Upload"), plan.upload.div_ceil(1_024)));
    lines
}

pub(super) fn tested<'a>(words: &'a Words, tested: &'a Tested) -> Vec<&'a str> {
    let may = |ability: &Ability| match ability {
        Ability::Write => words.pick("Được viết bài", "May write posts"),
        Ability::Upload => words.pick("Được tải ảnh lên", "May upload photos"),
        Ability::Publish => words.pick("Được xuất bản", "May publish"),
        Ability::ChooseAuthor => words.pick("Được ghi tên tác giả khác", "May name other authors"),
        Ability::NameCoauthors => {
            words.pick("Có phần ghi nhiều tác giả", "Has the plugin for several authors")
        }
    };
    std::iter::once(words.pick("Kết nối được.", "Connected."))
        .chain(tested.may.iter().map(may))
        .collect()
}

fn checked(delivery: &Delivery) -> Option<Checked> {
    let verify = delivery.steps.iter().find(|step| step.kind == StepKind::Verify)?;
    serde_json::from_str(verify.receipt.as_deref()?).ok()
}

fn stage(words: &Words, stage: Stage, zone: ZoneMinutes) -> String {
    let plain = match stage {
        Stage::Queued => words.pick("chờ gửi", "queued"),
        Stage::Held { until } => {
            let at = until.rfc3339(zone);
            let at = &at[..16.min(at.len())];
            return format!("{} {at}", words.pick("giữ tới", "held until"));
        }
        Stage::Preflight => words.pick("đang kiểm tra nơi nhận", "checking the destination"),
        Stage::Media { number, of } => {
            return format!("{} {number}/{of}", words.pick("đang gửi ảnh", "sending photo"));
        }
        Stage::Reserve => words.pick("đang giữ chỗ", "reserving"),
        Stage::Write => words.pick("đang ghi bài", "writing"),
        Stage::Verify => words.pick("đang đọc lại", "reading back"),
        Stage::TakeDown => words.pick("đang gỡ", "taking down"),
        Stage::Clear => words.pick("đang dọn", "clearing up"),
        Stage::NeedsUser => words.pick("cần bạn xử lý", "needs you"),
        Stage::Done => words.pick("xong", "done"),
        Stage::Cancelled => words.pick("đã hủy", "cancelled"),
    };
    plain.to_owned()
}

fn kind(words: &Words, kind: StepKind) -> String {
    let plain = match kind {
        StepKind::Preflight => words.pick("kiểm tra", "check"),
        StepKind::Media(n) => {
            return format!("{} {}", words.pick("ảnh", "photo"), u32::from(n) + 1);
        }
        StepKind::Reserve => words.pick("giữ chỗ", "reserve"),
        StepKind::Write => words.pick("ghi", "write"),
        StepKind::Verify => words.pick("đọc lại", "read back"),
        StepKind::TakeDown => words.pick("gỡ", "take down"),
        StepKind::Clear(n) => {
            return format!("{} {}", words.pick("dọn", "clear up"), u32::from(n) + 1);
        }
    };
    plain.to_owned()
}
