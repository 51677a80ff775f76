// Reads a code with the camera where the browser can; elsewhere the button stays hidden.
(async () => {
  const button = document.getElementById("scan");
  const view = document.getElementById("scan-view");
  if (!button || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  const formats = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
  if (!formats.includes("qr_code")) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    const video = { facingMode: "environment" };
    const stream = await navigator.mediaDevices.getUserMedia({ video }).catch(() => null);
    if (!stream) return;
    view.hidden = false;
    view.srcObject = stream;
    await view.play();
    const look = async () => {
      const found = await detector.detect(view).catch(() => []);
      if (!found.length) return requestAnimationFrame(look);
      stream.getTracks().forEach((track) => track.stop());
      view.hidden = true;
      document.getElementById("check-text").value = found[0].rawValue;
      document.getElementById("check-form").requestSubmit();
    };
    look();
  });
})();
