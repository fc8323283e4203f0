//! Numbers that look random and are always the same (SplitMix64 by Steele, Lea and Flood, 2014).

/// A stream of numbers.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    /// A stream of its own for each number under a seed.
    pub fn of(seed: u64, number: u64) -> Self {
        let mut mixed = Random(seed ^ number.wrapping_mul(0xD1B5_4A32_D192_ED03));
        Random(mixed.next_u64())
    }

    /// The next number.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to 1, without 1.
    pub fn unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Below `bound`; 0 where it is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next_u64()) * u128::from(bound)) >> 64) as u64
    }

    /// True so often.
    pub fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// A rank from 0 whose chance falls as `(scale + rank)^-(1 + tail)`: Zipf's law as Mandelbrot has it.
    pub fn rank(&mut self, scale: f64, tail: f64) -> u64 {
        let most = 1e12;
        (scale * ((1.0 - self.unit()).powf(-1.0 / tail) - 1.0)).min(most) as u64
    }

    /// Normal, mean 0, deviation 1 (Box and Muller).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }
}
