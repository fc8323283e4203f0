//! The one integration crate: each module tells one part of what Kiosque promises.
mod entities;
