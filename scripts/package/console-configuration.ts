import type { Configuration } from 'electron-builder';

/**
 * What of electron-builder's configuration a machine's environment decides: where updates come from, in whose name
 * Windows installers are signed, and that a release is never made unsigned.
 * Certificates and Apple's credentials are read by electron-builder itself.
 */
export function consoleConfiguration(environment: NodeJS.ProcessEnv, release: boolean, platform: NodeJS.Platform = process.platform): Partial<Configuration> {
  const feed = environment['QUARTERDECK_UPDATE_FEED'];
  const publisher = environment['QUARTERDECK_WINDOWS_PUBLISHER'];
  if (release && platform === 'win32' && feed !== undefined && publisher === undefined) {
    throw new Error('A release with updates needs QUARTERDECK_WINDOWS_PUBLISHER: an update is accepted from this publisher only (C8).');
  }
  return {
    publish: feed === undefined ? null : { provider: 'generic', url: feed },
    ...(publisher === undefined ? {} : { win: { target: ['nsis'], icon: 'icon.ico', signtoolOptions: { publisherName: publisher } } }),
    forceCodeSigning: release && platform !== 'linux',
  };
}
