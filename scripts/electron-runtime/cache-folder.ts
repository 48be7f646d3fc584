import { homedir } from 'node:os';
import path from 'node:path';

/**
 * The folder in which downloads that outlive a clone are kept. `QUARTERDECK_CACHE` overrides the
 * platform's own place for caches.
 */
export function cacheFolder(): string {
  const override = process.env['QUARTERDECK_CACHE'];
  if (override) return path.resolve(override);
  if (process.platform === 'win32') {
    return path.join(process.env['LOCALAPPDATA'] ?? path.join(homedir(), 'AppData', 'Local'), 'quarterdeck-development');
  }
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Caches', 'quarterdeck-development');
  return path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'quarterdeck-development');
}
