//! A process drawn as inline SVG: from where it begins, step by step, to where it ends; ways that skip steps on the right, ways
//! back on the left, foreseen legs below.
//!
//! Drawn in the colour of the text around it, so that it reads on any ground and stands alone in a file. What it shows is told in
//! its description too, and in a table beside it.

use crate::answers::{LegShown, ProcessShown, StepShown};
use crate::pages::told;
use crate::words::Words;
use std::fmt::Write as _;

/// Width of a box, in user units, which are pixels of a phone.
const WIDTH: usize = 270;
/// Height of a line of text.
const LINE: usize = 17;
/// Above and below the text of a box.
const PAD: usize = 8;
/// Between two boxes.
const GAP: usize = 26;
/// Between two ways beside the boxes.
const LANE: usize = 11;
/// Around everything.
const EDGE: usize = 6;
/// As many characters of the usual font as a line of a box takes.
const CHARACTERS: usize = 36;

/// What is drawn one below the other.
struct Node {
    lines: Vec<String>,
    shape: Shape,
    y: usize,
    height: usize,
}

/// What is drawn around a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Of where a dossier begins or ends.
    Pill,
    /// Of a step.
    Step,
    /// Of a leg.
    Leg,
    /// Nothing: it heads what stands below.
    None,
}

/// A way from one node to another, by their places.
struct Way {
    from: usize,
    to: usize,
    /// Which of the ways on its side, from the boxes outwards.
    lane: usize,
}

