import { Problem, decide, get } from "./api.js";
import { find, make, plural, when } from "./dom.js";
import { codePoints, visible } from "./text.js";
import { offerWriters, writerName } from "./writer.js";

const DONE = {
  accept: "accepted",
  reject: "rejected",
  revise: "written anew",
  undo: "undone",
  ignore: "left open",
  dismiss: "dismissed",
};
const AGAINST = new Set(["reject", "undo", "dismiss"]);

function say(text, isProblem = false) {
  find("status").textContent = text;
  find("status").classList.toggle("problem", isProblem);
}

async function show() {
  const { decisions } = await get(`/v1/decisions?writer=${encodeURIComponent(writerName())}`);
  const last = new Map();
  for (const decision of decisions) last.set(`${decision.rewrite_id} ${decision.edit_id}`, decision.id);
  find("none").hidden = decisions.length > 0;
  const filter = find("filter").value;
  const wanted = decisions.filter(
    (d) => filter === "all" || (filter === "against") === AGAINST.has(d.action),
  );
  find("count").textContent = plural(decisions.length, "decision");
  find("list").replaceChildren(
    ...wanted
      .reverse()
      .map((decision) => entry(decision, last.get(`${decision.rewrite_id} ${decision.edit_id}`) === decision.id)),
  );
}

function entry(decision, isLast) {
  const sentence = codePoints(decision.sentence);
  const end = decision.offset + Array.from(decision.before).length;
  const against = AGAINST.has(decision.action);
  const next = against ? "accept" : "undo";
  const label = against ? "Accept after all" : "Undo";
  return make(
    "li",
    { class: `edit ${against ? "off" : "on"}`, "data-verdict": decision.verdict },
    make(
      "p",
      { class: "sentence" },
      sentence.slice(0, decision.offset),
      make("del", {}, visible(decision.before)),
      make("span", { class: "hidden" }, " becomes "),
      make("ins", {}, visible(decision.text ?? decision.after)),
      sentence.slice(end, sentence.length),
    ),
    make(
      "div",
      { class: "actions" },
      make("strong", {}, DONE[decision.action]),
      make("span", { class: "quiet small" }, `${when(decision.created)} · judged ${decision.verdict}`),
      isLast && decision.action !== "ignore"
        ? make(
            "button",
            {
              type: "button",
              class: "small-button",
              "aria-label": `${label}: ${visible(decision.before)} becomes ${visible(decision.after)}`,
              onclick: () => reverse(decision, next),
            },
            label,
          )
        : isLast
          ? null
          : make("span", { class: "quiet small" }, "answered again later"),
    ),
  );
}

async function guarded(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(error.message, true);
  }
}

const reverse = (decision, action) =>
  guarded(async () => {
    await decide(decision.rewrite_id, { id: decision.edit_id }, action, "page");
    say("Kept. It counts from the next rewrite on.");
    await show();
  });

find("filter").addEventListener("change", () => guarded(show));
guarded(async () => {
  await offerWriters();
  await show();
});
