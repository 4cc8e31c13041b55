//! A canvas in the units of the plate.

use scalewalk_course::picture::Rect;
use web_sys::CanvasRenderingContext2d;

/// A canvas context, scaled so that one unit is one unit of the plate.
pub struct Brush<'a> {
    /// The context.
    pub canvas: &'a CanvasRenderingContext2d,
    /// How bold lines are; 1 is as drawn.
    pub weight: f64,
}

impl Brush<'_> {
    /// Sets the outline.
    pub fn pen(&self, colour: &str, width: f64) {
        self.canvas.set_stroke_style_str(colour);
        self.canvas.set_line_width(width * self.weight);
    }

    /// Sets dashes; none makes a whole line.
    pub fn dashes(&self, dashes: &[f64]) {
        let list = js_sys::Array::new();
        for dash in dashes {
            list.push(&(*dash).into());
        }
        let _ = self.canvas.set_line_dash(&list);
    }

    /// How solid what follows is, 0 to 1.
    pub fn alpha(&self, alpha: f64) {
        self.canvas.set_global_alpha(alpha);
    }

    /// Begins a rounded rectangle.
    pub fn outline(&self, r: Rect, radius: f64) {
        self.canvas.begin_path();
        let _ = self.canvas.round_rect_with_f64(r.x, r.y, r.w.max(0.0), r.h.max(0.0), radius);
    }

    /// Fills and outlines a rounded rectangle.
    pub fn panel(&self, r: Rect, radius: f64, fill: &str) {
        self.outline(r, radius);
        self.canvas.set_fill_style_str(fill);
        self.canvas.fill();
        self.canvas.stroke();
    }

    /// Fills a rectangle.
    pub fn block(&self, r: Rect, fill: &str) {
        self.canvas.set_fill_style_str(fill);
        self.canvas.fill_rect(r.x, r.y, r.w, r.h);
    }

    /// A line through points.
    pub fn line(&self, points: &[(f64, f64)]) {
        self.canvas.begin_path();
        for (i, (x, y)) in points.iter().enumerate() {
            if i == 0 { self.canvas.move_to(*x, *y) } else { self.canvas.line_to(*x, *y) }
        }
        self.canvas.stroke();
    }

    /// Fine parallel lines at 45° inside the present path.
    pub fn hatch(&self, area: Rect, pitch: f64, colour: &str, width: f64) {
        self.canvas.save();
        self.canvas.clip();
        self.pen(colour, width);
        self.dashes(&[]);
        self.canvas.begin_path();
        let mut x = area.x - area.h;
        while x < area.x + area.w {
            self.canvas.move_to(x, area.y + area.h);
            self.canvas.line_to(x + area.h, area.y);
            x += pitch;
        }
        self.canvas.stroke();
        self.canvas.restore();
    }

    /// The depth of a machine: hatching along its right and lower edge.
    pub fn depth(&self, r: Rect, by: f64, colour: &str) {
        let c = self.canvas;
        c.begin_path();
        c.move_to(r.x + r.w, r.y + by);
        c.line_to(r.x + r.w + by, r.y + by);
        c.line_to(r.x + r.w + by, r.y + r.h + by);
        c.line_to(r.x + by, r.y + r.h + by);
        c.line_to(r.x + by, r.y + r.h);
        c.line_to(r.x + r.w, r.y + r.h);
        c.close_path();
        self.hatch(Rect::new(r.x, r.y, r.w + by, r.h + by), 3.7, colour, 0.9);
    }
}
