//! Figures of repeated runs: least, median, most.

/// The spread of one figure over the runs; empty where none could be taken.
pub(crate) struct Spread(Vec<f64>);

impl Spread {
    pub(crate) fn of(figures: impl IntoIterator<Item = f64>) -> Self {
        let mut figures: Vec<f64> = figures.into_iter().collect();
        figures.sort_unstable_by(f64::total_cmp);
        Spread(figures)
    }

    /// `least / median / most`.
    pub(crate) fn print(&self, decimals: usize) -> String {
        match &self.0[..] {
            [] => "not known".to_owned(),
            [least, .., most] => {
                let median = self.0[self.0.len() / 2];
                format!("{least:.decimals$} / {median:.decimals$} / {most:.decimals$}")
            }
            [only] => format!("{only:.decimals$}"),
        }
    }

    /// The greatest alone, for what a promise bounds.
    pub(crate) fn print_most(&self, decimals: usize) -> String {
        self.0.last().map_or_else(|| "not known".to_owned(), |most| format!("{most:.decimals$}"))
    }
}

/// Returns the middle one; the default of none.
pub(crate) fn median<T: Copy + Ord + Default>(taken: &mut [T]) -> T {
    taken.sort_unstable();
    taken.get(taken.len() / 2).copied().unwrap_or_default()
}
