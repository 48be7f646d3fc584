import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChosenFor } from '#shared/ipc.ts';

/** What the operating system, another start or a link asks the running application to show. */
export type HandedOver = { kind: 'location'; location: string } | { kind: 'file'; path: string; purpose: ChosenFor };

const linkScheme = 'quarterdeck:';
const purposes: Readonly<Record<string, ChosenFor>> = { '.csv': 'people', '.xlsx': 'people', '.txt': 'people', '.tsv': 'people', '.quarterdeck-plan': 'plan' };

/**
 * C9: reads a deep link, `quarterdeck://users/0199…?tab=activity`, as a location of the router. Null for anything
 * else: a link may come from any web page, so only words, ids and a plain query get through.
 */
export function locationOfLink(link: string): string | null {
  if (link.length > 1_000 || !URL.canParse(link)) return null;
  const url = new URL(link);
  if (url.protocol !== linkScheme || url.username !== '' || url.password !== '' || url.port !== '') return null;
  const location = `/${url.host}${url.pathname}`.replace(/\/+$/, '') || '/';
  if (!/^(?:\/|(?:\/[A-Za-z0-9_-]{1,100}){1,6})$/.test(location)) return null;
  if (!/^(?:\?[A-Za-z0-9_.~%=&+:,-]{0,500})?$/.test(url.search)) return null;
  return `${location}${url.search}`;
}

/** The file an argument names by its path or, as desktops of Linux do, by its address; null when it is not one the console opens. */
export function fileOfArgument(argument: string, workingFolder: string): HandedOver | null {
  const named = argument.startsWith('file:') ? pathOfAddress(argument) : argument;
  if (named === null || named.startsWith('-') || named.includes('\0')) return null;
  const purpose = purposes[path.extname(named).toLowerCase()];
  return purpose === undefined ? null : { kind: 'file', path: path.resolve(workingFolder, named), purpose };
}

/** Files of this computer only: an address with a host would be read over the network. */
function pathOfAddress(address: string): string | null {
  try {
    return new URL(address).host === '' ? fileURLToPath(address) : null;
  } catch {
    return null;
  }
}

/** Everything on a command line that asks to show something; switches and the application's own path are passed over. */
export function handedOverBy(commandLine: readonly string[], workingFolder: string): HandedOver[] {
  return commandLine.slice(1).flatMap((argument): HandedOver[] => {
    if (argument.startsWith(linkScheme)) {
      const location = locationOfLink(argument);
      return location === null ? [] : [{ kind: 'location', location }];
    }
    const file = fileOfArgument(argument, workingFolder);
    return file === null ? [] : [file];
  });
}
