//! A real WordPress of a test's own, and a line to it that can be cut.
#![allow(dead_code, reason = "the tests of the command line use a part of it")]

pub(crate) mod line;

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Where `cargo xtask test` has put the installed site.
const FOLDER: &str = "BANTHAO_WORDPRESS";

const POSTS: &str = "array_map(fn($p) => ['id' => $p->ID, 'status' => $p->post_status, \
    'slug' => $p->post_name, \
    'title' => $p->post_title, 'text' => $p->post_content, 'lead' => $p->post_excerpt, \
    'date' => $p->post_date_gmt, 'author' => $p->post_author, \
    'thumbnail' => (int) get_post_thumbnail_id($p->ID), \
    'categories' => wp_list_pluck(get_the_category($p->ID), 'name'), \
    'tags' => wp_get_post_tags($p->ID, ['fields' => 'names'])], \
    get_posts(['post_type' => 'post', 'numberposts' => -1, \
    'post_status' => ['publish','future','draft','pending','private'], 'orderby' => 'ID', 'order' => 'ASC']))";
const MEDIA: &str = "array_map(fn($p) => ['id' => $p->ID, 'slug' => $p->post_name, \
    'caption' => $p->post_excerpt, \
    'alt' => get_post_meta($p->ID, '_wp_attachment_image_alt', true)], \
    get_posts(['post_type' => 'attachment', 'numberposts' => -1, 'post_status' => 'any', \
    'orderby' => 'ID', 'order' => 'ASC']))";
const CLEAR: &str = "array_map(fn($p) => (bool) wp_delete_post($p->ID, true), \
    get_posts(['post_type' => ['post', 'attachment'], 'numberposts' => -1, \
    'post_status' => ['any', 'trash', 'inherit']]))";

/// A running site. Ends with the test.
pub(crate) struct Site {
    folder: tempfile::TempDir,
    server: Child,
    pub(crate) port: u16,
    users: Vec<(String, String, String)>,
}

impl Site {
    /// `None`, and a word about it, where there is none to copy.
    pub(crate) fn start() -> Option<Self> {
        Self::start_with("", None)
    }

    /// With a plugin of the test's, and told that it is seen at this address.
    pub(crate) fn start_with(plugin: &str, seen_at: Option<u16>) -> Option<Self> {
        let Some(from) = std::env::var_os(FOLDER).map(PathBuf::from) else {
            eprintln!(
                "skipped: no WordPress here ({FOLDER} is not set; `cargo xtask test` sets it)"
            );
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        let copied =
            Command::new("cp").arg("-r").arg(from.join("site")).arg(&root).status().unwrap();
        assert!(copied.success(), "the site is copied");
        if !plugin.is_empty() {
            fs::write(root.join("wp-content/mu-plugins/of-the-test.php"), plugin).unwrap();
        }
        let port = free_port();
        let server = Command::new("php")
            .args(["-d", "upload_max_filesize=20M", "-d", "post_max_size=25M"])
            .args(["-S", &format!("127.0.0.1:{port}"), "-t"])
            .arg(&root)
            .env("PHP_CLI_SERVER_WORKERS", "3")
            .env("BANTHAO_SITE", format!("http://127.0.0.1:{}", seen_at.unwrap_or(port)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let users = fs::read_to_string(from.join("users")).unwrap();
        let users = users
            .lines()
            .filter_map(|line| {
                let mut parts = line.split(':').map(str::to_owned);
                Some((parts.next()?, parts.next()?, parts.next()?))
            })
            .collect();
        let site = Self { folder, server, port, users };
        let until = Instant::now() + Duration::from_secs(30);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "WordPress starts");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(site)
    }

    /// Login and application password of a role.
    pub(crate) fn user(&self, role: &str) -> (String, String) {
        let found =
            self.users.iter().find(|it| it.0 == role).expect("there is a user of this role");
        (found.1.clone(), found.2.clone())
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Runs a line of PHP inside the site and gives what it prints as JSON: the truth, whatever the
    /// REST interface says.
    pub(crate) fn php(&self, line: &str) -> Value {
        let root = self.folder.path().join("site");
        let code = format!(
            "$_SERVER['HTTP_HOST']='127.0.0.1'; $_SERVER['REQUEST_METHOD']='GET'; \
             require '{}/wp-load.php'; echo json_encode({line});",
            root.display()
        );
        let output = Command::new("php").args(["-r", &code]).output().unwrap();
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{line}: {}", String::from_utf8_lossy(&output.stdout)))
    }

    /// Posts that are not in the trash: number, state, slug, title, text.
    pub(crate) fn posts(&self) -> Vec<Value> {
        self.php(POSTS).as_array().unwrap().clone()
    }

    /// Pictures: number, slug, text alternative, caption.
    pub(crate) fn media(&self) -> Vec<Value> {
        self.php(MEDIA).as_array().unwrap().clone()
    }

    /// Posts and pictures; `clears` takes everything away afterwards that was delivered. One start
    /// of the site for all of it: that is what takes time.
    pub(crate) fn posts_and_media(&self, clears: bool) -> (Vec<Value>, Vec<Value>) {
        let clear = if clears { CLEAR } else { "[]" };
        let found = self.php(&format!("[{POSTS}, {MEDIA}, {clear}]"));
        let list = |n: usize| found[n].as_array().unwrap().clone();
        (list(0), list(1))
    }

    /// All that the site knows. Its pictures' files may stay.
    pub(crate) fn kept(&self) -> Vec<u8> {
        fs::read(self.database()).unwrap()
    }

    /// Brings the site back to what it knew.
    pub(crate) fn bring_back(&self, kept: &[u8]) {
        fs::write(self.database(), kept).unwrap();
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("site/wp-content/database/wp.sqlite")
    }

    /// Takes everything away that was delivered.
    pub(crate) fn clear(&self) {
        self.php(CLEAR);
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // The workers are children of the server and would go on.
        let parent = self.server.id().to_string();
        let workers = Command::new("ps").args(["-o", "pid=", "--ppid", &parent]).output();
        let _ = self.server.kill();
        let _ = self.server.wait();
        if let Ok(workers) = workers {
            for worker in String::from_utf8_lossy(&workers.stdout).split_whitespace() {
                let _ = Command::new("kill").args(["-9", worker]).status();
            }
        }
    }
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
