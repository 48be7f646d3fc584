import { keychainAnswer, type KeychainRequest } from './keychain-messages.ts';

/** C3: a keychain that does not answer within this time counts as no service. Milliseconds. */
export const answerTime = 5_000;

/** The process that runs electron/workers/keychain-worker.ts. */
export type KeychainProcess = {
  post(message: KeychainRequest): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: () => void): void;
  kill(): void;
};

/** Why the keychain refused: its own words, or none when it did not answer or its process ended. */
export class KeychainError extends Error {
  readonly answered: boolean;

  constructor(message: string, answered: boolean) {
    super(message);
    this.name = 'KeychainError';
    this.answered = answered;
  }
}

export type Keychain = {
  /** The secret of an account; null when there is none, or when a locked keyring says nothing. */
  get(account: string): Promise<string | null>;
  set(account: string, secret: string): Promise<void>;
  remove(account: string): Promise<void>;
  stop(): void;
};

type Unsent = KeychainRequest extends infer Request ? (Request extends KeychainRequest ? Omit<Request, 'number'> : never) : never;
type Waiting = { resolve: (value: string | null) => void; reject: (error: KeychainError) => void; timer: NodeJS.Timeout };

/**
 * The operating system's keychain through its own process, started at the first question. Every call settles within
 * `answerTime`; a process that did not answer is killed and the next call starts another.
 * @throws KeychainError from each call
 */
export function openKeychain(start: () => KeychainProcess, time: number = answerTime): Keychain {
  let process: KeychainProcess | null = null;
  let number = 0;
  const waiting = new Map<number, Waiting>();

  function failAll(message: string): void {
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(new KeychainError(message, false));
    }
    waiting.clear();
  }

  function stop(): void {
    const running = process;
    process = null;
    running?.kill();
    failAll('The keychain did not answer');
  }

  function take(message: unknown): void {
    const answer = keychainAnswer.parse(message);
    const asked = waiting.get(answer.number);
    if (asked === undefined) return;
    waiting.delete(answer.number);
    clearTimeout(asked.timer);
    if (answer.ok) asked.resolve(answer.value);
    else asked.reject(new KeychainError(answer.message, true));
  }

  function running(): KeychainProcess {
    if (process !== null) return process;
    const started = start();
    process = started;
    started.onMessage((message) => process === started && take(message));
    started.onExit(() => {
      if (process !== started) return;
      process = null;
      failAll('The process of the keychain ended');
    });
    return started;
  }

  function ask(request: Unsent): Promise<string | null> {
    number += 1;
    const own = number;
    return new Promise((resolve, reject) => {
      waiting.set(own, { resolve, reject, timer: setTimeout(stop, time) });
      running().post({ ...request, number: own });
    });
  }

  return {
    get: (account) => ask({ kind: 'get', account }),
    set: async (account, secret) => void (await ask({ kind: 'set', account, secret })),
    remove: async (account) => void (await ask({ kind: 'remove', account })),
    stop,
  };
}
