import { Problem, get, remove } from "./api.js";
import { find, make, plural, when } from "./dom.js";
import { offerWriters, writerName, writerPath } from "./writer.js";

function say(text, isProblem = false) {
  find("status").textContent = text;
  find("status").classList.toggle("problem", isProblem);
}

async function guarded(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(error.message, true);
  }
}

function showClients({ clients }) {
  const paired = clients.filter((client) => client.kind === "client");
  const pages = clients.filter((client) => client.kind === "page");
  find("no-clients").hidden = paired.length > 0;
  find("clients").replaceChildren(...paired.map(entry));
  find("sessions").replaceChildren(...pages.map(entry));
}

function entry(client) {
  const used = client.last_used ? `last used ${when(client.last_used)}` : "not used yet";
  return make(
    "li",
    { class: "entry" },
    make(
      "span",
      {},
      make("strong", {}, client.name),
      client.current ? " (this one)" : "",
      make("br"),
      make("span", { class: "quiet small" }, `since ${when(client.created)}, ${used}`),
    ),
    make(
      "button",
      { type: "button", class: "small-button", "aria-label": `Revoke ${client.name}`, onclick: () => revoke(client) },
      "Revoke",
    ),
  );
}

const revoke = (client) =>
  guarded(async () => {
    if (client.current && !confirm("This ends the session of this very page. Go on?")) return;
    const left = await remove(`/v1/clients/${client.id}`);
    if (client.current) location.reload();
    else showClients(left);
    say(`${client.name} cannot use Ownvoice any more.`);
  });

async function showStorage() {
  const { folder, bytes, writers } = await get("/v1/storage");
  const size = bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  find("storage").replaceChildren(
    `${size} for ${plural(writers, "writer")}, in `,
    make("code", {}, folder),
    ". Nothing leaves this machine.",
  );
}

const exportAll = () =>
  guarded(async () => {
    const all = await get(writerPath("/export"));
    const file = new Blob([JSON.stringify(all, null, 2)], { type: "application/json" });
    const link = make("a", { href: URL.createObjectURL(file), download: `ownvoice-${writerName()}.json` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

async function erase(event) {
  event.preventDefault();
  await guarded(async () => {
    const { erased } = await remove(writerPath());
    const told = Object.entries(erased).map(([what, count]) => `${count} ${what}`);
    find("erase-dialog").close();
    say(`Erased: ${told.join(", ")}. Nothing of it is left in the file.`);
    await showStorage();
  });
}

for (const place of document.querySelectorAll(".whose-name")) place.textContent = writerName();
find("export").addEventListener("click", exportAll);
find("erase").addEventListener("click", () => {
  find("erase-name").value = "";
  find("erase-now").disabled = true;
  find("erase-dialog").showModal();
});
find("erase-name").addEventListener("input", () => {
  find("erase-now").disabled = find("erase-name").value.trim() !== writerName();
});
find("erase-form").addEventListener("submit", erase);
find("erase-cancel").addEventListener("click", () => find("erase-dialog").close());
guarded(async () => {
  await offerWriters();
  showClients(await get("/v1/clients"));
  await showStorage();
});
