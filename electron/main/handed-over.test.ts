import { describe, expect, it } from 'vitest';
import { fileOfArgument, handedOverBy, locationOfLink } from './handed-over.ts';

describe('C9: deep links', () => {
  it.each([
    ['quarterdeck://users/01990000-0000-7000-8000-000000000001', '/users/01990000-0000-7000-8000-000000000001'],
    ['quarterdeck://users?q=anna%20b&sort=-name', '/users?q=anna%20b&sort=-name'],
    ['quarterdeck://history/', '/history'],
    ['quarterdeck://', '/'],
  ])('%s leads to %s', (link, location) => {
    expect(locationOfLink(link)).toBe(location);
  });

  it.each(['https://users/1', 'quarterdeck://users/../../etc', 'quarterdeck://users/%2e%2e/x', 'quarterdeck://a@users/1', 'quarterdeck://users/<b>', 'quarterdeck://users/1?next=javascript:alert(1)//<', 'quarterdeck:users', `quarterdeck://${'a'.repeat(2_000)}`, 'nonsense'])('C16: %s leads nowhere harmful', (link) => {
    const location = locationOfLink(link);
    if (location !== null) expect(location).toMatch(/^\/[\w/-]*$/);
  });
});

describe('what another start hands over', () => {
  it('finds links and files among the arguments, relative to its folder', () => {
    expect(handedOverBy(['/opt/quarterdeck', '--no-sandbox', 'quarterdeck://overview', 'people.CSV', '/tmp/plan.quarterdeck-plan', '/opt/app'], '/home/anna')).toEqual([
      { kind: 'location', location: '/overview' },
      { kind: 'file', path: '/home/anna/people.CSV', purpose: 'people' },
      { kind: 'file', path: '/tmp/plan.quarterdeck-plan', purpose: 'plan' },
    ]);
  });

  it('understands addresses of files, as file managers of Linux hand them over, and none of another computer', () => {
    expect(fileOfArgument('file:///home/anna/Mes%20plans/%C3%A9t%C3%A9.quarterdeck-plan', '/')).toEqual({ kind: 'file', path: '/home/anna/Mes plans/été.quarterdeck-plan', purpose: 'plan' });
    for (const argument of ['file://server/share/plan.quarterdeck-plan', 'file:///a%00.quarterdeck-plan', 'file:///a%2fb.quarterdeck-plan', 'file:///etc/passwd']) expect(fileOfArgument(argument, '/')).toBeNull();
  });
});
