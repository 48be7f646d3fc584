import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithin, permits } from '#shared/permissions.ts';
import { builtInRoles, effectiveGrants, platformRoles } from '#shared/roles.ts';
import { actorOf, personState, systemActor } from '../../../test/support/people.ts';
import { isAbove, latentGrants, refusalsOf, takesSuperadminAway } from './user-guards.ts';
import type { StoredUser, UserState } from './user-state.ts';
import { deleted, reactivated, restored, withPlatformRole } from './user-transitions.ts';

const rules = { adminLevelEnabled: true };
const stored = (state: UserState, id = 'someone'): StoredUser => ({ id, version: 1, lastActiveAt: null, hasPassword: false, state });
const reasons = (...parameters: Parameters<typeof refusalsOf>) => refusalsOf(...parameters).map(({ reason }) => reason);

const superadmin = actorOf(stored(personState('root', { platformRole: 'superadmin' }), 'root'));
const admin = actorOf(stored(personState('admin', { platformRole: 'admin' }), 'admin'));
const helpdesk = actorOf(stored(personState('help', { roles: ['helpdesk'] }), 'help'));

const anyState = fc
  .record({
    platformRole: fc.constantFrom(...platformRoles),
    roles: fc.subarray(builtInRoles.map(({ key }) => key)),
    kind: fc.constantFrom('person' as const, 'contact' as const),
    formerRole: fc.option(fc.constantFrom(...platformRoles)),
    deletedAt: fc.option(fc.constant('2026-11-01T00:00:00.000Z')),
  })
  .map((more) => personState('someone', { ...more, formerRole: more.platformRole === 'deactivated' ? more.formerRole : null }));

describe('U3: the platform role admin', () => {
  const disabled = { adminLevelEnabled: false };
  it('U3: cannot be given where the installation has switched it off, by whatever way', () => {
    const user = personState('anna');
    const former = withPlatformRole(personState('ben', { platformRole: 'admin' }), 'deactivated', 'user');
    expect(reasons(superadmin, stored(user), { ...user, platformRole: 'admin' }, disabled)).toEqual(['admin_level_disabled']);
    expect(reasons(superadmin, null, personState('new', { platformRole: 'admin' }), disabled)).toEqual(['admin_level_disabled']);
    expect(reasons(superadmin, stored(former), reactivated(former), disabled)).toEqual(['admin_level_disabled']);
  });
  it('U3: those who have it can still be edited', () => {
    const person = personState('anna', { platformRole: 'admin' });
    expect(reasons(superadmin, stored(person), { ...person, jobTitle: 'Pilot' }, disabled)).toEqual([]);
  });
});

describe('U5: a contact', () => {
  const contact = personState('vendor', { kind: 'contact', platformRole: 'deactivated' });
  it('U5: never gets a role to sign in with', () => {
    for (const platformRole of ['unlicensed', 'user', 'admin', 'superadmin'] as const) {
      expect(reasons(superadmin, stored(contact), { ...contact, platformRole }, rules)).toContain('contact_cannot_sign_in');
      expect(reasons(superadmin, null, { ...contact, platformRole }, rules)).toContain('contact_cannot_sign_in');
    }
    expect(reasons(superadmin, stored(contact), reactivated(contact), rules)).toContain('contact_cannot_sign_in');
    expect(reasons(superadmin, null, contact, rules)).toEqual([]);
  });
  it('U5: becomes a person only together with a role', () => {
    expect(reasons(superadmin, stored(contact), { ...contact, kind: 'person' }, rules)).toEqual(['contact_cannot_sign_in']);
    expect(reasons(superadmin, stored(contact), { ...contact, kind: 'person', platformRole: 'user' }, rules)).toEqual([]);
  });
});

describe('U7: the own account', () => {
  it('U7: nobody lowers, deactivates or deletes themselves or becomes a contact', () => {
    for (const platformRole of ['user', 'admin', 'superadmin'] as const) {
      const state = personState('me', { platformRole });
      const me = actorOf(stored(state, 'me'));
      for (const lower of platformRoles.slice(0, platformRoles.indexOf(platformRole))) {
        expect(reasons(me, stored(state, 'me'), withPlatformRole(state, lower, 'user'), rules)).toContain('own_account');
      }
      expect(reasons(me, stored(state, 'me'), deleted(state, '2026-11-24T00:00:00.000Z'), rules)).toContain('own_account');
      expect(reasons(me, stored(state, 'me'), { ...state, kind: 'contact' }, rules)).toContain('own_account');
      expect(reasons(me, stored(state, 'me'), { ...state, jobTitle: 'Pilot' }, rules)).toEqual([]);
    }
  });
});

