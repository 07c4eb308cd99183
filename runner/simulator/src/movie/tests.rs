//! The structure of the file, and one small film letter by letter.

use std::hash::Hasher;

use super::Movie;

/// Boxes that hold boxes.
const HOLDERS: [&str; 6] = ["moov", "trak", "mdia", "minf", "dinf", "stbl"];

fn movie(width: u32, height: u32, seconds: u32) -> Vec<u8> {
    let seed = 7;
    Movie {
        width,
        height,
        seconds,
        seed,
    }
    .bytes()
}

fn number(bytes: &[u8], at: usize) -> usize {
    u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize
}

/// All boxes in order: path, and where the content begins and ends.
fn boxes(
    bytes: &[u8],
    from: usize,
    to: usize,
    path: &str,
    found: &mut Vec<(String, usize, usize)>,
) {
    let mut at = from;
    while at < to {
        let (size, name) = (number(bytes, at), &bytes[at + 4..at + 8]);
        let name = String::from_utf8(name.to_vec()).unwrap();
        assert!(size >= 8 && at + size <= to, "{path}/{name}: {size}");
        let path = format!("{path}/{name}");
        found.push((path.clone(), at + 8, at + size));
        if HOLDERS.contains(&name.as_str()) {
            boxes(bytes, at + 8, at + size, &path, found);
        }
        at += size;
    }
    assert_eq!(at, to, "{path}");
}

fn all_boxes(bytes: &[u8]) -> Vec<(String, usize, usize)> {
    let mut found = Vec::new();
    boxes(bytes, 0, bytes.len(), "", &mut found);
    found
}

fn content<'a>(bytes: &'a [u8], name: &str) -> &'a [u8] {
    let found = all_boxes(bytes);
    let (_, from, to) = found
        .iter()
        .find(|(path, ..)| path.ends_with(name))
        .unwrap();
    &bytes[*from..*to]
}

#[test]
fn the_boxes_are_those_of_a_file_that_plays_while_it_loads() {
    let bytes = movie(64, 48, 1);
    let paths: Vec<String> = all_boxes(&bytes)
        .into_iter()
        .map(|(path, ..)| path)
        .collect();
    let table = "/moov/trak/mdia/minf/stbl";
    let expected = [
        "/ftyp",
        "/moov",
        "/moov/mvhd",
        "/moov/trak",
        "/moov/trak/tkhd",
        "/moov/trak/mdia",
        "/moov/trak/mdia/mdhd",
        "/moov/trak/mdia/hdlr",
        "/moov/trak/mdia/minf",
        "/moov/trak/mdia/minf/vmhd",
        "/moov/trak/mdia/minf/dinf",
        "/moov/trak/mdia/minf/dinf/dref",
        table,
        &format!("{table}/stsd"),
        &format!("{table}/stts"),
        &format!("{table}/stss"),
        &format!("{table}/stsc"),
        &format!("{table}/stsz"),
        &format!("{table}/stco"),
        "/mdat",
    ];
    assert_eq!(paths, expected);
}

#[test]
fn the_tables_lead_to_every_picture() {
    let bytes = movie(100, 50, 3);
    let sizes = content(&bytes, "stsz");
    assert_eq!(number(sizes, 8), 90);
    let mut at = number(content(&bytes, "stco"), 8);
    assert_eq!(at, bytes.len() - content(&bytes, "mdat").len());
    for picture in 0..90 {
        let size = number(sizes, 12 + 4 * picture);
        assert_eq!(number(&bytes, at), size - 4, "{picture}");
        let kind = if picture % 30 == 0 { 0x65 } else { 0x41 };
        assert_eq!(bytes[at + 4], kind, "{picture}");
        at += size;
    }
    assert_eq!(at, bytes.len());
    let keys = content(&bytes, "stss");
    assert_eq!(
        [4, 8, 12, 16].map(|place| number(keys, place)),
        [3, 1, 31, 61]
    );
    let head = content(&bytes, "mvhd");
    assert_eq!((number(head, 12), number(head, 16)), (30_000, 90_000));
    let description = content(&bytes, "stsd");
    assert_eq!(description[40..44], [0, 100, 0, 50]);
}

#[test]
fn films_are_small_and_differ_by_seed() {
    let bytes = movie(1_280, 720, 5);
    assert!((10_000..60_000).contains(&bytes.len()), "{}", bytes.len());
    assert_eq!(bytes, movie(1_280, 720, 5));
    let other = Movie {
        width: 1_280,
        height: 720,
        seconds: 5,
        seed: 8,
    };
    assert_ne!(bytes, other.bytes());
}

#[test]
fn odd_sizes_and_lengths_are_made_possible() {
    let description = |width, height| content(&movie(width, height, 1), "stsd")[40..44].to_vec();
    assert_eq!(description(101, 51), [0, 100, 0, 50]);
    assert_eq!(description(0, 0), [0, 2, 0, 2]);
    assert_eq!(number(content(&movie(16, 16, 0), "stsz"), 8), 30);
    assert_eq!(number(content(&movie(16, 16, 99), "stsz"), 8), 1_800);
}

/// Decoders were tried with these very bytes and with the sizes of the models (libavcodec, November 2026): all
/// pictures, the right size and colour, no complaint. Who changes them has to try again.
#[test]
fn the_films_that_were_tried_have_not_changed() {
    let print = |bytes: &[u8]| {
        let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
        hash.write(bytes);
        (bytes.len(), hash.finish())
    };
    assert_eq!(print(&movie(64, 48, 1)), (1_442, 0xf4a5_c5f5_92fa_118d));
    assert_eq!(print(&movie(100, 50, 2)), (2_268, 0x9466_aff5_5659_db8b));
}

/// FNV-1a: the standard library's hashes may change with it.
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
}
