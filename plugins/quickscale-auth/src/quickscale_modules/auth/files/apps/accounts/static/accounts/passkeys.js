// Passkeys: asks the browser for a credential and posts it with the form around the button.
//
//   <form data-passkey-form>               shown only where passkeys work, if it is hidden
//     <input type="hidden" name="credential">
//     <button data-passkey="get|create"
//             data-passkey-options="ID"    a json_script element with the server's data, or
//             data-passkey-url="URL"       where to fetch it: {creation_options} or
//                                          {request_options}
//     <div data-passkey-error hidden>      where failures are told, in [data-passkey-message]
//
// Options and credentials travel as WebAuthn's JSON forms, binary values in base64url:
// https://www.w3.org/TR/webauthn-3/#sctn-parseCreationOptionsFromJSON

const supported = Boolean(window.PublicKeyCredential && navigator.credentials);

function toBytes(text) {
  const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function toText(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte));
  return btoa(letters.join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decodeOptions(options) {
  const key = { ...options.publicKey, challenge: toBytes(options.publicKey.challenge) };
  if (key.user) {
    key.user = { ...key.user, id: toBytes(key.user.id) };
  }
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (key[list]) {
      key[list] = key[list].map((one) => ({ ...one, id: toBytes(one.id) }));
    }
  }
  return { publicKey: key };
}

function encodeCredential(credential) {
  const response = {};
  const parts = [
    "clientDataJSON",
    "attestationObject",
    "authenticatorData",
    "signature",
    "userHandle",
  ];
  for (const part of parts) {
    if (credential.response[part]) {
      response[part] = toText(credential.response[part]);
    }
  }
  if (credential.response.getTransports) {
    response.transports = credential.response.getTransports();
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function readData(button) {
  const id = button.dataset.passkeyOptions;
  if (id) {
    return JSON.parse(document.getElementById(id).textContent);
  }
  const answer = await fetch(button.dataset.passkeyUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    throw new Error(`options: ${answer.status}`);
  }
  return answer.json();
}

// The server offers both kinds of passkey; the check box tells which one is wanted.
function applyChoice(form, publicKey) {
  const box = form.elements.namedItem("passwordless");
  if (!box) {
    return;
  }
  publicKey.authenticatorSelection = {
    ...publicKey.authenticatorSelection,
    residentKey: box.checked ? "required" : "discouraged",
    requireResidentKey: box.checked,
  };
  if (box.checked) {
    publicKey.authenticatorSelection.userVerification = "required";
  }
}

function tell(form, reason) {
  const place = form.querySelector("[data-passkey-error]");
  place.querySelector("[data-passkey-message]").textContent = place.dataset[reason];
  place.hidden = false;
}

async function run(button) {
  const form = button.closest("form");
  form.querySelector("[data-passkey-error]").hidden = true;
  button.disabled = true;
  try {
    const data = await readData(button);
    const options = decodeOptions(data.creation_options ?? data.request_options);
    if (data.creation_options) {
      applyChoice(form, options.publicKey);
    }
    const credential = await navigator.credentials[button.dataset.passkey](options);
    form.elements.namedItem("credential").value = JSON.stringify(encodeCredential(credential));
    form.requestSubmit();
  } catch (error) {
    const reasons = { NotAllowedError: "cancelled", AbortError: "cancelled", SecurityError: "origin" };
    tell(form, reasons[error.name] ?? "failed");
  } finally {
    button.disabled = false;
  }
}

function reveal() {
  if (supported) {
    for (const form of document.querySelectorAll("form[data-passkey-form][hidden]")) {
      form.hidden = false;
    }
  }
}

// On the document, because pages may be swapped without loading this file again.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-passkey]");
  if (button) {
    run(button);
  }
});
document.addEventListener("htmx:load", reveal);
reveal();
