// Passkeys: hands the question of the site to the device, and its answer back. Codes work without this.

const place = document.querySelector("[data-passkey]");

if (place && window.PublicKeyCredential) {
  place.hidden = false;
  document.querySelector("[data-without-passkeys]")?.remove();
  place.querySelector("button").addEventListener("click", ask);
}

async function ask() {
  const said = place.querySelector("[role=alert]");
  said.hidden = true;
  try {
    const question = read(JSON.parse(place.dataset.passkey));
    const made = place.dataset.does === "make";
    const answer = made ? await navigator.credentials.create({ publicKey: question }) : await navigator.credentials.get({ publicKey: question });
    const field = document.getElementById(place.dataset.answer);
    field.value = JSON.stringify(written(answer));
    field.form.submit();
  } catch {
    // Cancelled, timed out, or none on this device: which of them it was, browsers do not say
    said.hidden = false;
  }
}

// What JSON has no form for travels as base64url.
function read(question) {
  const binary = { ...question, challenge: bytes(question.challenge) };
  if (question.user) binary.user = { ...question.user, id: bytes(question.user.id) };
  for (const name of ["allowCredentials", "excludeCredentials"]) {
    if (question[name]) binary[name] = question[name].map((each) => ({ ...each, id: bytes(each.id) }));
  }
  return binary;
}

function written(answer) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (answer.response[name]) response[name] = text(answer.response[name]);
  }
  return { id: answer.id, rawId: text(answer.rawId), type: answer.type, clientExtensionResults: {}, response };
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
