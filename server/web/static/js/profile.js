import { Problem, get, post } from "./api.js";
import { data, find, make, plural, svg } from "./dom.js";
import { offerWriters, writerPath } from "./writer.js";

const axes = data("axes");
const DIRECTIONS = ["more", "less"];
let skipped = [];
let question = null;

function say(id, text, isProblem = false) {
  find(id).textContent = text;
  find(id).classList.toggle("problem", isProblem);
}

async function guarded(id, work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(id, error.message, true);
  }
}

async function showWriter() {
  const writer = await get(writerPath());
  const { profile, evidence, tolerances } = writer;
  find("summary").textContent = `${plural(profile.samples, "text")} of your own (${plural(profile.words, "word")}), ${plural(
    Object.keys(evidence.answers).length,
    "answer",
  )}, ${plural(
    Object.values(evidence.decisions).reduce((sum, count) => sum + count, 0),
    "decision",
  )}.`;
  find("registers").replaceChildren(
    ...Object.entries(profile.registers).map(([name, { samples, words }]) =>
      make("li", {}, `${name || "no register named"}: ${plural(samples, "text")}, ${plural(words, "word")}`),
    ),
  );
  showTolerances(tolerances);
}

function showTolerances(tolerances) {
  const groups = new Map();
  for (const axis of axes) {
    if (!tolerances[axis.name]) continue;
    if (!groups.has(axis.group)) groups.set(axis.group, []);
    groups.get(axis.group).push(axis);
  }
  find("tolerances").replaceChildren(
    ...[...groups].map(([title, members], place) =>
      make(
        "details",
        { open: place === 0 },
        make("summary", {}, title),
        make("table", { class: "axes tolerances" }, make("tbody", {}, ...members.flatMap((axis) => rows(axis, tolerances[axis.name])))),
      ),
    ),
  );
}

function rows(axis, found) {
  return DIRECTIONS.map((word) => {
    const { value, interval, evidence } = found[word];
    const own = evidence.answers + evidence.decisions;
    return make(
      "tr",
      { class: own >= 0.5 ? "own" : "" },
      make("th", { scope: "row", title: axis.meaning }, `${word} ${axis.label}`),
      make("td", { class: "drawn" }, dot(value, interval)),
      make("td", { class: "number" }, `${Math.round(value * 100)}`),
      make("td", { class: "source", title: told(evidence) }, sources(evidence), make("span", { class: "hidden" }, told(evidence))),
    );
  });
}

const percent = (share) => `${Math.round(share * 100)}%`;

function told({ population, answers, decisions }) {
  return `${percent(population)} other writers, ${percent(answers)} your answers, ${percent(decisions)} your decisions`;
}

function sources({ population, answers, decisions }) {
  let x = 0;
  const part = (share, name) => {
    const drawn = svg("rect", { x: x * 60, y: 6, width: share * 60, height: 6, class: name });
    x += share;
    return drawn;
  };
  return svg(
    "svg",
    { viewBox: "0 0 60 18", class: "bar", "aria-hidden": "true", preserveAspectRatio: "none" },
    part(decisions, "from-decisions"),
    part(answers, "from-answers"),
    part(population, "from-others"),
  );
}

function dot(value, interval) {
  const [low, high] = interval ?? [value, value];
  return svg(
    "svg",
    { viewBox: "0 0 240 18", class: "bar", "aria-hidden": "true", preserveAspectRatio: "none" },
    svg("line", { x1: 4, x2: 236, y1: 9, y2: 9, class: "zero" }),
    svg("line", { x1: 120, x2: 120, y1: 4, y2: 14, class: "zero" }),
    svg("line", { x1: 4 + low * 232, x2: 4 + high * 232, y1: 9, y2: 9, class: "interval wide" }),
    svg("rect", { x: 4 + value * 232 - 2, y: 3, width: 4, height: 12, class: "point" }),
  );
}

function showQuestion(state) {
  question = state.question;
  const done = question === null;
  find("question").hidden = done;
  find("asked-all").hidden = !done;
  find("progress").textContent = done ? "" : `Question ${state.asked + skipped.length + 1} of at most ${state.length}`;
  if (done) return;
  find("question-text").textContent = question.question;
  find("value").value = 50;
  showValue();
}

function showValue() {
  find("value-shown").textContent = find("value").value;
}

async function ask() {
  const query = skipped.length ? `?skipped=${skipped.join(",")}` : "";
  showQuestion(await get(writerPath(`/questions${query}`)));
}

async function answer(event) {
  event.preventDefault();
  await guarded("question-status", async () => {
    const state = await post(writerPath("/questions"), {
      item: question.item,
      value: Number(find("value").value),
      skipped,
    });
    showQuestion(state);
    find("value").focus();
    await showWriter();
  });
}

async function addSamples(event) {
  event.preventDefault();
  await guarded("sample-status", async () => {
    const register = find("register").value.trim() || null;
    const texts = [];
    if (find("sample").value.trim()) texts.push(find("sample").value);
    for (const file of find("files").files) texts.push(await file.text());
    if (!texts.length) {
      say("sample-status", "Paste a text or choose files first.", true);
      return;
    }
    for (const text of texts) await post(writerPath("/samples"), { text, register });
    find("sample").value = "";
    find("files").value = "";
    say("sample-status", `${plural(texts.length, "text")} kept.`);
    await showWriter();
  });
}

find("question").addEventListener("submit", answer);
find("value").addEventListener("input", showValue);
find("skip").addEventListener("click", () =>
  guarded("question-status", async () => {
    skipped.push(question.item);
    await ask();
  }),
);
find("samples").addEventListener("submit", addSamples);
guarded("summary", async () => {
  await offerWriters();
  await showWriter();
  await ask();
});
