//! The MP4 file around coded pictures: boxes in boxes, each with its length and its name.
//! ISO/IEC 14496-12 (the boxes) and 14496-15 (H.264 in them).

use super::PICTURES_PER_SECOND;
use super::pictures::{PROFILE, Screen};

/// Units of time in a second. A picture takes a whole number of them.
const TIMESCALE: u32 = 30_000;

/// No rotation and no scaling, in 16.16 and 2.30 fixed point.
const AS_IT_IS: [u32; 9] = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000];

/// "Undetermined", three letters of five bits.
const LANGUAGE: u16 = 0x55c4;

/// The file. Each sample is one coded picture; the first of each second needs no other.
pub(super) fn file(screen: Screen, samples: &[Vec<u8>]) -> Vec<u8> {
    let names = [
        &b"isom"[..],
        &number(0x200),
        b"isom",
        b"iso2",
        b"avc1",
        b"mp41",
    ];
    let mut file = named(*b"ftyp", &names.concat());
    // The index says where the pictures begin, which is behind it: its length does not depend on what it says.
    let index = index(screen, samples, 0).len();
    let first = length(file.len() + index + 8);
    file.extend(self::index(screen, samples, first));
    let mut data = Vec::new();
    for sample in samples {
        data.extend(number(length(sample.len())));
        data.extend(sample);
    }
    file.extend(named(*b"mdat", &data));
    file
}

/// Everything but the pictures, which begin at the byte `first`.
fn index(screen: Screen, samples: &[Vec<u8>], first: u32) -> Vec<u8> {
    let duration = length(samples.len()) * (TIMESCALE / PICTURES_PER_SECOND);
    let matrix = AS_IT_IS.map(number).concat();
    let movie = full(
        *b"mvhd",
        0,
        &[
            &numbers(&[0, 0, TIMESCALE, duration, 0x1_0000])[..],
            &[1, 0],
            &[0; 10],
            &matrix,
            &[0; 24],
            &number(2), // the next track's number
        ]
        .concat(),
    );
    let (width, height) = (screen.width << 16, screen.height << 16);
    let track = full(
        *b"tkhd",
        3, // enabled, and part of the film
        &[
            &numbers(&[0, 0, 1, 0, duration])[..],
            &[0; 16],
            &matrix,
            &numbers(&[width, height]),
        ]
        .concat(),
    );
    let media = media(screen, samples, duration, first);
    let track = named(*b"trak", &[track, media].concat());
    named(*b"moov", &[movie, track].concat())
}

fn media(screen: Screen, samples: &[Vec<u8>], duration: u32, first: u32) -> Vec<u8> {
    let head = full(
        *b"mdhd",
        0,
        &[
            &numbers(&[0, 0, TIMESCALE, duration])[..],
            &LANGUAGE.to_be_bytes(),
            &[0; 2],
        ]
        .concat(),
    );
    let handler = full(
        *b"hdlr",
        0,
        &[&number(0)[..], b"vide", &[0; 12], b"pictures\0"].concat(),
    );
    let here = full(*b"url ", 1, &[]);
    let place = named(
        *b"dinf",
        &full(*b"dref", 0, &[number(1).to_vec(), here].concat()),
    );
    let information = named(
        *b"minf",
        &[
            full(*b"vmhd", 1, &[0; 8]),
            place,
            table(screen, samples, first),
        ]
        .concat(),
    );
    named(*b"mdia", &[head, handler, information].concat())
}

/// Where each sample is, how long it is shown, and which need no other.
fn table(screen: Screen, samples: &[Vec<u8>], first: u32) -> Vec<u8> {
    let count = length(samples.len());
    let keys: Vec<u32> = (1..=count).step_by(PICTURES_PER_SECOND as usize).collect();
    let sizes: Vec<u32> = samples
        .iter()
        .map(|sample| length(sample.len() + 4))
        .collect();
    let description = full(
        *b"stsd",
        0,
        &[number(1).to_vec(), description(screen)].concat(),
    );
    let every = TIMESCALE / PICTURES_PER_SECOND;
    let tables = [
        description,
        full(*b"stts", 0, &numbers(&[1, count, every])),
        full(
            *b"stss",
            0,
            &[numbers(&[length(keys.len())]), numbers(&keys)].concat(),
        ),
        full(*b"stsc", 0, &numbers(&[1, 1, count, 1])), // all samples in one run
        full(
            *b"stsz",
            0,
            &[numbers(&[0, count]), numbers(&sizes)].concat(),
        ),
        full(*b"stco", 0, &numbers(&[1, first])),
    ];
    named(*b"stbl", &tables.concat())
}

/// What a decoder has to know before the first picture.
fn description(screen: Screen) -> Vec<u8> {
    let (sequence, picture) = (screen.sequence_parameters(), Screen::picture_parameters());
    let [profile, flags] = PROFILE;
    let short = |value: usize| u16::try_from(value).unwrap_or(u16::MAX).to_be_bytes();
    let side = |value: u32| u16::try_from(value).unwrap_or(u16::MAX).to_be_bytes();
    let decoder = named(
        *b"avcC",
        &[
            // Version, profile, level, then: lengths have four bytes, and there is one set of each kind.
            &[1, profile, flags, screen.level(), 0xff, 0xe1][..],
            &short(sequence.len()),
            &sequence,
            &[1],
            &short(picture.len()),
            &picture,
        ]
        .concat(),
    );
    let resolution = number(72 << 16);
    named(
        *b"avc1",
        &[
            &[0, 0, 0, 0, 0, 0, 0, 1][..],
            &[0; 16],
            &side(screen.width),
            &side(screen.height),
            &resolution,
            &resolution,
            &number(0),
            &[0, 1], // one picture a sample
            &[0; 32],
            &[0, 24, 0xff, 0xff], // bits of colour; no palette
            &decoder,
        ]
        .concat(),
    )
}

/// A box with a version, 0, and flags.
fn full(name: [u8; 4], flags: u32, content: &[u8]) -> Vec<u8> {
    named(name, &[&number(flags)[..], content].concat())
}

fn named(name: [u8; 4], content: &[u8]) -> Vec<u8> {
    [&number(length(content.len() + 8))[..], &name, content].concat()
}

fn numbers(values: &[u32]) -> Vec<u8> {
    values.iter().copied().flat_map(number).collect()
}

const fn number(value: u32) -> [u8; 4] {
    value.to_be_bytes()
}

/// A film is far below the four gigabytes that a length may say.
fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
