import { describe, expect, it } from 'vitest';
import { changedProfile, isOwnedByProvider, meetingOf, merged, permissionFor, profileOf } from './profile-changes.ts';
import { aUser } from '../testing/user-samples.ts';

const base = profileOf(aUser());

describe('saving a profile', () => {
  it('sends only what was changed', () => {
    expect(changedProfile(base, { ...base, company: 'Globex', canInviteGuests: true })).toEqual({ company: 'Globex', canInviteGuests: true });
  });

  it('emptying a field that was empty is no change', () => {
    expect(changedProfile({ ...base, jobTitle: null }, { ...base, jobTitle: '' })).toEqual({});
  });

  it('U11: names, job title and phones of a managed person belong to the provider, roles and names to sign in do not', () => {
    const managed = aUser({ identitySource: 'okta' });
    expect(isOwnedByProvider(managed, 'firstName')).toBe(true);
    expect(isOwnedByProvider(managed, 'mobilePhone')).toBe(true);
    expect(isOwnedByProvider(managed, 'company')).toBe(false);
    expect(isOwnedByProvider(aUser(), 'firstName')).toBe(false);
  });

  it('R1: names and capabilities need more than a contributor, what gives or takes power needs an administrator', () => {
    expect(permissionFor('jobTitle')).toBe('users:contributor');
    expect(permissionFor('mustResetPassword')).toBe('users:contributor');
    expect(permissionFor('email')).toBe('users:member');
    expect(permissionFor('canInviteGuests')).toBe('users:member');
    expect(permissionFor('protected')).toBe('users:admin');
  });
});

describe('somebody else saved in the meantime (412)', () => {
  const current = { ...base, company: 'Initech', department: 'Sales', jobTitle: 'Director' };
  const mine = { company: 'Globex', jobTitle: 'Director', email: 'new@example.org' };

  it('names what both changed, and what only the other did', () => {
    expect(meetingOf(base, current, mine)).toEqual({ contested: ['company'], theirs: ['jobTitle', 'department'] });
  });

  it('keeps my uncontested changes and takes theirs where I say so', () => {
    expect(merged(current, mine, new Set(['company']))).toEqual({ ...current, email: 'new@example.org' });
    expect(merged(current, mine, new Set())).toEqual({ ...current, email: 'new@example.org', company: 'Globex' });
  });
});
