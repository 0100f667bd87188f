/** Passkeys: asks the browser for a credential, in WebAuthn's own JSON forms. */

import { Problem } from "@/app/api";

export interface CreationOptions {
  publicKey: PublicKeyCredentialCreationOptionsJSON;
}

export interface RequestOptions {
  publicKey: PublicKeyCredentialRequestOptionsJSON;
}

/** Tell whether this browser has passkeys. */
export function canUsePasskeys(): boolean {
  return "PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential;
}

/**
 * Make a passkey.
 *
 * @returns What the server keeps of it.
 * @throws Problem - It was not made; the text says why.
 */
export function createPasskey({ publicKey }: CreationOptions): Promise<unknown> {
  return asked(() =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey),
    }),
  );
}

/**
 * Let a passkey say who is there.
 *
 * @throws Problem - It did not; the text says why.
 */
export function getPasskey({ publicKey }: RequestOptions): Promise<unknown> {
  return asked(() =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey),
    }),
  );
}

const REASONS: Record<string, string> = {
  NotAllowedError: "It was cancelled, or took too long. Try again.",
  AbortError: "It was cancelled, or took too long. Try again.",
  InvalidStateError: "This device has a passkey of yours already.",
  SecurityError: "Passkeys do not work at this address.",
};

async function asked(ask: () => Promise<Credential | null>): Promise<unknown> {
  try {
    const credential = (await ask()) as PublicKeyCredential | null;
    return credential?.toJSON();
  } catch (error) {
    const name = error instanceof DOMException ? error.name : "";
    throw new Problem(0, REASONS[name] ?? "The passkey did not work. Try again.");
  }
}
