//! stub
use crate::article::*;
pub struct Annotator;
pub const VERSION: u32 = 0;
impl Annotator {
    pub fn new() -> Self {
        Annotator
    }
    pub fn annotate(&self, article: Article) -> AnnotatedArticle {
        AnnotatedArticle { article, entities: vec![] }
    }
}
