import { Problem, decide, stream } from "./api.js";
import { data, find, make, plural } from "./dom.js";
import { drawAxes, drawScore } from "./drift.js";
import { applied, around, pieces, visible } from "./text.js";

const VERDICTS = {
  polish: "polish",
  distortion: "changes the picture of you",
  meaning: "changes what is said",
  unsure: "not sure",
};
const FRAMING = "page";

const axes = data("axes");
const labels = Object.fromEntries(axes.map((axis) => [axis.name, axis.label]));
let rewrite = null;
let chosen = new Set();
let answered = new Map();
let view = "changes";
let measured = "result";
let running = null;

function say(text, isProblem = false) {
  const status = find("status");
  status.textContent = text;
  status.classList.toggle("problem", isProblem);
}

async function run(event) {
  event.preventDefault();
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  const text = find("text").value;
  const whose = find("writer").value.trim();
  rewrite = null;
  answered = new Map();
  const soFar = { original: text, edits: [] };
  find("results").hidden = true;
  find("stop").hidden = false;
  say("Waiting for the model …");
  try {
    await stream(
      "/v1/rewrites",
      { text, mode: find("mode").value, ...(whose ? { writer: whose } : {}) },
      (name, told) => {
        if (name === "sentence") {
          soFar.edits.push(...told.edits);
          say(`Sentence ${told.index + 1} of ${told.total} …`);
          chosen = new Set(soFar.edits.filter((edit) => edit.applied).map((edit) => edit.id));
          showText(soFar);
          find("results").hidden = false;
          find("results").classList.add("growing");
        } else {
          rewrite = told;
          chosen = new Set(told.edits.filter((edit) => edit.applied).map((edit) => edit.id));
          find("results").hidden = false;
          find("results").classList.remove("growing");
          showAll();
        }
      },
      signal,
    );
    if (rewrite) {
      const seconds = (rewrite.timing_ms.total / 1000).toFixed(1);
      const held = rewrite.edits.length - chosen.size;
      say(`${plural(chosen.size, "edit")} applied, ${held} held back, ${seconds} s.`);
    }
  } catch (error) {
    if (error.name === "AbortError") say("Stopped.");
    else if (error instanceof Problem) say(error.message, true);
    else throw error;
    find("results").hidden = true;
  } finally {
    if (running?.signal === signal) find("stop").hidden = true;
  }
}

function showAll() {
  showText(rewrite);
  showEdits();
  showDrift();
  find("notes").replaceChildren(...rewrite.notes.map((note) => make("li", {}, note)));
}

function showText(shown) {
  const place = find("shown");
  if (view === "original") place.replaceChildren(shown.original);
  else if (view === "result") place.replaceChildren(applied(shown.original, shown.edits, chosen));
  else if (view === "proposal") {
    const all = new Set(shown.edits.map((edit) => edit.id));
    place.replaceChildren(applied(shown.original, shown.edits, all));
  } else {
    place.replaceChildren(...pieces(shown.original, shown.edits).map(piece));
  }
}

function piece({ text, edit }) {
  if (!edit) return document.createTextNode(text);
  const on = chosen.has(edit.id);
  const told = `${on ? "applied" : "held back"}: ${visible(text)} becomes ${visible(edit.after)}`;
  const shape = on
    ? [text && make("del", {}, text), edit.after && make("ins", {}, edit.after)].filter(Boolean)
    : [make("span", { class: "kept" }, text === "" ? "‸" : text)];
  return make(
    "button",
    {
      type: "button",
      class: `change ${on ? "on" : "off"}`,
      "data-verdict": edit.verdict,
      title: told,
      "aria-label": told,
      onclick: () => focusEdit(edit.id),
    },
    ...shape,
  );
}

function focusEdit(id) {
  const card = document.querySelector(`[data-edit-id="${CSS.escape(id)}"]`);
  card?.scrollIntoView({ block: "center", behavior: "smooth" });
  card?.focus({ preventScroll: true });
}

function showEdits() {
  const byGroup = { applied: [], held: [] };
  for (const edit of rewrite.edits) byGroup[edit.applied ? "applied" : "held"].push(edit);
  byGroup.held.sort((a, b) => b.welcome - a.welcome);
  find("applied").replaceChildren(...byGroup.applied.map(card));
  find("held").replaceChildren(...byGroup.held.map(card));
  find("applied-count").textContent = byGroup.applied.length;
  find("held-count").textContent = byGroup.held.length;
  find("no-applied").hidden = byGroup.applied.length > 0;
  find("no-held").hidden = byGroup.held.length > 0;
}

