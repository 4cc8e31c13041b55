//! Reads as much JSON as a design needs: an object of numbers, texts, truth values, and objects of these.

/// A value, as it stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number, not read yet: whoever wants it knows what it may be.
    Number(String),
    /// A text.
    Text(String),
    /// True or false.
    Truth(bool),
    /// An object, with its members in their order, whether or not a name stands twice.
    Object(Vec<(String, Value)>),
}

/// Objects inside of objects, at most.
const DEPTH: usize = 4;

/// The value that `text` is.
///
/// # Errors
/// The line and the place in it, both from 1, what is there, and what is expected.
pub fn read(text: &str) -> Result<Value, String> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(DEPTH)?;
    reader.blank();
    if reader.at < text.len() {
        return Err(reader.error("the end"));
    }
    Ok(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn blank(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn error(&self, expected: &str) -> String {
        let before = &self.text[..self.at];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
        let found = self.peek().map_or("the end".to_owned(), |c| format!("`{}`", c.escape_debug()));
        format!("line {line}, place {column}: {found} is not expected; allowed is {expected}")
    }

    /// Goes over `c`.
    fn take(&mut self, c: char) -> bool {
        self.blank();
        let there = self.peek() == Some(c);
        if there {
            self.at += c.len_utf8();
        }
        there
    }

    fn value(&mut self, depth: usize) -> Result<Value, String> {
        const ALLOWED: &str = "a number, a text in quotes, true, false or an object";
        self.blank();
        match self.peek() {
            Some('{') if depth > 0 => self.object(depth).map(Value::Object),
            Some('"') => self.string().map(Value::Text),
            Some('-' | '0'..='9') => {
                Ok(Value::Number(self.word(|c| matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E'))))
            }
            Some('t' | 'f') => {
                let start = self.at;
                match self.word(|c| c.is_ascii_lowercase()).as_str() {
                    "true" => Ok(Value::Truth(true)),
                    "false" => Ok(Value::Truth(false)),
                    _ => {
                        self.at = start;
                        Err(self.error(ALLOWED))
                    }
                }
            }
            _ => Err(self.error(ALLOWED)),
        }
    }

    fn word(&mut self, belongs: fn(char) -> bool) -> String {
        let rest = self.rest();
        let word = &rest[..rest.find(|c| !belongs(c)).unwrap_or(rest.len())];
        self.at += word.len();
        word.to_owned()
    }

    fn object(&mut self, depth: usize) -> Result<Vec<(String, Value)>, String> {
        let mut members = Vec::new();
        self.take('{');
        if self.take('}') {
            return Ok(members);
        }
        loop {
            self.blank();
            if self.peek() != Some('"') {
                return Err(self.error("a name in quotes"));
            }
            let name = self.string()?;
            if !self.take(':') {
                return Err(self.error("`:`"));
            }
            members.push((name, self.value(depth - 1)?));
            if self.take('}') {
                return Ok(members);
            }
            if !self.take(',') {
                return Err(self.error("`,` or `}`"));
            }
        }
    }

    fn string(&mut self) -> Result<String, String> {
        let mut text = String::new();
        self.take('"');
        loop {
            match self.peek() {
                Some('"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some('\\') => {
                    self.at += 1;
                    text.push(self.escaped()?);
                }
                Some(c) if c >= ' ' => {
                    self.next();
                    text.push(c);
                }
                _ => return Err(self.error("the rest of a text, and `\"`")),
            }
        }
    }

    /// What stands for one character after a backslash. Pairs of surrogates are not read: no id needs them.
    fn escaped(&mut self) -> Result<char, String> {
        const ALLOWED: &str = "one of \" \\ / b f n r t, or u and four hexadecimal digits of a character";
        let start = self.at;
        let c = match self.next() {
            Some(c @ ('"' | '\\' | '/')) => Some(c),
            Some('b') => Some('\u{8}'),
            Some('f') => Some('\u{c}'),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            Some('u') => {
                let digits = self.rest().get(..4).filter(|digits| digits.chars().all(|c| c.is_ascii_hexdigit()));
                self.at += digits.map_or(0, str::len);
                digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32)
            }
            _ => None,
        };
        c.ok_or_else(|| {
            self.at = start;
            self.error(ALLOWED)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_read_as_they_stand() {
        let value = read(" {\"a\" : 1e3, \"b\":{\"x\":\"\\u0041\\n\", \"y\":true,\"y\":false} }\n").unwrap();
        let text = |t: &str| t.to_owned();
        let inner = vec![
            (text("x"), Value::Text(text("A\n"))),
            (text("y"), Value::Truth(true)),
            (text("y"), Value::Truth(false)),
        ];
        let whole = vec![(text("a"), Value::Number(text("1e3"))), (text("b"), Value::Object(inner))];
        assert_eq!(value, Value::Object(whole));
        assert_eq!(read("{}"), Ok(Value::Object(Vec::new())));
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        for (text, hint) in [
            ("", "line 1, place 1: the end"),
            ("{\"a\":1,\n }", "line 2, place 2: `}` is not expected; allowed is a name in quotes"),
            ("{\"a\" 1}", "place 6: `1` is not expected; allowed is `:`"),
            ("{\"a\":nul}", "place 6: `n`"),
            ("{\"a\":truth}", "place 6: `t`"),
            ("{\"a\":[1]}", "place 6: `[`"),
            ("{\"a\":1} x", "place 9: `x` is not expected; allowed is the end"),
            ("{\"a\":\"\\q\"}", "place 8: `q`"),
            ("{\"a\":\"\\ud800\"}", "hexadecimal"),
            ("{\"é\":\"\n", "place 7: `\\n`"),
            ("{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}", "place 21: `{`"),
            ("{\"a\":1 \"b\":2}", "`,` or `}`"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(hint), "{text}: {error}");
        }
    }
}
