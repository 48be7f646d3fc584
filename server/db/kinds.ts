/** The two databases of the server: SQLite embedded, PostgreSQL shared (api.md, Storage). */
export type DatabaseKind = 'sqlite' | 'postgres';
