// Drift by axis, drawn: a bar from the middle, its 90% interval as a line.
import { make, plural, svg } from "./dom.js";

const WIDTH = 240;
const HEIGHT = 18;
const MIDDLE = WIDTH / 2;

const round = (value, digits) => Number(value.toFixed(digits));

function number(value, axis) {
  if (axis.unit === "share of readers") return `${Math.round(value * 100)}%`;
  return String(round(value, axis.span === null ? 1 : 0));
}

function signed(value, axis) {
  const share = axis.unit === "share of readers";
  const shown = share ? round(value * 100, 0) : round(value, 1);
  const unit = share ? " points" : axis.unit === "years" ? " years" : "";
  return `${shown > 0 ? "+" : shown < 0 ? "−" : "±"}${Math.abs(shown)}${unit}`;
}

function bar(found, axis, most) {
  const x = (value) => MIDDLE + (Math.max(-most, Math.min(most, value)) / most) * (MIDDLE - 4);
  const [low, high] = found.interval;
  const sure = low > 0 || high < 0;
  const start = Math.min(MIDDLE, x(found.shift));
  return svg(
    "svg",
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      class: sure ? "bar sure" : "bar",
      "aria-hidden": "true",
      preserveAspectRatio: "none",
    },
    svg("line", { x1: MIDDLE, x2: MIDDLE, y1: 0, y2: HEIGHT, class: "zero" }),
    svg("rect", {
      x: start,
      y: 5,
      width: Math.max(1, Math.abs(x(found.shift) - MIDDLE)),
      height: 8,
      class: "shift",
    }),
    svg("line", { x1: x(low), x2: x(high), y1: 9, y2: 9, class: "interval" }),
  );
}

function row(axis, found, most) {
  return make(
    "tr",
    {},
    make("th", { scope: "row", title: axis.meaning }, axis.label),
    make("td", { class: "drawn" }, bar(found, axis, most)),
    make("td", { class: "number" }, `${number(found.before, axis)} → ${number(found.after, axis)}`),
    make("td", { class: "number" }, signed(found.shift, axis)),
  );
}

function group(title, axes, drift, open) {
  const measured = axes.filter((axis) => drift.axes[axis.name]?.shift !== null);
  const moved = measured.filter((axis) => Math.abs(drift.axes[axis.name].shift) > 1e-9);
  const shown = title.startsWith("Counted") ? moved : measured;
  if (!shown.length) return null;
  // Within a group the bars share a scale, as a share of what the axis can span.
  const reach = (axis) =>
    Math.max(...drift.axes[axis.name].interval.map(Math.abs), Math.abs(drift.axes[axis.name].shift));
  const share = Math.max(0.08, ...shown.map((axis) => (axis.span ? reach(axis) / axis.span : 0)));
  return make(
    "details",
    { open },
    make("summary", {}, title, make("span", { class: "quiet" }, ` ${moved.length} of ${axes.length} moved`)),
    make(
      "table",
      { class: "axes" },
      make(
        "thead",
        { class: "hidden" },
        make(
          "tr",
          {},
          ...["Axis", "Drawn", "Before and after", "Shift"].map((t) => make("th", { scope: "col" }, t)),
        ),
      ),
      make(
        "tbody",
        {},
        ...shown.map((axis) => row(axis, drift.axes[axis.name], axis.span ? share * axis.span : Math.max(reach(axis), 1))),
      ),
    ),
  );
}

export function drawScore(label, drift) {
  const percent = (value) => `${Math.round(value * 100)}`;
  return make(
    "div",
    { class: "score" },
    make("span", { class: "quiet" }, label),
    make("strong", {}, percent(drift.score)),
    make(
      "span",
      { class: "track", "aria-hidden": "true" },
      svg(
        "svg",
        { viewBox: "0 0 100 8", preserveAspectRatio: "none" },
        svg("rect", { x: 0, y: 3, width: 100, height: 2, class: "rail" }),
        svg("rect", {
          x: drift.interval[0] * 100,
          y: 2,
          width: Math.max(0.5, (drift.interval[1] - drift.interval[0]) * 100),
          height: 4,
          class: "range",
        }),
        svg("rect", { x: Math.max(0, drift.score * 100 - 0.75), y: 0, width: 1.5, height: 8, class: "point" }),
      ),
    ),
    make(
      "span",
      { class: "quiet small" },
      `likely ${percent(drift.interval[0])} to ${percent(drift.interval[1])}, unwelcome ${percent(drift.unwelcome)}`,
    ),
  );
}

export function drawAxes(drift, axes) {
  const known = axes.filter((axis) => drift.axes[axis.name]);
  const reasons = new Set(
    known.filter((axis) => drift.axes[axis.name].why).map((axis) => drift.axes[axis.name].why),
  );
  const titles = [...new Set(known.map((axis) => axis.group))];
  const missing = known.filter((axis) => drift.axes[axis.name].shift === null).length;
  return [
    ...[...reasons].map((why) =>
      make("p", { class: "quiet small" }, `${plural(missing, "axis", "axes")} not measured: ${why}.`),
    ),
    ...titles
      .map((title, place) => group(title, known.filter((axis) => axis.group === title), drift, place < 2))
      .filter(Boolean),
  ];
}
