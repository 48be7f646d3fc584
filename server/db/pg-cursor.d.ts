/** The package has no types; only its class is handed on, to Kysely. */
declare module 'pg-cursor' {
  const Cursor: new (text: string, values: unknown[]) => unknown;
  export default Cursor;
}
