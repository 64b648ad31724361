//! Shares of several parts as a drawing: one axis each, all from the same middle.

use std::f64::consts::PI;
use std::fmt::Write as _;

use super::escape::html;

const MIDDLE: f64 = 150.0;
const LONG: f64 = 105.0;

/// An axis without a share has nothing to be measured by: it is drawn, and left out of the area.
pub fn draw(axes: &[(&str, Option<f64>)], labelled_by: &str) -> String {
    let point = |i: usize, length: f64| {
        let angle = 2.0 * PI * i as f64 / axes.len().max(1) as f64 - PI / 2.0;
        (MIDDLE + length * angle.cos(), MIDDLE + length * angle.sin())
    };
    let line = |lengths: &mut dyn Iterator<Item = (usize, f64)>| {
        let points = lengths.map(|(i, length)| {
            let (x, y) = point(i, length);
            format!("{x:.1},{y:.1}")
        });
        points.collect::<Vec<_>>().join(" ")
    };
    let mut svg =
        format!("<svg class=\"radar\" viewBox=\"0 0 300 300\" role=\"img\" aria-labelledby=\"{labelled_by}\">");
    let mut add = |part: std::fmt::Arguments<'_>| svg.write_fmt(part).expect("internal error: writing to a string");
    for step in 1..=4 {
        let ring = line(&mut (0..axes.len()).map(|i| (i, LONG * f64::from(step) / 4.0)));
        add(format_args!("<polygon class=\"ring\" points=\"{ring}\"/>"));
    }
    for (i, (name, share)) in axes.iter().enumerate() {
        let ((x, y), (tx, ty)) = (point(i, LONG), point(i, LONG + 26.0));
        let percent = share.map_or("–".to_owned(), |share| format!("{}%", (share * 100.0).floor()));
        add(format_args!("<line class=\"axis\" x1=\"{MIDDLE}\" y1=\"{MIDDLE}\" x2=\"{x:.1}\" y2=\"{y:.1}\"/>"));
        add(format_args!("<text class=\"axis-name\" x=\"{tx:.1}\" y=\"{ty:.1}\">{}</text>", html(name)));
        add(format_args!("<text x=\"{tx:.1}\" y=\"{:.1}\">{percent}</text>", ty + 15.0));
    }
    let area = line(&mut axes.iter().enumerate().filter_map(|(i, (_, share))| Some((i, LONG * (*share)?))));
    add(format_args!("<polygon class=\"area\" points=\"{area}\"/>"));
    for (i, share) in axes.iter().enumerate().filter_map(|(i, (_, share))| Some((i, (*share)?))) {
        let (x, y) = point(i, LONG * share);
        add(format_args!("<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>"));
    }
    svg + "</svg>"
}

#[cfg(test)]
mod tests {
    use super::draw;

    #[test]
    fn an_axis_reaches_as_far_as_its_share() {
        let svg = draw(&[("I", Some(1.0)), ("II", Some(0.5)), ("III", None), ("IV", Some(0.0))], "head");
        assert!(svg.contains("<polygon class=\"area\" points=\"150.0,45.0 202.5,150.0 150.0,150.0\"/>"), "{svg}");
        assert!(svg.contains(">50%<") && svg.contains(">–<"), "{svg}");
    }
}
