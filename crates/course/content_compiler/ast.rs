//! A content file once it is read. `src/page.rs` has the same shapes as statics, with their documentation.

use super::vocabulary::Term;

#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    Text(String),
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    Code(String),
    Term { kind: Term, text: String },
    Param { lane: Option<u8>, id: String, text: String },
    Figure { id: String, text: String },
}

#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    Paragraph(Vec<Inline>),
    List(Vec<Vec<Inline>>),
    Code { lang: String, text: String },
    Claim { id: String, sentence: Vec<Inline> },
}

/// A list item that begins with its key in bold.
pub type Keyed = (String, Vec<Inline>);

#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    pub id: String,
    pub title: String,
    pub hops: Vec<Keyed>,
    pub extra: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Knowledge {
    pub title: String,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Try {
    pub id: String,
    pub title: String,
    pub intro: Vec<Block>,
    pub items: Vec<Keyed>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    pub file: String,
    pub stage: String,
    pub number: u8,
    pub short: String,
    pub title: String,
    pub pain: Vec<Inline>,
    pub description: String,
    pub body: Vec<Block>,
    pub walks: Vec<Walk>,
    pub know: Vec<Knowledge>,
    pub tries: Vec<Try>,
    /// Every claim of the page with its line, in the order of the text.
    pub claims: Vec<(String, usize)>,
}

/// The words of the page, in the order of the file: flat key and text.
pub type Messages = Vec<(String, String)>;

#[derive(Clone, Debug, PartialEq)]
pub struct Language {
    /// The file of the messages, for errors.
    pub file: String,
    pub code: String,
    pub name: String,
    pub dir: String,
    pub messages: Messages,
    /// By number.
    pub pages: Vec<Page>,
}
