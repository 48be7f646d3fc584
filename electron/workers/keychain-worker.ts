import { keychainRequest, type KeychainAnswer, type KeychainRequest } from '../vault/keychain-messages.ts';
import { listenToParent } from '../vault/parent.ts';

/**
 * Holds the operating system's keychain for the console, in a process of its own: a keychain that never answers
 * blocks a thread, and some of its libraries end the process when the keyring is locked. Neither may touch the console.
 */

const service = 'Quarterdeck';

const parent = listenToParent((message) => {
  const request = keychainRequest.parse(message);
  void answer(request).then((result) => parent.post(result));
});

async function answer(request: KeychainRequest): Promise<KeychainAnswer> {
  try {
    return { number: request.number, ok: true, value: await perform(request) };
  } catch (error) {
    return { number: request.number, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

async function perform(request: KeychainRequest): Promise<string | null> {
  // Loaded here, so that a missing system library is an answer and not the end of the process.
  const { default: keytar } = await import('keytar');
  switch (request.kind) {
    case 'get':
      return keytar.getPassword(service, request.account);
    case 'set':
      await keytar.setPassword(service, request.account, request.secret);
      return null;
    case 'remove':
      await keytar.deletePassword(service, request.account);
      return null;
  }
}
