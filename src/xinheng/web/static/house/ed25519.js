// Ed25519 and SHA-2: by the browser's own WebCrypto where it has them, else in plain JavaScript.
// Plain whole numbers only; nothing here is secret, so nothing need take constant time.
(() => {
  "use strict";
  const primes = [];
  for (let n = 2; primes.length < 80; n++) if (primes.every((p) => n % p)) primes.push(n);
  const root = (value, power) => {
    let low = 0n, high = 1n << 80n;
    while (low < high) {
      const middle = (low + high + 1n) >> 1n;
      if (middle ** power <= value) low = middle; else high = middle - 1n;
    }
    return low;
  };
  const fraction = (prime, power) => root(BigInt(prime) << (64n * power), power) & ((1n << 64n) - 1n);
  const ROUND = primes.map((p) => fraction(p, 3n));
  const START = primes.slice(0, 8).map((p) => fraction(p, 2n));
  const SHAPES = {
    256: { bits: 32n, rounds: 64, S: [2, 13, 22, 6, 11, 25], s: [7, 18, 3, 17, 19, 10] },
    512: { bits: 64n, rounds: 80, S: [28, 34, 39, 14, 18, 41], s: [1, 8, 7, 19, 61, 6] },
  };
  const sha2 = (bytes, size) => {
    const { bits, rounds, S, s } = SHAPES[size];
    const mask = (1n << bits) - 1n, word = Number(bits) / 8, block = word * 16;
    const cut = (x) => (bits === 32n ? x >> 32n : x);
    const turn = (x, n) => ((x >> BigInt(n)) | (x << (bits - BigInt(n)))) & mask;
    const total = Math.ceil((bytes.length + 1 + word * 2) / block) * block;
    const padded = new Uint8Array(total);
    padded.set(bytes);
    padded[bytes.length] = 0x80;
    new DataView(padded.buffer).setBigUint64(total - 8, BigInt(bytes.length) * 8n);
    let h = START.map(cut);
    for (let at = 0; at < total; at += block) {
      const w = [];
      for (let i = 0; i < 16; i++) {
        let x = 0n;
        for (let j = 0; j < word; j++) x = (x << 8n) | BigInt(padded[at + i * word + j]);
        w.push(x);
      }
      for (let i = 16; i < rounds; i++) {
        const a = w[i - 15], b = w[i - 2];
        const s0 = turn(a, s[0]) ^ turn(a, s[1]) ^ (a >> BigInt(s[2]));
        const s1 = turn(b, s[3]) ^ turn(b, s[4]) ^ (b >> BigInt(s[5]));
        w.push((w[i - 16] + s0 + w[i - 7] + s1) & mask);
      }
      let v = [...h];
      for (let i = 0; i < rounds; i++) {
        const [a, b, c, d, e, f, g, k] = v;
        const s1 = turn(e, S[3]) ^ turn(e, S[4]) ^ turn(e, S[5]);
        const t1 = k + s1 + ((e & f) ^ (~e & mask & g)) + cut(ROUND[i]) + w[i];
        const t2 = (turn(a, S[0]) ^ turn(a, S[1]) ^ turn(a, S[2])) + ((a & b) ^ (a & c) ^ (b & c));
        v = [(t1 + t2) & mask, a, b, c, (d + t1) & mask, e, f, g];
      }
      h = h.map((x, i) => (x + v[i]) & mask);
    }
    const out = new Uint8Array(word * 8);
    h.forEach((x, i) => {
      for (let j = 0; j < word; j++) out[i * word + j] = Number((x >> BigInt(8 * (word - 1 - j))) & 255n);
    });
    return out;
  };

  const P = (1n << 255n) - 19n;
  const L = (1n << 252n) + 27742317777372353535851937790883648493n;
  const mod = (x, m = P) => ((x % m) + m) % m;
  const power = (base, exponent) => {
    let result = 1n;
    for (base = mod(base); exponent; exponent >>= 1n, base = (base * base) % P)
      if (exponent & 1n) result = (result * base) % P;
    return result;
  };
  const D = mod(-121665n * power(121666n, P - 2n));
  const little = (bytes) => [...bytes].reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const onCurve = (bytes) => {
    const whole = little(bytes), sign = whole >> 255n, y = whole & ((1n << 255n) - 1n);
    if (y >= P) return null;
    const u = mod(y * y - 1n), v = mod(D * y * y + 1n);
    let x = mod(u * v ** 3n * power(u * v ** 7n, (P - 5n) / 8n));
    if (mod(v * x * x) !== u) x = mod(x * power(2n, (P - 1n) / 4n));
    if (mod(v * x * x) !== u || (x === 0n && sign)) return null;
    if ((x & 1n) !== sign) x = P - x;
    return [x, y, 1n, mod(x * y)];
  };
  const add = ([x1, y1, z1, t1], [x2, y2, z2, t2]) => {
    const a = mod((y1 - x1) * (y2 - x2)), b = mod((y1 + x1) * (y2 + x2));
    const c = mod(2n * t1 * t2 * D), d = mod(2n * z1 * z2);
    const e = b - a, f = d - c, g = d + c, h = b + a;
    return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
  };
  const times = (n, point) => {
    let sum = [0n, 1n, 1n, 0n];
    for (; n; n >>= 1n, point = add(point, point)) if (n & 1n) sum = add(sum, point);
    return sum;
  };
  const encoded = ([x, y, z]) => {
    const inverse = power(z, P - 2n), whole = mod(y * inverse) | ((mod(x * inverse) & 1n) << 255n);
    return Uint8Array.from({ length: 32 }, (_, i) => Number((whole >> BigInt(8 * i)) & 255n));
  };
  const BASE = onCurve(Uint8Array.from([0x58, ...new Array(31).fill(0x66)]));
  const plain = (key, message, signature) => {
    if (key.length !== 32 || signature.length !== 64) return false;
    const point = onCurve(key), s = little(signature.slice(32));
    if (!point || s >= L) return false;
    const first = signature.slice(0, 32);
    const k = little(sha2(Uint8Array.from([...first, ...key, ...message]), 512)) % L;
    const [x, y, z, t] = point;
    const found = encoded(add(times(s, BASE), times(k, [mod(-x), y, z, mod(-t)])));
    return found.every((byte, i) => byte === first[i]);
  };

  const subtle = globalThis.crypto && globalThis.crypto.subtle;
  const sha256 = async (bytes) =>
    subtle ? new Uint8Array(await subtle.digest("SHA-256", bytes)) : sha2(bytes, 256);
  const verify = async (key, message, signature) => {
    try {
      const imported = await subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
      return await subtle.verify("Ed25519", imported, signature, message);
    } catch {
      return plain(key, message, signature);
    }
  };
  globalThis.Ed25519 = { verify, sha256, plain, sha2 };
})();
