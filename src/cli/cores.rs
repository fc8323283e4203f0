//! Which processor cores a run may use.

/// Keeps this thread, and all that it starts from now on, to so many of the cores that it may use.
///
/// The stages of a run have threads of their own, so that one article at a time still keeps two cores busy: who asks
/// for one job gets one core. Where the system does not know how, or forbids it, nothing happens.
#[cfg(target_os = "linux")]
pub(super) fn keep_to(jobs: usize) {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_getcpu, sched_setaffinity};

    let Ok(allowed) = sched_getaffinity(None) else { return };
    if jobs >= allowed.count() as usize {
        return;
    }
    // From the one at hand on, so that two runs beside each other seldom meet.
    let here = sched_getcpu();
    let all = (0..CpuSet::MAX_CPU).map(|place| (here + place) % CpuSet::MAX_CPU);
    let mut kept = CpuSet::new();
    all.filter(|core| allowed.is_set(*core)).take(jobs).for_each(|core| kept.set(core));
    // A run on more cores than were asked for is a run all the same.
    let _ = sched_setaffinity(None, &kept);
}

/// Elsewhere the system chooses.
#[cfg(not(target_os = "linux"))]
pub(super) fn keep_to(_: usize) {}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::thread::sched_getaffinity;

    #[test]
    fn a_thread_and_those_it_starts_are_kept_to_so_many_cores() {
        let count = || sched_getaffinity(None).map_or(0, |allowed| allowed.count());
        let before = count();
        std::thread::spawn(move || {
            super::keep_to(usize::MAX);
            assert_eq!(count(), before);
            super::keep_to(1);
            assert_eq!(std::thread::spawn(count).join().ok(), Some(1));
        })
        .join()
        .expect("what the thread asserts holds");
    }
}
