use super::*;

const PLENTY: u64 = 1 << 20;

fn folder(files: &[&str]) -> (tempfile::TempDir, Disk) {
    let dir = tempfile::tempdir().expect("a scratch folder");
    for file in files {
        let place = dir.path().join(file);
        fs::create_dir_all(place.parent().expect("files lie in folders")).expect("can make folders");
        fs::write(place, file.as_bytes()).expect("can write");
    }
    let disk = Disk::new(dir.path().to_path_buf());
    (dir, disk)
}

fn listing(world: &impl World) -> Vec<String> {
    let line = |entry: &Entry| match entry {
        Entry::File { path, .. } => path.clone(),
        Entry::Refused { path, why } => format!("{path}: {why}"),
    };
    world.walk().iter().map(line).collect()
}

#[test]
fn files_come_sorted_by_their_whole_path() {
    let (_dir, disk) = folder(&["b.csv", "a/z.csv", "a.csv", "registers/管理対象情報一覧.csv", "a-b.csv"]);
    assert_eq!(listing(&disk), ["a-b.csv", "a.csv", "a/z.csv", "b.csv", "registers/管理対象情報一覧.csv"]);
    assert_eq!(disk.walk()[0], Entry::File { path: "a-b.csv".into(), bytes: 7 });
}

#[test]
fn ignored_and_hidden_files_are_left_alone() {
    let (dir, disk) = folder(&["keep.csv", "old/x.csv", "draft.csv", ".hidden/x.csv", ".secret", "noise.ignore.csv"]);
    fs::write(dir.path().join(".gitignore"), "old/\n").expect("can write");
    fs::write(dir.path().join(".timlintignore"), "draft*\n").expect("can write");
    fs::write(dir.path().join(".ignore"), "noise*\n").expect("can write");
    assert_eq!(listing(&disk), ["keep.csv", "noise.ignore.csv"]);
    assert!(disk.exists("old/x.csv"), "evidence may lie in a folder that is not checked");
}

#[test]
fn a_root_that_is_missing_or_no_folder_is_said_so() {
    let (dir, _) = folder(&["a.csv"]);
    assert_eq!(listing(&Disk::new(dir.path().join("nowhere"))), [": unreadable"]);
    assert_eq!(listing(&Disk::new(dir.path().join("a.csv"))), [": not-a-file"]);
}

#[test]
fn reading_stops_at_the_limit() {
    let (_dir, disk) = folder(&["abc"]);
    assert_eq!(disk.read("abc", 3), Ok(b"abc".to_vec()));
    assert_eq!(disk.read("abc", 2), Err(ReadError::TooLarge { limit: 2 }));
    assert_eq!(disk.read("./abc", u64::MAX), Ok(b"abc".to_vec()));
}

#[test]
fn a_hash_is_the_same_read_whole_or_in_pieces() {
    let (dir, disk) = folder(&["abc"]);
    let long = vec![7; (1 << 16) * 2 + 1];
    fs::write(dir.path().join("long"), &long).expect("can write");
    let memory = Memory::new().file("abc", "abc").file("long", long.clone());
    let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(disk.sha256("abc", PLENTY).as_deref(), Ok(known));
    assert_eq!(disk.sha256("long", long.len() as u64), memory.sha256("long", PLENTY));
    assert_eq!(disk.sha256("long", 9), Err(ReadError::TooLarge { limit: 9 }));
    assert_eq!(disk.sha256("gone", 9), Err(ReadError::Vanished));
}

#[test]
fn what_is_gone_or_no_file_has_its_own_answer() {
    let (_dir, disk) = folder(&["a/b.csv"]);
    assert_eq!(disk.read("a/c.csv", PLENTY), Err(ReadError::Vanished));
    assert_eq!(disk.read("a", PLENTY), Err(ReadError::NotAFile));
    assert!(disk.exists("a") && disk.exists("./a/b.csv") && !disk.exists("a/c.csv"));
}

#[test]
fn no_path_leads_out_of_the_root() {
    let (dir, _) = folder(&["outside.csv", "root/a.csv"]);
    let disk = Disk::new(dir.path().join("root"));
    let outside = dir.path().join("outside.csv");
    let absolute = outside.to_str().expect("scratch folders have plain names");
    for path in ["../outside.csv", "a/../../outside.csv", absolute] {
        assert_eq!(disk.read(path, PLENTY), Err(ReadError::Denied), "{path}");
        assert!(!disk.exists(path), "{path}");
    }
}