/// Draws it.
#[must_use]
pub fn process(shown: &ProcessShown, name: &str, w: &Words) -> String {
    let mut nodes = nodes(shown, w);
    let drawn = nodes.len();
    if !shown.legs.is_empty() {
        nodes.push(node(vec![w.t("procedure.legs").to_owned()], Shape::None));
        nodes.extend(shown.legs.iter().map(|leg| leg_node(leg, w)));
    }
    let mut y = EDGE;
    for (at, node) in nodes.iter_mut().enumerate() {
        node.y = y;
        // No way leads on from what is drawn last, and none between legs.
        y += node.height + if at + 1 < drawn { GAP } else { GAP / 2 };
    }
    let (straight, aside): (Vec<_>, Vec<_>) = ways(shown).into_iter().partition(|way| way.to == way.from + 1);
    let (back, ahead): (Vec<_>, Vec<_>) = aside.into_iter().partition(|way| way.to <= way.from);
    let (back, back_lanes) = in_lanes(back);
    let (ahead, ahead_lanes) = in_lanes(ahead);
    let margin = |lanes: usize| EDGE + if lanes > 0 { lanes * LANE + 8 } else { 0 };
    let left = margin(back_lanes);
    let width = left + WIDTH + margin(ahead_lanes);
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" class="process" viewBox="0 0 {width} {y}" role="img" font-family="sans-serif" font-size="13" color="black"><title>{}</title><desc>{}</desc>"#,
        escape(&w.one("procedure.diagram", name)),
        escape(&described(shown, w))
    );
    svg.push_str(r#"<g fill="none" stroke="currentColor">"#);
    for way in &straight {
        arrow(&mut svg, left + WIDTH / 2, &nodes[way.from], &nodes[way.to]);
    }
    for way in &ahead {
        let x = left + WIDTH;
        curve(&mut svg, x, x + 8 + way.lane * LANE, -5, &nodes[way.from], &nodes[way.to]);
    }
    for way in &back {
        curve(&mut svg, left, left - 8 - way.lane * LANE, 5, &nodes[way.from], &nodes[way.to]);
    }
    nodes.iter().for_each(|node| frame(&mut svg, left, node));
    svg.push_str(r#"</g><g fill="currentColor" text-anchor="middle">"#);
    nodes.iter().for_each(|node| texts(&mut svg, left + WIDTH / 2, node));
    svg.push_str("</g></svg>");
    svg
}

fn nodes(shown: &ProcessShown, w: &Words) -> Vec<Node> {
    let end = |key| node(vec![w.t(key).to_owned()], Shape::Pill);
    let step = |(n, step): (usize, &StepShown)| {
        let mut lines = wrapped(&format!("{}. {}", n + 1, step.id));
        lines.extend(wrapped(&told::step(step, w)));
        node(lines, Shape::Step)
    };
    let mut nodes = vec![end("procedure.begin")];
    nodes.extend(shown.steps.iter().enumerate().map(step));
    nodes.push(end("procedure.end"));
    nodes
}

fn node(lines: Vec<String>, shape: Shape) -> Node {
    let height = lines.len() * LINE + 2 * PAD;
    Node { lines, shape, y: 0, height }
}

fn leg_node(leg: &LegShown, w: &Words) -> Node {
    node(wrapped(&format!("⇢ {}", told::leg(leg, w))), Shape::Leg)
}

/// Every way: the beginning has place 0, the first step 1, the end the last. A step that is named and not there leads nowhere.
fn ways(shown: &ProcessShown) -> Vec<Way> {
    let place = |id: &str| shown.steps.iter().position(|step| step.id == id).map(|n| n + 1);
    let way = |from, to| Way { from, to, lane: 0 };
    let end = shown.steps.len() + 1;
    let mut ways = Vec::new();
    for (n, step) in (1..).zip(&shown.steps) {
        if step.starts {
            ways.push(way(0, n));
        }
        ways.extend(step.next.iter().filter_map(|next| place(next)).map(|next| way(n, next)));
        if step.ends {
            ways.push(way(n, end));
        }
    }
    ways
}

/// Ways of one side, none on another: the shorter ones nearer to the boxes; and how many lanes that takes.
fn in_lanes(mut ways: Vec<Way>) -> (Vec<Way>, usize) {
    ways.sort_by_key(|way| (way.from.abs_diff(way.to), way.from, way.to));
    let mut taken: Vec<Vec<(usize, usize)>> = Vec::new();
    for way in &mut ways {
        let (low, high) = (way.from.min(way.to), way.from.max(way.to));
        let is_free = |lane: &Vec<(usize, usize)>| lane.iter().all(|(from, to)| high < *from || *to < low);
        let lane = taken.iter().position(is_free).unwrap_or(taken.len());
        if lane == taken.len() {
            taken.push(Vec::new());
        }
        if let Some(lane) = taken.get_mut(lane) {
            lane.push((low, high));
        }
        way.lane = lane + 1;
    }
    (ways, taken.len())
}

fn arrow(svg: &mut String, x: usize, from: &Node, to: &Node) {
    let (above, below) = (from.y + from.height, to.y);
    // Writing to a String cannot fail.
    let _ = write!(svg, r#"<path d="M{x} {above}V{below}m-4 -6l4 6l4 -6"/>"#);
}

/// Out of a box, along a lane, into another box; `head` is where the arrow's head points from.
fn curve(svg: &mut String, x: usize, lane: usize, head: i32, from: &Node, to: &Node) {
    let begin = from.y + from.height - PAD;
    let (end, back) = (to.y + PAD, -head);
    let _ = write!(
        svg,
        r#"<path d="M{x} {begin}H{lane}V{end}H{x}m{back} -4l{head} 4l{back} 4" stroke-linejoin="round"/>"#
    );
}

fn frame(svg: &mut String, left: usize, node: &Node) {
    let (y, height) = (node.y, node.height);
    let (x, width, round, dashes) = match node.shape {
        Shape::Pill => (left + WIDTH / 4, WIDTH / 2, height / 2, ""),
        Shape::Step => (left, WIDTH, 4, ""),
        Shape::Leg => (left, WIDTH, 4, r#" stroke-dasharray="4 3""#),
        Shape::None => return,
    };
    let _ = write!(svg, r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{round}"{dashes}/>"#);
}

fn texts(svg: &mut String, x: usize, node: &Node) {
    for (n, line) in node.lines.iter().enumerate() {
        let y = node.y + PAD + n * LINE + 13;
        let is_name = n == 0 && matches!(node.shape, Shape::Step | Shape::None);
        let weight = if is_name { r#" font-weight="bold""# } else { "" };
        let _ = write!(svg, r#"<text x="{x}" y="{y}"{weight}>{}</text>"#, escape(line));
    }
}

/// Step by step what follows it: for who cannot see the drawing.
fn described(shown: &ProcessShown, w: &Words) -> String {
    let step = |step: &StepShown| {
        let mut next = step.next.clone();
        if step.ends {
            next.push(w.t("procedure.end").to_owned());
        }
        format!("{} ({}) → {}.", step.id, told::step(step, w), next.join(", "))
    };
    let starts = shown.steps.iter().filter(|step| step.starts).map(|step| step.id.as_str());
    let begin = format!("{} → {}.", w.t("procedure.begin"), starts.collect::<Vec<_>>().join(", "));
    let legs = shown.legs.iter().map(|leg| format!("⇢ {}.", told::leg(leg, w)));
    std::iter::once(begin).chain(shown.steps.iter().map(step)).chain(legs).collect::<Vec<_>>().join(" ")
}

/// Lines that fit into a box, broken between what ` · ` sets apart, and only where that does not fit between words; a word that is
/// longer alone is cut.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for part in text.split(" · ") {
        if !joined(&mut lines, " · ", part) {
            let mut broken = Vec::new();
            for word in part.split(' ') {
                if !joined(&mut broken, " ", word) {
                    broken.push(cut(word));
                }
            }
            lines.append(&mut broken);
        }
    }
    lines
}

/// Puts something behind the last line, if it fits there.
fn joined(lines: &mut [String], between: &str, more: &str) -> bool {
    let length = |text: &str| text.chars().count();
    let Some(line) = lines.last_mut() else { return false };
    let fits = length(line) + length(between) + length(more) <= CHARACTERS;
    if fits {
        line.push_str(between);
        line.push_str(more);
    }
    fits
}

fn cut(word: &str) -> String {
    if word.chars().count() <= CHARACTERS {
        return word.to_owned();
    }
    word.chars().take(CHARACTERS - 1).chain(std::iter::once('…')).collect()
}

fn escape(text: &str) -> String {
    crate::charts::escape(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    fn step(id: &str, starts: bool, next: &[&str]) -> StepShown {
        StepShown {
            id: id.to_owned(),
            kind: "verify".to_owned(),
            place: "agency".to_owned(),
            starts,
            ends: next.is_empty(),
            next: next.iter().map(|next| (*next).to_owned()).collect(),
            ..StepShown::default()
        }
    }

    fn shown() -> ProcessShown {
        ProcessShown {
            steps: vec![
                step("one", true, &["two", "three"]),
                step("two", false, &["three"]),
                step("three", false, &["one", "four"]),
                step("four", false, &[]),
            ],
            ..ProcessShown::default()
        }
    }

    #[test]
    fn ways_ahead_are_on_the_right_and_ways_back_on_the_left() {
        let svg = process(&shown(), "name", &Words::new(Lang::En));
        // The beginning, four steps, the end.
        assert_eq!(svg.matches("<rect").count(), 6, "{svg}");
        // 0-1, 1-2, 2-3, 3-4, 4-end go straight; 1-3 ahead; 3-1 back.
        assert_eq!(svg.matches("l4 6l4 -6").count(), 5, "{svg}");
        assert_eq!(svg.matches("m5 -4l-5 4l5 4").count(), 1, "{svg}");
        assert_eq!(svg.matches("m-5 -4l5 4l-5 4").count(), 1, "{svg}");
        assert_eq!(svg, process(&shown(), "name", &Words::new(Lang::En)), "the same process, the same bytes");
    }

    #[test]
    fn ways_that_would_lie_on_one_another_take_lanes_of_their_own() {
        let way = |from, to| Way { from, to, lane: 0 };
        let (ways, lanes) = in_lanes(vec![way(1, 6), way(1, 3), way(4, 6), way(3, 5)]);
        let lane = |from, to| ways.iter().find(|way| (way.from, way.to) == (from, to)).map(|way| way.lane);
        assert_eq!(lanes, 3);
        assert_eq!([lane(1, 3), lane(4, 6), lane(3, 5), lane(1, 6)], [Some(1), Some(1), Some(2), Some(3)]);
    }

    #[test]
    fn it_is_described_and_nothing_breaks_out_of_it() {
        let mut hostile = shown();
        hostile.steps[0].id = "<b>".to_owned();
        let svg = process(&hostile, "\"><script>", &Words::new(Lang::En));
        assert!(svg.contains("<desc>") && svg.contains("two (Verify · at the agency) → three."), "{svg}");
        assert!(!svg.contains("<b>") && !svg.contains("<script"), "{svg}");
        assert_eq!(process(&ProcessShown::default(), "", &Words::new(Lang::Vi)).matches("<rect").count(), 2);
    }

    #[test]
    fn long_lines_are_broken_between_words() {
        let line = "Thẩm định · tại cơ quan · 15 ngày theo lịch, rồi 10 ngày làm việc";
        let whole = ["Thẩm định · tại cơ quan", "15 ngày theo lịch, rồi 10 ngày làm", "việc"];
        assert_eq!(wrapped(line), whole);
        assert_eq!(wrapped("one · two"), ["one · two"]);
        assert_eq!(wrapped(&"x".repeat(50))[0].chars().count(), CHARACTERS);
    }
}
