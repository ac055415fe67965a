// On every page: a program that wants to pair shows up with its code.
import { get } from "./api.js";
import { find, make } from "./dom.js";

const EVERY = 2500;

async function look() {
  if (document.visibilityState !== "visible") return;
  const { pairings } = await get("/v1/pairings");
  const shown = pairings.map((pairing) => pairing.id).join();
  const banner = find("pairing");
  if (banner.dataset.shown === shown) return;
  banner.dataset.shown = shown;
  banner.replaceChildren(
    ...pairings.map((pairing) =>
      make(
        "p",
        {},
        make("strong", {}, pairing.client),
        " wants to use Ownvoice. If that is you, type this code there: ",
        make("code", { class: "code" }, `${pairing.code.slice(0, 3)} ${pairing.code.slice(3)}`),
      ),
    ),
  );
}

async function keepLooking() {
  try {
    await look();
  } catch {
    // The server was stopped: the page says so as soon as the writer asks something of it.
  }
  setTimeout(keepLooking, EVERY);
}

if (find("pairing")) keepLooking();