#[cfg(unix)]
#[test]
fn links_are_followed_only_inside_the_root() {
    use std::os::unix::fs::symlink;
    let (dir, _) = folder(&["outside/x.csv", "root/a.csv", "root/sub/c.csv", "root/.kept/d.csv"]);
    let root = dir.path().join("root");
    symlink("a.csv", root.join("inside.csv")).expect("can link");
    symlink("../outside/x.csv", root.join("out.csv")).expect("can link");
    symlink("../outside", root.join("outside")).expect("can link");
    symlink("nothing", root.join("dangling.csv")).expect("can link");
    symlink("loop.csv", root.join("loop.csv")).expect("can link");
    symlink("sub", root.join("again")).expect("can link");
    symlink(".kept", root.join("kept")).expect("can link");
    symlink("/dev/null", root.join("null.csv")).expect("can link");
    let disk = Disk::new(root);
    let expected = [
        "a.csv",
        "dangling.csv: unreadable",
        "inside.csv",
        "kept: not-a-file",
        "loop.csv: unreadable",
        "null.csv: symlink-out",
        "out.csv: symlink-out",
        "outside: symlink-out",
        "sub/c.csv",
    ];
    assert_eq!(listing(&disk), expected);
    assert_eq!(disk.read("inside.csv", PLENTY), Ok(b"root/a.csv".to_vec()));
    assert_eq!(disk.read("out.csv", PLENTY), Err(ReadError::Denied));
    assert_eq!(disk.read("outside/x.csv", PLENTY), Err(ReadError::Denied));
}

#[cfg(unix)]
#[test]
fn sockets_and_pipes_are_never_opened() {
    let (dir, disk) = folder(&["a.csv"]);
    let _socket = std::os::unix::net::UnixListener::bind(dir.path().join("s.csv")).expect("can bind");
    assert_eq!(listing(&disk), ["a.csv", "s.csv: not-a-file"]);
    assert_eq!(disk.read("s.csv", PLENTY), Err(ReadError::NotAFile));
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_unicode_are_refused() {
    use std::os::unix::ffi::OsStrExt;
    let (dir, disk) = folder(&["a.csv"]);
    fs::write(dir.path().join(std::ffi::OsStr::from_bytes(b"\x91\xe4.csv")), "x").expect("can write");
    assert_eq!(listing(&disk), ["a.csv", "\u{fffd}\u{fffd}.csv: not-unicode"]);
}

#[test]
fn a_world_in_memory_answers_like_a_disk() {
    let world = Memory::new().file("a/b.csv", "x").file(".git/config", "y").on(20_544).variable("LANG", "ja");
    assert_eq!(listing(&world), ["a/b.csv"]);
    assert_eq!(world.read("./a/b.csv", PLENTY), Ok(b"x".to_vec()));
    assert_eq!(world.read("a/b.csv", 0), Err(ReadError::TooLarge { limit: 0 }));
    assert_eq!(world.read("../a", PLENTY), Err(ReadError::Denied));
    assert!(world.exists("a") && world.exists("a/b.csv") && !world.exists("a/b"));
    assert_eq!((world.today(), world.env("LANG").as_deref(), world.env("HOME")), (20_544, Some("ja"), None));
}

#[test]
fn the_clock_of_a_disk_is_in_this_century() {
    assert!((20_000..48_000).contains(&Disk::new(PathBuf::from(".")).today()));
}

#[test]
fn a_file_is_replaced_as_a_whole_or_not_at_all() {
    let (dir, disk) = folder(&["a/b.csv"]);
    assert_eq!(disk.write("a/b.csv", b"new"), Ok(()));
    assert_eq!(disk.read("a/b.csv", PLENTY), Ok(b"new".to_vec()));
    assert_eq!(fs::read_dir(dir.path().join("a")).expect("a folder").count(), 1, "nothing is left beside it");
    assert_eq!(disk.write("a/c.csv", b"x"), Err(WriteError::Vanished), "it replaces, it does not make");
    assert_eq!(disk.write("a", b"x"), Err(WriteError::NotAFile));
    assert_eq!(disk.write("../x.csv", b"x"), Err(WriteError::Denied));
    let place = dir.path().join("a/b.csv");
    let mut permissions = fs::metadata(&place).expect("there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&place, permissions).expect("can protect");
    assert_eq!(disk.write("a/b.csv", b"x"), Err(WriteError::ReadOnly));
    assert_eq!(Memory::new().file("a", "x").write("a", b"y"), Err(WriteError::ReadOnly));
    assert_eq!(disk.read("a/b.csv", PLENTY), Ok(b"new".to_vec()));
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_that_leaves_the_root() {
    use std::os::unix::fs::symlink;
    let (dir, _) = folder(&["outside.csv", "root/a.csv"]);
    symlink("../outside.csv", dir.path().join("root/out.csv")).expect("can link");
    let disk = Disk::new(dir.path().join("root"));
    assert_eq!(disk.write("out.csv", b"x"), Err(WriteError::Denied));
    assert_eq!(fs::read(dir.path().join("outside.csv")).expect("there"), b"outside.csv");
}
