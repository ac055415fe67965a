// Draws the icons from the same shapes as src/panel/mark.ts: a ring (the voice) with a tick in it.
// Each pixel's colour follows from its distance to the shapes, so every size is drawn, not scaled.
import { mkdirSync, writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';

const GROUND = [15, 110, 104];
const INK = [255, 255, 255];
// On a square of side 24: see the paths in src/panel/mark.ts.
const RING = { x: 12, y: 12, radius: 6.6, half: 1.1 };
const TICK = [
  [9.2, 10.4],
  [11.7, 14.4],
  [19.4, 4.8],
];
const TICK_HALF = 1.1;

function distanceToSegment(x, y, [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

function distanceToTile(x, y) {
  const radius = 5.4;
  const [qx, qy] = [Math.abs(x - 12) - 12 + radius, Math.abs(y - 12) - 12 + radius];
  return Math.hypot(Math.max(qx, 0), Math.max(qy, 0)) + Math.min(Math.max(qx, qy), 0) - radius;
}

function pixel(x, y, unit, bold) {
  const cover = (distance) => Math.max(0, Math.min(1, 0.5 - distance / unit));
  const tick = Math.min(
    distanceToSegment(x, y, TICK[0], TICK[1]),
    distanceToSegment(x, y, TICK[1], TICK[2]),
  );
  const ringLine = Math.abs(Math.hypot(x - RING.x, y - RING.y) - RING.radius) - RING.half - bold;
  // The ring makes way for the tick, so that the two stay apart at every size.
  const gap = TICK_HALF + bold + 1.3 - tick;
  const ink = Math.max(cover(Math.max(ringLine, gap)), cover(tick - TICK_HALF - bold));
  const alpha = cover(distanceToTile(x, y));
  return [...GROUND.map((ground, i) => Math.round(ground + (INK[i] - ground) * ink)), Math.round(255 * alpha)];
}

function crc(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

function png(size) {
  const unit = 24 / size;
  const bold = size <= 16 ? 0.25 : 0;
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const at = row * (size * 4 + 1) + 1 + column * 4;
      rows.set(pixel((column + 0.5) * unit, (row + 0.5) * unit, unit, bold), at);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const folder = new URL('../public/icon/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const size of [16, 32, 48, 96, 128]) writeFileSync(new URL(`${size}.png`, folder), png(size));
