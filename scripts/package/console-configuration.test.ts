import { describe, expect, it } from 'vitest';

import { consoleConfiguration } from './console-configuration.ts';

describe('what the environment decides about a package', () => {
  it('is no place for updates unless one is named', () => {
    expect(consoleConfiguration({}, false).publish).toBeNull();
    expect(consoleConfiguration({ QUARTERDECK_UPDATE_FEED: 'https://updates.example' }, false).publish).toEqual({ provider: 'generic', url: 'https://updates.example' });
  });

  it('is the name in which updates of Windows must be signed', () => {
    expect(consoleConfiguration({ QUARTERDECK_WINDOWS_PUBLISHER: 'Acme' }, false).win).toMatchObject({ signtoolOptions: { publisherName: 'Acme' } });
    expect(consoleConfiguration({}, false)).not.toHaveProperty('win');
  });

  it('never makes a release of Windows or macOS unsigned', () => {
    expect(consoleConfiguration({}, true, 'darwin').forceCodeSigning).toBe(true);
    expect(consoleConfiguration({}, true, 'win32').forceCodeSigning).toBe(true);
    expect(consoleConfiguration({}, false, 'win32').forceCodeSigning).toBe(false);
    expect(() => consoleConfiguration({ QUARTERDECK_UPDATE_FEED: 'https://updates.example' }, true, 'win32')).toThrow('QUARTERDECK_WINDOWS_PUBLISHER');
  });
});
