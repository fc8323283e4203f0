//! The door: hands the process to `cli` and leaves with its code.

fn main() -> std::process::ExitCode {
    kiosque::cli::main()
}
