//! Which form follows which, how often: the chain that sentences come from.

use super::random::Random;
use super::words::Class;

/// `data/french.zst`: zstd of UTF-8 lines, three parts each ended by an empty line. Forms, one a line;
/// the followers of each, one line a form, `number:count` with numbers as differences and a count of 1 left
/// out; the stems behind each class, one line a class.
const FRENCH: &[u8] = include_bytes!("data/french.zst");

/// What a step of the chain stands for.
pub(super) enum Form {
    /// The border between sentences.
    Border,
    /// A word or sign as it stands.
    Word(Box<str>),
    /// A rare word of this class.
    Open(Class),
    /// A person's name.
    Person,
    /// An organisation's.
    Organisation,
    /// A place's.
    Place,
    /// A number.
    Number,
}

/// The counts, ready to draw from.
pub(super) struct Model {
    pub(super) forms: Vec<Form>,
    /// Of each form, where its followers begin in `followers`.
    starts: Vec<u32>,
    /// Follower and sum of the counts up to it.
    followers: Vec<(u16, u32)>,
    /// Number of the border.
    pub(super) border: u16,
}

impl Model {
    /// Reads the built-in counts.
    pub(super) fn french() -> Self {
        let text = zstd::decode_all(FRENCH).expect("the built-in counts are whole");
        let text = String::from_utf8(text).expect("the built-in counts are text");
        let mut parts = text.split("\n\n");
        let mut part = || parts.next().expect("the built-in counts have three parts");
        let (forms, followers, rare) = (part(), part(), part());
        let stems: Vec<(&str, Vec<&str>)> = rare
            .lines()
            .filter_map(|line| {
                let mut words = line.split(' ');
                Some((words.next()?, words.collect()))
            })
            .collect();
        let stems_of =
            |class: &str| stems.iter().find(|(name, _)| *name == class).map_or(&[][..], |(_, stems)| stems);
        let mut border = 0;
        let forms: Vec<Form> = forms
            .lines()
            .enumerate()
            .map(|(number, form)| match form {
                "<S>" => {
                    border = number as u16;
                    Form::Border
                }
                "<PER>" => Form::Person,
                "<ORG>" => Form::Organisation,
                "<LOC>" => Form::Place,
                "<NUM>" => Form::Number,
                _ => match form.strip_prefix('~') {
                    Some(ending) => Form::Open(Class::new(ending, stems_of(form))),
                    None => Form::Word(form.into()),
                },
            })
            .collect();
        let (mut starts, mut all) = (vec![0], Vec::new());
        for line in followers.lines() {
            let (mut number, mut sum) = (0, 0);
            for pair in line.split(' ') {
                let (step, count) = pair.split_once(':').unwrap_or((pair, "1"));
                number += step.parse::<u16>().expect("the built-in counts are numbers");
                sum += count.parse::<u32>().expect("the built-in counts are numbers");
                all.push((number, sum));
            }
            starts.push(all.len() as u32);
        }
        assert_eq!(starts.len(), forms.len() + 1, "each form of the built-in counts has followers");
        Model { forms, starts, followers: all, border }
    }

    /// Draws what follows a form.
    pub(super) fn next(&self, form: u16, random: &mut Random) -> u16 {
        let at = usize::from(form);
        let followers = &self.followers[self.starts[at] as usize..self.starts[at + 1] as usize];
        let Some((_, total)) = followers.last() else { return self.border };
        let drawn = random.below(u64::from(*total)) as u32;
        let chosen = followers.partition_point(|(_, sum)| *sum <= drawn);
        followers[chosen].0
    }
}
