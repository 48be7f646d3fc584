import { createContext, use } from 'react';
import type { ReactNode } from 'react';
import type { Bridge, Envelope, NativeCallId, NativeCalls } from '#shared/ipc.ts';
import { OperationError } from './operation-error.ts';

declare global {
  interface Window {
    /** Put there by the preload; everything that the page can reach. */
    quarterdeck: Bridge;
  }
}

const BridgeContext = createContext<Bridge | undefined>(undefined);

export function BridgeProvider({ bridge, children }: { bridge: Bridge; children: ReactNode }) {
  return <BridgeContext value={bridge}>{children}</BridgeContext>;
}

/** The way to main: operations of the server, native calls, events. */
export function useBridge(): Bridge {
  const bridge = use(BridgeContext);
  if (!bridge) throw new Error('useBridge needs a BridgeProvider above it');
  return bridge;
}

/** The data of an envelope; a refusal is thrown as `OperationError`. */
export async function opened<Data>(envelope: Promise<Envelope<Data>>): Promise<Data> {
  const answer = await envelope;
  if (answer.ok) return answer.data;
  throw new OperationError(answer.error);
}

/** One native call: its data, or a thrown `OperationError`. */
export function callNative<Id extends NativeCallId>(bridge: Bridge, id: Id, input: NativeCalls[Id]['input']): Promise<NativeCalls[Id]['output']> {
  return opened<NativeCalls[Id]['output']>(bridge.call(id, input));
}