function held(edit) {
  if (edit.held_by === "preference") return "held back by your preferences";
  if (edit.held_by?.startsWith("guard:")) return `held back by the ${edit.held_by.slice(6)} guard`;
  if (edit.held_by) return "held back by the judge";
  return null;
}

function shifts(edit) {
  const moved = Object.entries(edit.shifts)
    .filter(([, shift]) => Math.abs(shift) >= 0.05)
    .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]))
    .slice(0, 4);
  if (!moved.length) return null;
  const told = moved.map(
    ([axis, shift]) => `${labels[axis] ?? axis} ${shift > 0 ? "+" : "−"}${Math.abs(shift).toFixed(2)}`,
  );
  return make("p", { class: "quiet small" }, `Readers hear: ${told.join(", ")} (standard deviations)`);
}

function card(edit) {
  const on = chosen.has(edit.id);
  const [left, right] = around(rewrite.original, edit);
  const facts = [`proposed by ${edit.origin}`, held(edit), `${Math.round(edit.welcome * 100)}% welcome to you`];
  return make(
    "li",
    {
      class: `edit ${on ? "on" : "off"}${answered.has(edit.id) ? " answered" : ""}`,
      tabindex: "-1",
      "data-edit-id": edit.id,
      "data-verdict": edit.verdict,
    },
    make(
      "div",
      { class: "wording" },
      make(
        "p",
        { class: "context" },
        left,
        make("del", {}, visible(edit.before)),
        make("span", { class: "hidden" }, " becomes "),
        make("span", { "aria-hidden": "true", class: "arrow" }, "\u200a→\u200a"),
        make("ins", {}, visible(edit.after)),
        right,
      ),
      make("span", { class: "verdict" }, VERDICTS[edit.verdict]),
    ),
    make("p", { class: "reason" }, edit.reason),
    make("p", { class: "quiet small" }, facts.filter(Boolean).join(" · ")),
    shifts(edit),
    make(
      "div",
      { class: "actions" },
      action(edit, "accept", "Accept"),
      action(edit, "reject", "Reject"),
      make("span", { class: "quiet small" }, answered.has(edit.id) ? (on ? "in the result" : "not in the result") : ""),
    ),
  );
}

function action(edit, name, label) {
  const pressed = answered.get(edit.id) === name;
  return make(
    "button",
    {
      type: "button",
      class: "small-button",
      "aria-pressed": String(pressed),
      "aria-label": `${label}: ${visible(edit.before)} becomes ${visible(edit.after)}`,
      onclick: () => answer(edit, name),
    },
    label,
  );
}

async function answer(edit, name) {
  const shownRewrite = rewrite;
  if (answered.get(edit.id) === name) return;
  try {
    await decide(shownRewrite.id, edit, name, FRAMING);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(error.message, true);
    return;
  }
  if (rewrite !== shownRewrite) return;
  answered.set(edit.id, name);
  if (name === "accept") chosen.add(edit.id);
  else chosen.delete(edit.id);
  showText(rewrite);
  const old = document.querySelector(`[data-edit-id="${CSS.escape(edit.id)}"]`);
  const fresh = card(edit);
  old.replaceWith(fresh);
  fresh.querySelector(`[aria-pressed="true"]`).focus();
  say("Your answer is kept and counts from the next rewrite on.");
}

function showDrift() {
  find("scores").replaceChildren(
    drawScore("This result", rewrite.drift.result),
    drawScore("Full proposal", rewrite.drift.proposal),
  );
  find("axes-drawn").replaceChildren(...drawAxes(rewrite.drift[measured], axes));
}

function choose(name, then) {
  for (const input of document.querySelectorAll(`input[name="${name}"]`)) {
    input.addEventListener("change", () => then(input.value));
  }
}

async function copy() {
  await navigator.clipboard.writeText(applied(rewrite.original, rewrite.edits, chosen));
  say("The result is on the clipboard.");
}

find("form").addEventListener("submit", run);
find("stop").addEventListener("click", () => running?.abort());
find("copy").addEventListener("click", copy);
find("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) find("form").requestSubmit();
});
choose("view", (value) => {
  view = value;
  if (rewrite) showText(rewrite);
});
choose("measured", (value) => {
  measured = value;
  if (rewrite) showDrift();
});
