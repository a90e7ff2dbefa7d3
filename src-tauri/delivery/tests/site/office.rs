//! A desk with an approved article, two photos in it, and somewhere to deliver it to.

use std::path::Path;
use std::time::{Duration, SystemTime};

use banthao_core::Result;
use banthao_core::article::{ArticleId, Byline, BylineRole, Text};
use banthao_core::delivery::{
    Delivery, Destination, DestinationKind, HtmlProfile, Mapped, Pace, PostAs, ProxyChoice, Ran,
    Status,
};
use banthao_core::exchange::formats::Format;
use banthao_core::exchange::target::{Making, Measure, Target, TargetRendition};
use banthao_core::moment::Moment;
use banthao_core::person::Role;
use banthao_core::photo::PhotoKind;
use banthao_core::review::Action;
use banthao_core::store::{Language, Save, SetUp, Settings, Store};
use banthao_delivery::{Patience, run_outbox};

use crate::site::Site;

pub(crate) struct Office {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) store: Store,
    pub(crate) article: ArticleId,
    pub(crate) password: String,
    pub(crate) pace: Pace,
    pub(crate) patience: Patience,
}

pub(crate) fn moment() -> Result<Moment> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).unwrap();
    Ok(Moment::at(SystemTime::now(), seed))
}

impl Office {
    pub(crate) fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path(), "MAY-01").unwrap();
        let answers = SetUp {
            language: Language::Vi,
            name: "Trần Thị Lan".to_owned(),
            pen_name: String::new(),
            role: Role::Editor,
        };
        let article = store.set_up(answers, &moment().unwrap()).unwrap().sample;
        // Small, so that a site makes few others of them.
        let made = Making::Web {
            measure: Measure::LongestSide,
            pixels: 280,
            quality: 70,
            format: PhotoKind::Jpeg,
            shape: None,
        };
        let target = Target {
            name: "nhỏ".to_owned(),
            renditions: vec![TargetRendition { name: "web".to_owned(), made }],
            ..Target::standard()
        };
        let settings = Settings { targets: vec![target], ..store.settings().unwrap() };
        store.change_settings(settings, &moment().unwrap()).unwrap();
        let mut office = Self {
            folder,
            store,
            article,
            password: String::new(),
            pace: Pace { settle: 150, first_retry: 150, longest_retry: 600, tries: 12 },
            patience: Patience {
                connect: Duration::from_secs(5),
                answer: Duration::from_secs(20),
                upload: Duration::from_secs(20),
            },
        };
        office.edit("Phát biểu & kết luận");
        office
    }

    /// A copy of this desk, as a store brought to another folder.
    pub(crate) fn copy(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_all(self.folder.path(), folder.path());
        let store = Store::open(folder.path(), "MAY-01").unwrap();
        let (article, password) = (self.article.clone(), self.password.clone());
        Self { folder, store, article, password, pace: self.pace, patience: self.patience }
    }

    /// A desk, and where its editor delivers to on a site, by this way.
    pub(crate) fn at(site: &Site, address: &str, post_as: PostAs) -> (Self, Destination) {
        let mut office = Self::open();
        let (user, password) = site.user("editor");
        office.password = password;
        let to = office.destination(address, &user, post_as);
        (office, to)
    }

    pub(crate) fn destination(
        &mut self,
        address: &str,
        user: &str,
        post_as: PostAs,
    ) -> Destination {
        self.place(DestinationKind::WordPress, address, user, post_as)
    }

    /// A destination of any kind.
    pub(crate) fn place(
        &mut self,
        kind: DestinationKind,
        address: &str,
        user: &str,
        post_as: PostAs,
    ) -> Destination {
        let id = self.store.destination("Cổng").map(|it| it.id).unwrap_or_default();
        let destination = Destination {
            id,
            name: "Cổng".to_owned(),
            kind,
            address: address.to_owned(),
            user: user.to_owned(),
            target: "nhỏ".to_owned(),
            post_as,
            sections: vec![Mapped {
                here: "Thời sự".to_owned(),
                there: "Tin tức & sự kiện".to_owned(),
            }],
            authors: Vec::new(),
            proxy: ProxyChoice::None,
            html: HtmlProfile::default(),
            ca_file: String::new(),
            has_password: !self.password.is_empty(),
        };
        self.store.save_destination(destination, &moment().unwrap()).unwrap()
    }

    /// Lets packages have these formats only.
    pub(crate) fn write_only(&mut self, formats: Vec<Format>) {
        let mut settings = self.store.settings().unwrap();
        settings.targets[0].formats = formats;
        self.store.change_settings(settings, &moment().unwrap()).unwrap();
    }

    /// Gives the article another headline, and has it approved.
    pub(crate) fn edit(&mut self, headline: &str) {
        let open = self.store.open_article(&self.article).unwrap();
        let (mut document, mut fields) = (open.document, open.fields);
        document.headline = Text::runs(headline);
        let byline = |name: &str| Byline {
            contributor: None,
            pen_name: name.to_owned(),
            role: BylineRole::Text,
        };
        fields.bylines = vec![byline("Thanh Mai"), byline("Thanh Hiếu")];
        fields.section = "Thời sự".to_owned();
        fields.tags = vec!["Thái Nguyên".to_owned(), "Sách".to_owned()];
        let save = Save { id: self.article.clone(), base_seq: open.seq, document, fields };
        self.store.save_article(save, &moment().unwrap()).unwrap();
        let _ = self.store.plan_export(&self.article, "", None, &moment().unwrap());
        for action in [Action::File, Action::Claim, Action::Approve] {
            // What the article has behind it is refused.
            let _ = self.store.move_article(&self.article, action, None, &moment().unwrap());
        }
        let planned = self.store.plan_export(&self.article, "", None, &moment().unwrap());
        planned.expect("it is approved");
    }

    pub(crate) fn queue(&mut self, destination: &Destination, overwrite: bool) -> Delivery {
        let now = moment().unwrap();
        let plan = self.store.plan_export(&self.article, &destination.target, None, &now).unwrap();
        let parcel = plan.parcel(destination, &self.store.photo_files(), None).unwrap();
        let pictures = parcel.pictures.len();
        assert!(pictures == 2 || parcel.package.is_some(), "the sample has two photos");
        self.store.queue_delivery(&plan, destination, &parcel, overwrite, &now).unwrap()
    }

    /// Works the outbox off once.
    pub(crate) fn run(&mut self) -> Vec<Option<Ran>> {
        let password = self.password.clone();
        let mut ask = |_: &Destination| Ok(Some(password.clone()).filter(|it| !it.is_empty()));
        let (pace, patience) = (self.pace, self.patience);
        let outcomes =
            run_outbox(&mut self.store, None, &mut ask, &mut moment, &mut |_| {}, &pace, patience)
                .unwrap();
        outcomes.into_iter().map(|it| it.ran).collect()
    }

    /// Works the outbox off until nothing is on its way; a person tries again what waits for one.
    pub(crate) fn run_to_the_end(&mut self, id: &str) -> Delivery {
        for _ in 0..60 {
            let ran = self.run();
            let delivery = self.store.delivery(id).unwrap();
            match delivery.status {
                Status::Done | Status::Cancelled => return delivery,
                Status::NeedsUser => {
                    self.store.retry_delivery(id).unwrap();
                }
                Status::Open => {}
            }
            if let Some(Some(Ran::Waits(until))) = ran.first() {
                let wait = until.0 - moment().unwrap().now.0;
                std::thread::sleep(Duration::from_millis(u64::try_from(wait).unwrap_or(0)));
            }
        }
        panic!("it never ended: {:?}", self.store.delivery(id).unwrap());
    }
}

fn copy_all(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&to).unwrap();
            copy_all(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}
