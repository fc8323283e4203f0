//! An exponential that is the same number on every machine: sums, products and bits only.

/// Returns e to the power of `x`, to seven digits; 0 far below 0.
pub(super) fn exponential(x: f32) -> f32 {
    if x < -87.0 {
        return 0.0;
    }
    let x = f64::from(x.min(87.0));
    let whole = (x * std::f64::consts::LOG2_E).round();
    let rest = x - whole * std::f64::consts::LN_2;
    // Taylor's series: |rest| is at most 0.35.
    let mut sum = 1.0;
    for order in (1..=8).rev() {
        sum = 1.0 + sum * rest / f64::from(order);
    }
    let power = f64::from_bits(((1023 + whole as i64) as u64) << 52);
    (sum * power) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_exponential() {
        for tenth in -800..800 {
            let x = tenth as f32 / 10.0;
            assert!((exponential(x) / x.exp() - 1.0).abs() < 1e-5, "{x}");
        }
        assert_eq!(exponential(f32::NEG_INFINITY), 0.0);
    }
}
