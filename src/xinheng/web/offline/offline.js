// The verdict without a network. It must always agree with `proving/offline.py`.
(() => {
  "use strict";
  const taken = JSON.parse(document.getElementById("bundle").textContent);
  const FRESH = 7 * 86400e3, LEEWAY = 86400e3, DAY = 86400e3;
  const bytes = (text) => new TextEncoder().encode(text);
  const unhex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
  const hex = (found) => [...found].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const fail = () => { throw new Error("not a code"); };

  const message = (text) => {
    const packed = text.replace(/\s+/g, "");
    const found = /^(?:HTTPS?:\/\/[A-Z0-9.\-:[\]]+)?\/?(?:V\/)?([A-Z2-7]+)$/i.exec(packed) || fail();
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", out = [];
    let held = 0, count = 0;
    for (const letter of found[1].toUpperCase()) {
      held = (held << 5) | letters.indexOf(letter);
      count += 5;
      if (count >= 8) { count -= 8; out.push((held >> count) & 255); held &= (1 << count) - 1; }
    }
    if (held || count >= 5) fail();
    return Uint8Array.from(out);
  };

  // CBOR, and only in its one right form (RFC 8949, section 4.2).
  const cbor = (content) => {
    let at = 0;
    const take = (n) => (at + n <= content.length ? content.slice(at, (at += n)) : fail());
    const number = (low) => {
      if (low < 24) return low;
      if (low > 27) fail();
      const width = 1 << (low - 24);
      const value = take(width).reduce((sum, byte) => sum * 256 + byte, 0);
      const least = width === 1 ? 24 : 2 ** (8 * (width / 2));
      return value >= least && Number.isSafeInteger(value) ? value : fail();
    };
    const item = (depth) => {
      if (depth > 4) fail();
      const [head] = take(1), n = number(head & 31);
      switch (head >> 5) {
        case 0: return n;
        case 1: return -1 - n;
        case 2: return take(n);
        case 3: return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(take(n));
        case 4: return Array.from({ length: Math.min(n, 100) }, () => item(depth + 1));
        case 5: return new Map(Array.from({ length: Math.min(n, 100) }, () => [item(depth + 1), item(depth + 1)]));
        case 6: return { tag: n, value: item(depth + 1) };
        default: return fail();
      }
    };
    const found = item(0);
    return at === content.length ? found : fail();
  };
  const headed = (major, n) => n < 24 ? [major | n] : n < 256 ? [major | 24, n] : [major | 25, n >> 8, n & 255];

  const read = (text) => {
    const content = message(text);
    if (content.length > 220) fail();
    const outer = cbor(content), parts = outer.tag === 18 ? outer.value : fail();
    if (!Array.isArray(parts) || parts.length !== 4 || !(parts[1] instanceof Map) || parts[1].size) fail();
    const [head, , payload, signature] = parts;
    if (![head, payload, signature].every((p) => p instanceof Uint8Array) || signature.length !== 64) fail();
    // The one right head: algorithm EdDSA, then the name of the key in four bytes.
    if (head.length !== 9 || hex(head.slice(0, 5)) !== "a201270444") fail();
    const said = cbor(payload);
    const kinds = ["number", "string", "string", "string", "string", "string", "number", "number", "object", "number", "number"];
    if (!Array.isArray(said) || said.length !== kinds.length || said[0] !== 1) fail();
    said.forEach((value, i) => {
      if (typeof value !== kinds[i] || (kinds[i] === "number" && value < 0)) fail();
    });
    if (!(said[8] instanceof Uint8Array) || said[8].length !== 12 || Math.max(said[6], said[7]) > 2900000) fail();
    const signed = Uint8Array.from([
      0x84, 0x6a, ...bytes("Signature1"), ...headed(0x40, head.length), ...head, 0x40,
      ...headed(0x40, payload.length), ...payload,
    ]);
    return { kid: hex(head.slice(5)), signed, signature, said };
  };

  const canonical = (value) => {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    return `{${Object.keys(value).sort().map((k) => `${JSON.stringify(k)}:${canonical(value[k])}`).join(",")}}`;
  };
  const unbase58 = (text) => {
    const letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let number = 0n;
    for (const letter of text) {
      if (!letters.includes(letter)) fail();
      number = number * 58n + BigInt(letters.indexOf(letter));
    }
    const out = [];
    for (; number; number >>= 8n) out.unshift(Number(number & 255n));
    for (const letter of text) { if (letter !== "1") break; out.unshift(0); }
    return Uint8Array.from(out);
  };
  const secured = async (document) => {
    const { proof, ...rest } = document, { proofValue, ...config } = proof || {};
    if (!proofValue || proofValue[0] !== "z" || config.cryptosuite !== "eddsa-jcs-2022") return false;
    if (config.type !== "DataIntegrityProof" || config.proofPurpose !== "assertionMethod") return false;
    config["@context"] = rest["@context"];
    const hashed = Uint8Array.from([
      ...(await Ed25519.sha256(bytes(canonical(config)))), ...(await Ed25519.sha256(bytes(canonical(rest)))),
    ]);
    for (const key of taken.keys)
      if (key.state !== "revoked" && (await Ed25519.verify(unhex(key.public_key), hashed, unbase58(proofValue.slice(1))))) return true;
    return false;
  };
  const bit = async (purpose, place) => {
    try {
      const list = taken.lists[purpose], subject = list.credentialSubject;
      if (subject.statusPurpose !== purpose || !(await secured(list)) || subject.encodedList[0] !== "u") return null;
      const packed = atob(subject.encodedList.slice(1).replace(/-/g, "+").replace(/_/g, "/"));
      const stream = new Blob([Uint8Array.from(packed, (c) => c.charCodeAt(0))]).stream().pipeThrough(new DecompressionStream("gzip"));
      const bits = new Uint8Array(await new Response(stream).arrayBuffer());
      if (place >= bits.length * 8) return null;
      return { set: Boolean(bits[place >> 3] & (0x80 >> (place & 7))), since: Date.parse(list.validFrom) };
    } catch {
      return null;
    }
  };

  const day = (number) => new Date(number * DAY).toISOString().slice(0, 10);
  // Days are those of China, wherever the reader is.
  const today = (now) => Math.floor((now + 8 * 3600e3) / DAY);
  const verdict = async (text, now = Date.now()) => {
    let found;
    try { found = read(text); } catch { return { verdict: "not-genuine", why: "unreadable" }; }
    const key = taken.keys.find((one) => hex(unhex(one.public_key)) && one.key_id === found.kid);
    if (!key) return { verdict: "not-genuine", why: "strange-key" };
    if (!(await Ed25519.verify(unhex(key.public_key), found.signed, found.signature))) return { verdict: "not-genuine", why: "broken-signature" };
    if (key.state === "revoked") return { verdict: "not-genuine", why: "revoked-key" };
    const [, body, number, holder, credit, standard, from, until, , entry, place] = found.said;
    const says = { body, number, holder, credit, standard, from: day(from), until: day(until), entry };
    if (until < today(now)) return { verdict: "not-in-force", why: "expired", says };
    if (from > today(now)) return { verdict: "not-in-force", why: "not-yet", says };
    let oldest = Infinity;
    for (const purpose of ["revocation", "suspension"]) {
      const one = await bit(purpose, place);
      if (!one) return { verdict: "status-unknown", why: "no-list", says };
      const asOf = new Date(one.since).toISOString().slice(0, 10);
      if (one.set) return { verdict: "not-in-force", why: purpose, says, asOf };
      oldest = Math.min(oldest, one.since);
    }
    const asOf = new Date(oldest).toISOString().slice(0, 10);
    if (now - oldest > FRESH || oldest - now > LEEWAY) return { verdict: "status-unknown", why: "old-list", says, asOf };
    return { verdict: "in-force", why: "", says, asOf };
  };
  globalThis.xinhengVerdict = verdict;

  const shown = document.getElementById("answer");
  const words = (name) => (document.querySelector(`#words [data-word="${name}"]`) || { innerHTML: name }).innerHTML;
  const show = async (text) => {
    const found = await verdict(text);
    shown.replaceChildren();
    shown.className = `verdict verdict-${found.verdict}`;
    const line = (html, plain) => {
      const p = document.createElement("p");
      if (html) p.innerHTML = html;
      p.append(plain || "");
      shown.append(p);
    };
    line(`<strong>${words(found.verdict)}</strong> `, found.asOf ? `(${found.asOf})` : "");
    if (found.why) line(words(found.why));
    if (found.says) {
      line(words("compare"));
      for (const [name, value] of Object.entries(found.says)) line(`${words(`says-${name}`)} `, String(value));
    }
    shown.hidden = false;
  };
  document.getElementById("form").addEventListener("submit", (event) => {
    event.preventDefault();
    show(document.getElementById("text").value);
  });
  const age = Math.max(0, Math.floor((Date.now() - Date.parse(taken.made_at)) / DAY));
  document.getElementById("age").textContent = `${taken.made_at.slice(0, 10)} (${age})`;
  document.getElementById("body").textContent = `${taken.body} ${taken.approval_number}`;

  const scan = document.getElementById("scan");
  if ("BarcodeDetector" in globalThis) {
    scan.hidden = false;
    scan.addEventListener("change", async () => {
      const picture = await createImageBitmap(scan.files[0]);
      const [code] = await new BarcodeDetector({ formats: ["qr_code"] }).detect(picture).catch(() => []);
      if (code) { document.getElementById("text").value = code.rawValue; show(code.rawValue); }
    });
  }
})();
