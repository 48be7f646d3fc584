import { describe, expect, it } from 'vitest';
import { roleConsequences } from './role-consequences.ts';

describe('what a change of roles does', () => {
  it('R11: a role that adds nothing to what is held changes nothing', () => {
    const { gains, loses } = roleConsequences({ platformRole: 'superadmin', roles: [] }, { platformRole: 'superadmin', roles: ['helpdesk'] });
    expect(gains).toEqual([]);
    expect(loses).toEqual([]);
  });

  it('names what is gained at the level reached', () => {
    const { gains } = roleConsequences({ platformRole: 'user', roles: [] }, { platformRole: 'user', roles: ['helpdesk'] });
    expect(gains).toEqual([{ resource: 'users', level: 'contributor' }, { resource: 'impersonation', level: 'allowed' }]);
  });

  it('names what is lost at the level held before, and the end of sign-in and licence', () => {
    const result = roleConsequences({ platformRole: 'user', roles: ['helpdesk'] }, { platformRole: 'deactivated', roles: ['helpdesk'] });
    expect(result.loses).toEqual([{ resource: 'users', level: 'contributor' }, { resource: 'impersonation', level: 'allowed' }]);
    expect(result).toMatchObject({ endsSignIn: true, freesLicence: true, takesLicence: false });
  });
});
