//! Tokens to a tree. Depth is capped: a hostile rule cannot overflow the stack.

use std::ops::Range;

use super::ast::{Binary, Expr, ExprKind};
pub use super::lex::SyntaxError;
use super::lex::{Token, lex};

const MAX_DEPTH: usize = 64;
/// Links of one chain of `+`, or of comparisons in brackets: far beyond any rule, far below the stack.
const MAX_TOKENS: usize = 16_384;

/// Parses one expression.
pub fn parse(text: &str) -> Result<Expr, SyntaxError> {
    let tokens = lex(text)?;
    if tokens.len() > MAX_TOKENS {
        return Err(SyntaxError { why: "too-long", at: 0..text.len() });
    }
    let mut parser = Parser { tokens, next: 0, depth: 0 };
    let expr = parser.or()?;
    match parser.peek() {
        Token::End => Ok(expr),
        _ => Err(parser.error("operator-expected")),
    }
}

struct Parser {
    tokens: Vec<(Token, Range<usize>)>,
    next: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> &Token {
        &self.tokens[self.next].0
    }

    fn at(&self) -> Range<usize> {
        self.tokens[self.next].1.clone()
    }

    fn error(&self, why: &'static str) -> SyntaxError {
        SyntaxError { why, at: self.at() }
    }

    fn advance(&mut self) -> (Token, Range<usize>) {
        let token = self.tokens[self.next].clone();
        self.next = (self.next + 1).min(self.tokens.len() - 1);
        token
    }

    fn eat(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Token::Sign(s) if *s == sign);
        if found {
            self.advance();
        }
        found
    }

    fn expect(&mut self, sign: &str, why: &'static str) -> Result<(), SyntaxError> {
        if self.eat(sign) { Ok(()) } else { Err(self.error(why)) }
    }

    fn or(&mut self) -> Result<Expr, SyntaxError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error("too-deep"));
        }
        let first = self.and()?;
        let mut parts = vec![first];
        while self.eat("||") {
            parts.push(self.and()?);
        }
        self.depth -= 1;
        Ok(chain(parts, ExprKind::Or))
    }

    fn and(&mut self) -> Result<Expr, SyntaxError> {
        let mut parts = vec![self.comparison()?];
        while self.eat("&&") {
            parts.push(self.comparison()?);
        }
        Ok(chain(parts, ExprKind::And))
    }

    fn comparison(&mut self) -> Result<Expr, SyntaxError> {
        let left = self.sum()?;
        let op = match self.peek() {
            Token::Sign("==") => Binary::Eq,
            Token::Sign("!=") => Binary::Ne,
            Token::Sign("<") => Binary::Lt,
            Token::Sign("<=") => Binary::Le,
            Token::Sign(">") => Binary::Gt,
            Token::Sign(">=") => Binary::Ge,
            Token::Word(word) if word == "in" => Binary::In,
            _ => return Ok(left),
        };
        self.advance();
        let right = self.sum()?;
        Ok(binary(op, left, right))
    }

    fn sum(&mut self) -> Result<Expr, SyntaxError> {
        let mut left = self.product()?;
        let mut links = 0;
        loop {
            let op = match self.peek() {
                Token::Sign("+") => Binary::Add,
                Token::Sign("-") => Binary::Sub,
                _ => return Ok(left),
            };
            links += 1;
            if links > MAX_DEPTH {
                return Err(self.error("too-deep"));
            }
            self.advance();
            let right = self.product()?;
            left = binary(op, left, right);
        }
    }

    fn product(&mut self) -> Result<Expr, SyntaxError> {
        let mut left = self.unary()?;
        let mut links = 0;
        while self.eat("*") {
            links += 1;
            if links > MAX_DEPTH {
                return Err(self.error("too-deep"));
            }
            let right = self.unary()?;
            left = binary(Binary::Mul, left, right);
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expr, SyntaxError> {
        let start = self.at().start;
        if self.eat("!") {
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return Err(self.error("too-deep"));
            }
            let inner = self.unary()?;
            self.depth -= 1;
            let at = start..inner.at.end;
            return Ok(Expr { kind: ExprKind::Not(Box::new(inner)), at });
        }
        if matches!(self.peek(), Token::Sign("-")) {
            self.advance();
            return match self.advance() {
                (Token::Int(number), at) => Ok(Expr { kind: ExprKind::Int(-number), at: start..at.end }),
                (_, at) => Err(SyntaxError { why: "number-expected", at }),
            };
        }
        self.postfix()
    }

    fn postfix(&mut self) -> Result<Expr, SyntaxError> {
        let mut expr = self.primary()?;
        while self.eat(".") {
            let (token, at) = self.advance();
            let Token::Word(word) = token else { return Err(SyntaxError { why: "name-expected", at }) };
            if self.eat("(") {
                let mut args = vec![expr.clone()];
                args.extend(self.arguments(")")?);
                let end = self.tokens[self.next - 1].1.end;
                expr = Expr { at: expr.at.start..end, kind: ExprKind::Call(word, args) };
            } else if let ExprKind::Name(mut path) = expr.kind {
                path.push(word);
                expr = Expr { kind: ExprKind::Name(path), at: expr.at.start..at.end };
            } else {
                return Err(SyntaxError { why: "field-of-what", at });
            }
        }
        Ok(expr)
    }

    fn primary(&mut self) -> Result<Expr, SyntaxError> {
        let (token, at) = self.advance();
        let kind = match token {
            Token::Int(number) => ExprKind::Int(number),
            Token::Text(text) => ExprKind::Text(text),
            Token::Word(word) if word == "true" || word == "false" => ExprKind::Bool(word == "true"),
            Token::Word(word) => {
                if self.eat("(") {
                    let args = self.arguments(")")?;
                    let end = self.tokens[self.next - 1].1.end;
                    return Ok(Expr { kind: ExprKind::Call(word, args), at: at.start..end });
                }
                ExprKind::Name(vec![word])
            }
            Token::Sign("(") => {
                let inner = self.or()?;
                self.expect(")", "bracket-expected")?;
                return Ok(inner);
            }
            Token::Sign("[") => {
                let items = self.arguments("]")?;
                let end = self.tokens[self.next - 1].1.end;
                return Ok(Expr { kind: ExprKind::List(items), at: at.start..end });
            }
            _ => return Err(SyntaxError { why: "value-expected", at }),
        };
        Ok(Expr { kind, at })
    }

    fn arguments(&mut self, close: &str) -> Result<Vec<Expr>, SyntaxError> {
        let mut args = Vec::new();
        if self.eat(close) {
            return Ok(args);
        }
        loop {
            args.push(self.or()?);
            if self.eat(close) {
                return Ok(args);
            }
            self.expect(",", "bracket-expected")?;
        }
    }
}

