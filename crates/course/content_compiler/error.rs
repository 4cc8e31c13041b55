//! What is wrong with a content file, and where.

use std::fmt;

/// One thing wrong with a content file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentError {
    /// The file, as the build names it.
    pub file: String,
    /// The line, counted from 1, where one is known.
    pub line: Option<usize>,
    /// What is wrong, and what is allowed.
    pub message: String,
}

impl ContentError {
    /// An error in a whole file.
    pub fn file(file: impl fmt::Display, message: impl Into<String>) -> Self {
        Self { file: file.to_string(), line: None, message: message.into() }
    }

    /// An error at a line.
    pub fn at(file: impl fmt::Display, line: usize, message: impl Into<String>) -> Self {
        Self { file: file.to_string(), line: Some(line), message: message.into() }
    }
}

impl fmt::Display for ContentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

/// "unknown term `foo`; allowed: read, write".
pub fn unknown<'a>(what: &str, found: &str, allowed: impl IntoIterator<Item = &'a str>) -> String {
    let allowed: Vec<&str> = allowed.into_iter().collect();
    format!("unknown {what} `{found}`; allowed: {}", allowed.join(", "))
}
