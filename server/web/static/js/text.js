// Offsets from the server are code points, JavaScript's are UTF-16 units. Texts are cut here alone.
export function codePoints(text) {
  const points = Array.from(text);
  return {
    length: points.length,
    slice: (start, end) => points.slice(start, end).join(""),
  };
}

// The original, cut into pieces that stay and pieces that an edit is about.
export function pieces(original, edits) {
  const text = codePoints(original);
  const cut = [];
  let at = 0;
  for (const edit of edits) {
    if (edit.start > at) cut.push({ text: text.slice(at, edit.start) });
    cut.push({ text: text.slice(edit.start, edit.end), edit });
    at = edit.end;
  }
  if (at < text.length) cut.push({ text: text.slice(at, text.length) });
  return cut;
}

// The original with the edits whose ids are chosen.
export function applied(original, edits, chosen) {
  return pieces(original, edits)
    .map((piece) => (piece.edit && chosen.has(piece.edit.id) ? piece.edit.after : piece.text))
    .join("");
}

// Some words before and after an edit, within its line, so that it can be read on its own.
export function around(original, edit, reach = 28) {
  const text = codePoints(original);
  const start = Math.max(0, edit.start - reach);
  const end = Math.min(text.length, edit.end + reach);
  const left = text.slice(start, edit.start).split("\n").pop();
  const right = text.slice(edit.end, end).split("\n")[0];
  const cutLeft = start > 0 && left.length >= reach;
  const cutRight = end < text.length && right.length >= reach;
  return [
    cutLeft ? left.replace(/^\S*\s/, "… ") : left,
    cutRight ? right.replace(/\s\S*$/, " …") : right,
  ];
}

// A change in words: what a reader of a list sees instead of white space or nothing.
export function visible(text) {
  if (text === "") return "∅";
  if (/^\s+$/.test(text)) return text.replace(/\r?\n/g, "⏎").replace(/ /g, "␣");
  return text;
}
