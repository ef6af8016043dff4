//! Charts as inline SVG: the same figures, the same bytes. Colours and sizes stand in the style sheet, as no style may stand in a
//! page; a chart has its title and its description, and its figures stand in a table beside it.

use std::fmt::Write as _;

/// Width that is shared by the columns of a chart.
const WIDTH: u64 = 600;

/// Height of the highest column.
const HEIGHT: u64 = 140;

/// One bar of `value` among values up to `most`, for a cell beside the figure itself: nothing to be read aloud.
#[must_use]
pub fn bar(value: &u64, most: &u64) -> String {
    let width = share(*value, *most, 1000);
    format!(
        r#"<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="1000" height="10"/><rect class="fill" width="{width}" height="10"/></svg>"#
    )
}

/// Pairs of columns, one pair a day: the first series and the second side by side.
#[must_use]
pub fn columns(pairs: &[(u64, u64)], title: &str, description: &str) -> String {
    let most = pairs.iter().map(|(first, second)| *first.max(second)).max().unwrap_or(0);
    let slot = WIDTH / (pairs.len() as u64).max(1);
    let width = (slot * 2 / 5).max(1);
    let mut svg = format!(
        r#"<svg class="columns" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" role="img"><title>{}</title><desc>{}</desc>"#,
        escape(title),
        escape(description)
    );
    for (index, (first, second)) in pairs.iter().enumerate() {
        let left = index as u64 * slot + slot / 10;
        for (class, x, value) in [("fill", left, *first), ("fill-2", left + width, *second)] {
            let height = share(value, most, HEIGHT);
            let y = HEIGHT - height;
            // Writing to a String cannot fail.
            let _ =
                write!(svg, r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}"/>"#);
        }
    }
    let _ = write!(svg, r#"<line class="axis" x1="0" y1="{HEIGHT}" x2="{WIDTH}" y2="{HEIGHT}"/></svg>"#);
    svg
}

/// `value` of `most` as a part of `whole`; something is never nothing.
fn share(value: u64, most: u64, whole: u64) -> u64 {
    let part = u128::from(value) * u128::from(whole) / u128::from(most.max(1));
    let part = u64::try_from(part).unwrap_or(whole).min(whole);
    if value > 0 { part.max(1) } else { 0 }
}

pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_a_part_of_the_longest() {
        let rows = [
            (0, 10, 0),
            (5, 10, 500),
            (10, 10, 1000),
            (1, 1_000_000, 1),
            (0, 0, 0),
            (u64::MAX, u64::MAX, 1000),
        ];
        for (value, most, width) in rows {
            let svg = bar(&value, &most);
            assert!(svg.contains(&format!(r#"class="fill" width="{width}""#)), "{value} of {most}: {svg}");
        }
    }

    #[test]
    fn titles_cannot_break_out() {
        let svg = columns(&[(1, 2)], "<script>", "\"><b>");
        assert!(svg.contains("&lt;script&gt;") && svg.contains("&quot;&gt;&lt;b&gt;"));
        assert!(!svg.contains("<script") && !svg.contains("<b>"));
    }

    #[test]
    fn columns_stand_on_the_axis_and_reach_the_top() {
        let svg = columns(&[(4, 0), (2, 1)], "t", "d");
        assert!(svg.contains(r#"<rect class="fill" x="30" y="0" width="120" height="140"/>"#), "{svg}");
        assert!(svg.contains(r#"<rect class="fill-2" x="450" y="105" width="120" height="35"/>"#), "{svg}");
        assert_eq!(svg, columns(&[(4, 0), (2, 1)], "t", "d"), "the same figures, the same bytes");
        assert_eq!(columns(&[], "t", "d").matches("<rect").count(), 0);
    }
}
