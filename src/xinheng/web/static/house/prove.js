// Proves in the browser that an entry stands in the signed log: nothing is asked of the server.
(() => {
  "use strict";
  const button = document.getElementById("prove");
  const source = document.getElementById("proof-text");
  const outcome = document.getElementById("proven");
  const unpacked = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const bytes = (text) => new TextEncoder().encode(text);
  const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);
  const hash = (...parts) => Ed25519.sha256(Uint8Array.from(parts.flatMap((p) => [...p])));

  // RFC 9162, section 2.1.3.2
  const included = async (leaf, index, size, path, root) => {
    let position = BigInt(index), last = BigInt(size) - 1n, found = leaf;
    if (position > last) return false;
    for (const step of path) {
      if (last === 0n) return false;
      if (position & 1n || position === last) {
        found = await hash([1], step, found);
        while (!(position & 1n) && position) { position >>= 1n; last >>= 1n; }
      } else found = await hash([1], found, step);
      position >>= 1n;
      last >>= 1n;
    }
    return last === 0n && same(found, root);
  };

  const outcomeOf = async () => {
    const text = source.textContent;
    const gap = text.indexOf("\n\n"), head = text.slice(0, gap).split("\n");
    const note = text.slice(gap + 2), end = note.lastIndexOf("\n\n");
    const body = note.slice(0, end + 1), [origin, size, root] = body.split("\n");
    const entry = unpacked(head[1].replace("extra ", ""));
    const index = head[2].replace("index ", "");
    const leaf = await hash([0], entry);
    if (!(await included(leaf, index, size, head.slice(3).map(unpacked), unpacked(root)))) return "entry";
    for (const line of note.slice(end + 2).trim().split("\n")) {
      const [, name, packed] = line.split(" ");
      if (name !== origin || origin !== source.dataset.origin) continue;
      for (const key of source.dataset.keys.split(" "))
        if (await Ed25519.verify(unpacked(key), bytes(body), unpacked(packed).slice(4))) return "good";
    }
    return "signature";
  };

  button.hidden = false;
  button.addEventListener("click", async () => {
    const word = await outcomeOf().catch(() => "entry");
    outcome.textContent = document.querySelector(`#words [data-word="${word}"]`).textContent;
    outcome.dataset.outcome = word;
    outcome.hidden = false;
  });
})();