describe('U8: nobody acts above their own level', () => {
  it('U8: an admin touches neither a superadmin nor anyone with a permission beyond an admin', () => {
    const boss = personState('boss', { platformRole: 'superadmin' });
    const auditor = personState('auditor', { roles: ['auditor'] });
    expect(reasons(admin, stored(boss), { ...boss, jobTitle: 'Pilot' }, rules)).toContain('above_own_level');
    expect(reasons(admin, stored(auditor), { ...auditor, jobTitle: 'Pilot' }, rules)).toContain('above_own_level');
    expect(reasons(superadmin, stored(boss), { ...boss, jobTitle: 'Pilot' }, rules)).toEqual([]);
  });
  it('U8: an admin gives nobody, not even themself, more than they hold', () => {
    const user = personState('anna');
    const me = personState('admin', { platformRole: 'admin' });
    expect(reasons(admin, stored(user), { ...user, platformRole: 'superadmin' }, rules)).toEqual(['above_own_level']);
    expect(reasons(admin, stored(user), { ...user, roles: ['administrator'] }, rules)).toEqual(['above_own_level']);
    expect(reasons(admin, stored(me, 'admin'), { ...me, platformRole: 'superadmin' }, rules)).toEqual(['above_own_level']);
    expect(reasons(admin, stored(user), { ...user, platformRole: 'admin' }, rules)).toEqual([]);
    expect(reasons(helpdesk, stored(user), { ...user, platformRole: 'admin' }, rules)).toContain('above_own_level');
  });
  it('U8: every permission by a role does not make a superadmin', () => {
    const holder = actorOf(stored(personState('all', { roles: ['administrator'] }), 'all'));
    const user = personState('anna');
    expect(reasons(holder, stored(user), { ...user, platformRole: 'superadmin' }, rules)).toEqual(['above_own_level']);
  });
  it('U8: what waits for a return counts: a sleeping superadmin, a role planted on a sleeping account', () => {
    const sleeping = withPlatformRole(personState('boss', { platformRole: 'superadmin' }), 'deactivated', 'user');
    const idle = withPlatformRole(personState('anna'), 'deactivated', 'user');
    const free = personState('ben', { platformRole: 'unlicensed' });
    expect(reasons(admin, stored(sleeping), reactivated(sleeping), rules)).toContain('above_own_level');
    expect(reasons(admin, stored(sleeping), { ...sleeping, email: 'mine@example.org' }, rules)).toContain('above_own_level');
    expect(reasons(admin, stored(idle), { ...idle, formerRole: 'superadmin' }, rules)).toContain('above_own_level');
    for (const target of [idle, free]) expect(reasons(admin, stored(target), { ...target, roles: ['administrator'] }, rules)).toContain('above_own_level');
    const tombstone = deleted(personState('gone', { platformRole: 'superadmin' }), '2026-11-24T00:00:00.000Z');
    expect(reasons(admin, stored(tombstone), restored(tombstone), rules)).toContain('above_own_level');
  });
  it('U8, X5: a token limited to less may touch only those who hold no more than it', () => {
    const limited = { ...superadmin, grants: { users: 'admin' as const } };
    const reader = personState('anna', { roles: ['tasks-reader'] });
    expect(reasons(limited, stored(reader), { ...reader, jobTitle: 'Pilot' }, rules)).toEqual(['above_own_level']);
  });
  it('U8: over all states: whoever may make a change holds everything that the person holds before and after it', () => {
    fc.assert(
      fc.property(anyState, anyState, anyState, (acting, before, after) => {
        const actor = actorOf(stored(acting, 'actor'));
        fc.pre(reasons(actor, stored(before), after, rules).every((reason) => reason !== 'above_own_level'));
        for (const state of [before, after]) {
          expect(isWithin(effectiveGrants(state.platformRole, state.roles), actor.grants)).toBe(true);
          expect(isWithin(effectiveGrants(reactivated(state).platformRole, state.roles), actor.grants)).toBe(true);
          expect(platformRoles.indexOf(state.platformRole)).toBeLessThanOrEqual(platformRoles.indexOf(actor.platformRole));
        }
      }),
      { numRuns: 2_000 },
    );
  });
  it('U8: a superadmin may touch everybody', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(isAbove(superadmin, state)).toBe(false);
      }),
    );
  });
  it('U9: a former role counts as held, and no role means that of a user', () => {
    expect(permits(latentGrants(withPlatformRole(personState('a', { platformRole: 'admin' }), 'deactivated', 'user')), 'users:admin')).toBe(true);
    expect(latentGrants(personState('a', { platformRole: 'deactivated', roles: ['helpdesk'] }))).toEqual(effectiveGrants('user', ['helpdesk']));
  });
});

describe('U11: people of an identity provider', () => {
  const managed = personState('anna', { identitySource: 'entra-id' });
  it('U11: names, job title and phones are not edited here, and the refusal names provider and fields', () => {
    const [refusal] = refusalsOf(superadmin, stored(managed), { ...managed, firstName: 'Anna', mobilePhone: '1', company: 'Acme', roles: ['helpdesk'] }, rules);
    expect(refusal).toEqual({ reason: 'field_owned_by_provider', details: { fields: 'firstName, mobilePhone', provider: 'entra-id' } });
    for (const field of ['firstName', 'lastName', 'jobTitle', 'businessPhone', 'mobilePhone']) {
      expect(reasons(superadmin, stored(managed), { ...managed, [field]: 'x' }, rules)).toEqual(['field_owned_by_provider']);
      expect(reasons({ ...superadmin, source: 'import' }, stored(managed), { ...managed, [field]: 'x' }, rules)).toEqual(['field_owned_by_provider']);
    }
  });
  it('U11: roles and memberships stay editable, and the provider writes what it owns', () => {
    expect(reasons(superadmin, stored(managed), { ...managed, platformRole: 'admin', roles: ['helpdesk'], company: 'Acme' }, rules)).toEqual([]);
    expect(reasons({ ...systemActor, source: 'scim' }, stored(managed), { ...managed, firstName: 'Anna' }, rules)).toEqual([]);
  });
});

it('U6: notices every way in which a superadmin is lost', () => {
  const boss = personState('boss', { platformRole: 'superadmin' });
  expect(takesSuperadminAway(boss, withPlatformRole(boss, 'deactivated', 'user'))).toBe(true);
  expect(takesSuperadminAway(boss, { ...boss, platformRole: 'admin' })).toBe(true);
  expect(takesSuperadminAway(boss, deleted(boss, '2026'))).toBe(true);
  expect(takesSuperadminAway(boss, { ...boss, kind: 'contact' })).toBe(true);
  expect(takesSuperadminAway(boss, { ...boss, jobTitle: 'Pilot' })).toBe(false);
  expect(takesSuperadminAway(null, boss)).toBe(false);
});