fn binary(op: Binary, left: Expr, right: Expr) -> Expr {
    let at = left.at.start..right.at.end;
    Expr { kind: ExprKind::Binary(op, Box::new(left), Box::new(right)), at }
}

fn chain(mut parts: Vec<Expr>, kind: fn(Vec<Expr>) -> ExprKind) -> Expr {
    if parts.len() == 1 {
        return parts.remove(0);
    }
    let at = parts[0].at.start..parts[parts.len() - 1].at.end;
    Expr { kind: kind(parts), at }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        fn show(expr: &Expr) -> String {
            let all = |parts: &[Expr], word: &str| parts.iter().map(show).collect::<Vec<_>>().join(word);
            match &expr.kind {
                ExprKind::Int(n) => n.to_string(),
                ExprKind::Bool(b) => b.to_string(),
                ExprKind::Text(t) => format!("'{t}'"),
                ExprKind::Name(path) => path.join("."),
                ExprKind::List(items) => format!("[{}]", all(items, ",")),
                ExprKind::Call(name, args) => format!("{name}({})", all(args, ",")),
                ExprKind::Not(inner) => format!("!{}", show(inner)),
                ExprKind::And(parts) => format!("({})", all(parts, " && ")),
                ExprKind::Or(parts) => format!("({})", all(parts, " || ")),
                ExprKind::Binary(op, l, r) => format!("({} {} {})", show(l), op.symbol(), show(r)),
            }
        }
        parse(text).map_or_else(|error| format!("{} at {:?}", error.why, error.at), |expr| show(&expr))
    }

    #[test]
    fn binds_as_cel_does() {
        assert_eq!(shown("a.b && !c.d || e.f == 1 + 2 * 3"), "((a.b && !c.d) || (e.f == (1 + (2 * 3))))");
        assert_eq!(shown("a.b in ['x', \"y\"]"), "(a.b in ['x','y'])");
        assert_eq!(shown("a.b.matches('^x\\d')"), "matches(a.b,'^x\\d')");
        assert_eq!(shown("1 - 2 - 3"), "((1 - 2) - 3)");
        assert_eq!(shown("has(x.y) && (a.b || c.d)"), "(has(x.y) && (a.b || c.d))");
    }

    #[test]
    fn says_where_it_stopped() {
        assert_eq!(shown("a.b &&"), "value-expected at 6..6");
        assert_eq!(shown("a.b c.d"), "operator-expected at 4..5");
        assert_eq!(shown("(a.b"), "bracket-expected at 4..4");
        assert_eq!(shown("'x"), "unclosed-text at 0..2");
        assert_eq!(shown("a = b"), "unknown-character at 2..3");
    }

    #[test]
    fn deep_nesting_is_refused_not_overflowed() {
        for (open, close) in [("(", ")"), ("!", ""), ("[", "]")] {
            let text = format!("{}a.b{}", open.repeat(3000), close.repeat(3000));
            let error = parse(&text).expect_err("too deep");
            assert!(["too-deep", "too-long"].contains(&error.why), "{}", error.why);
        }
        assert!(parse(&vec!["a.b"; 1500].join(" && ")).is_ok());
        assert!(parse(&vec!["1"; 1500].join(" + ")).is_err());
    }
}
