const longest = 2_048;

/** Whether an address may be handed to the system's browser: https with a host, no credentials, no control characters. */
export function isExternalAddress(address: string): boolean {
  if (address.length > longest || /[\u0000-\u0020\u007f"<>\\^`{|}]/.test(address) || !URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  return protocol === 'https:' && hostname !== '' && username === '' && password === '';
}
