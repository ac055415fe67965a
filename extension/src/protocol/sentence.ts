/** Makes a whole sentence of what may be half of one. */
export function sentence(text: string): string {
  const whole = text.trim().replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
  return !whole || /[.!?…]$/.test(whole) ? whole : `${whole}.`;
}
