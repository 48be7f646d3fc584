import { describe, expect, it } from 'vitest';
import {
  fieldOfHeader, isEmail, parseBoolean, parseEmail, parseOrganizations, parsePlatformRole, parseRoles,
  peopleColumns, peopleFields, positionalFields, readHeader,
} from './people-file.ts';

describe('columns of a people file', () => {
  it('M2: the positioned columns stand in the order of the guide', () => {
    expect(positionalFields).toEqual([
      'username', 'email', 'password', 'platformRole', 'displayName', 'canJoinTeams', 'canCreateOrganizations',
      'canCreateWorkspaces', 'canCreatePrivateWorkspaces', 'canInviteGuests', 'mustResetPassword',
    ]);
    expect(peopleColumns.map((column) => column.key)).toEqual([...peopleFields]);
  });

  it('M2: every header of the catalogue is found again, in either language and however it is typed', () => {
    for (const { key, headers } of peopleColumns) {
      for (const header of [...headers.en, ...headers.fr]) {
        expect(fieldOfHeader(header), header).toBe(key);
        expect(fieldOfHeader(` ${header.toUpperCase().normalize('NFD')} `), header).toBe(key);
        expect(fieldOfHeader(header.replace(/[ ’-]/gu, '_')), header).toBe(key);
      }
      expect(fieldOfHeader(key)).toBe(key);
    }
  });

  it('M2: notes beside a header do not hide it', () => {
    expect(fieldOfHeader('Email (required)')).toBe('email');
    expect(fieldOfHeader('Courriel *')).toBe('email');
    expect(fieldOfHeader('Favourite colour')).toBeNull();
    expect(fieldOfHeader('')).toBeNull();
  });

  it('M2: a header row tells its language and gives a field to one column only', () => {
    expect(readHeader(['Identifiant', 'Courriel', 'Rôle', 'Login', 'Zut'])).toEqual({
      mapping: ['username', 'email', 'platformRole', null, null], recognized: 4, language: 'fr',
    });
    expect(readHeader(['Username', 'Email', 'Display name']).language).toBe('en');
    expect(readHeader(['email', 'canJoinTeams']).mapping).toEqual(['email', 'canJoinTeams']);
  });
});

describe('cells of a people file', () => {
  it('M2: yes and no are read in both languages, in any case and with spaces', () => {
    for (const cell of ['yes', ' OUI ', 'True', '1', 'vrai', 'Y']) expect(parseBoolean(cell)).toEqual({ ok: true, value: true });
    for (const cell of ['no', 'NON', ' false', '0', 'faux', 'n']) expect(parseBoolean(cell)).toEqual({ ok: true, value: false });
    expect(parseBoolean('  ')).toEqual({ ok: true, value: null });
    expect(parseBoolean('maybe')).toEqual({ ok: false, problem: 'not_a_boolean', part: 'maybe' });
    expect(parseBoolean('10')).toMatchObject({ ok: false });
  });

  it('M2: platform roles are read in both languages', () => {
    const cases = {
      deactivated: ['deactivated', 'Désactivé', 'disabled', 'DESACTIVE'],
      unlicensed: ['unlicensed', 'sans licence', 'Free access', 'free_access'],
      user: ['user', ' Utilisateur '],
      admin: ['admin', 'Administrateur'],
      superadmin: ['superadmin', 'super admin', 'Super-Admin'],
    };
    for (const [role, cells] of Object.entries(cases)) {
      for (const cell of cells) expect(parsePlatformRole(cell), cell).toEqual({ ok: true, value: role });
    }
    expect(parsePlatformRole('')).toEqual({ ok: true, value: null });
    expect(parsePlatformRole('king')).toEqual({ ok: false, problem: 'unknown_platform_role', part: 'king' });
  });

  it('M2: organizations carry a role after the last colon', () => {
    expect(parseOrganizations('acme:manager; Globex : Utilisateur;initech; a:b:Auditor')).toEqual({
      ok: true,
      value: [
        { organization: 'acme', role: 'manager' }, { organization: 'Globex', role: 'user' },
        { organization: 'initech', role: null }, { organization: 'a:b', role: 'Auditor' },
      ],
    });
    expect(parseOrganizations(' ; ')).toEqual({ ok: true, value: null });
    expect(parseOrganizations('acme:')).toMatchObject({ problem: 'organization_without_role' });
    expect(parseOrganizations(':admin')).toMatchObject({ problem: 'organization_without_name' });
    expect(parseOrganizations('acme;ACME:user')).toMatchObject({ problem: 'organization_listed_twice' });
  });

  it('M2: roles are a list without repetitions', () => {
    expect(parseRoles('Helpdesk; Budget Reader ;HELPDESK')).toEqual({ ok: true, value: ['Helpdesk', 'Budget Reader'] });
    expect(parseRoles('')).toEqual({ ok: true, value: null });
  });

  it('emails are checked by form', () => {
    for (const email of ['ada@example.org', 'a.b+c@sub.example.co.uk', 'élodie@exämple.fr', "o'neil@example.ie"]) {
      expect(isEmail(email), email).toBe(true);
    }
    for (const email of ['', 'ada', 'ada@', '@example.org', 'a b@example.org', 'ada@localhost', 'ada@-x.org', 'a..b@x.org',
      'ada@example..org', 'ada@example.org;bob@example.org', `${'a'.repeat(65)}@example.org`, `a@${'b.'.repeat(130)}org`]) {
      expect(isEmail(email), email).toBe(false);
    }
    expect(parseEmail(' ada@example.org ')).toEqual({ ok: true, value: 'ada@example.org' });
    expect(parseEmail('nope')).toEqual({ ok: false, problem: 'not_an_email', part: 'nope' });
  });
});
