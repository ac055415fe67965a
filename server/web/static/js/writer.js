// Which writer a page is about: kept in the address, chosen where there are several.
import { get } from "./api.js";
import { find, make } from "./dom.js";

export function writerName() {
  return new URLSearchParams(location.search).get("writer") || "me";
}

export const writerPath = (rest = "") => `/v1/writers/${encodeURIComponent(writerName())}${rest}`;

export async function offerWriters() {
  const { writers } = await get("/v1/writers");
  const choice = find("whose");
  choice.replaceChildren(
    ...writers.map(({ name }) => make("option", { value: name, selected: name === writerName() }, name)),
  );
  choice.closest("label").hidden = writers.length < 2;
  choice.addEventListener("change", () => {
    location.search = new URLSearchParams({ writer: choice.value });
  });
}
