import { Provider, type AppUpdater, type ResolvedUpdateFileInfo, type UpdateInfo } from 'electron-updater';
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider';
import type { UpdateSource } from './update-source.ts';
import { assertComplete, assertSigned, UpdateRefused } from './signed-manifest.ts';

/**
 * A provider of electron-updater that takes a manifest, `latest-linux.json` and the like, only with its signature,
 * `latest-linux.json.sig` beside it (scripts/package/update-manifest.ts makes both).
 */
export function createSignedProvider({ feed, key }: UpdateSource): new (options: unknown, updater: AppUpdater, runtime: ProviderRuntimeOptions) => Provider<UpdateInfo> {
  return class SignedProvider extends Provider<UpdateInfo> {
    constructor(_options: unknown, _updater: AppUpdater, runtime: ProviderRuntimeOptions) {
      super({ ...runtime, isUseMultipleRangeRequest: false });
    }

    async getLatestVersion(): Promise<UpdateInfo> {
      const name = `${this.getDefaultChannelName()}.json`;
      const manifest = (await this.httpRequest(new URL(name, feed))) ?? '';
      assertSigned(manifest, await this.signatureOf(name), key);
      const info = understood(manifest);
      assertComplete(info);
      return info;
    }

    /** A manifest whose signature is missing is one without, not a feed that cannot be reached. */
    private async signatureOf(name: string): Promise<string> {
      try {
        return (await this.httpRequest(new URL(`${name}.sig`, feed))) ?? '';
      } catch (error) {
        if ((error as { statusCode?: number }).statusCode === 404) return '';
        throw error;
      }
    }

    resolveFiles({ files }: UpdateInfo): ResolvedUpdateFileInfo[] {
      return files.map((info) => ({ url: new URL(info.url, feed), info }));
    }
  };
}

function understood(manifest: string): UpdateInfo {
  try {
    return JSON.parse(manifest) as UpdateInfo;
  } catch (cause) {
    throw new UpdateRefused('The manifest cannot be read', { cause });
  }
}
