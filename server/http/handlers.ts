import type { OperationId, Operations, OutputOf, ParsedInputOf } from '#shared/contract/index.ts';
import type { Actor, Client, Principal } from '../actor.ts';

type CallBy<Who extends Principal | null> = {
  /** Who was authenticated. */
  principal: Who;
  /** The same person as guards and the audit log see them; for a public operation, nobody. */
  actor: Actor;
  requestId: string;
  client: Client;
  /** Fires when the caller has gone away or the request has run out of time. */
  signal: AbortSignal;
};

/** A call by someone who is signed in, and permitted. */
export type Call = CallBy<Principal>;
/** A call of a `public` operation: whoever it is, they are nobody. */
export type PublicCall = CallBy<null>;

export type CallOf<Id extends OperationId> = Operations[Id]['permission'] extends 'public' ? PublicCall : Call;

type AnswerOf<Id extends OperationId> = Operations[Id] extends { stream: true }
  ? AsyncIterable<OutputOf<Id>> | Promise<AsyncIterable<OutputOf<Id>>>
  : Promise<OutputOf<Id>>;

/** What an operation does. Permission was checked and input validated before; what it throws is answered as a problem. */
export type Handler<Id extends OperationId> = (call: CallOf<Id>, input: ParsedInputOf<Id>) => AnswerOf<Id>;

/** The handlers of some operations; `Handlers<OperationId>` is the whole server, and a missing one does not compile. */
export type Handlers<Ids extends OperationId> = { [Id in Ids]: Handler<Id> };
