import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { SingleKeysProvider } from '../single-keys.tsx';
import { Surroundings } from '../testing/surroundings.tsx';
import { SearchBox } from './search-box.tsx';

afterEach(cleanup);

const show = (singleKeys: boolean) => render(<SingleKeysProvider enabled={singleKeys}><SearchBox value="" onChange={() => undefined} placeholder="name" /></SingleKeysProvider>, { wrapper: Surroundings });

it('C9: a slash brings the keyboard to the search', async () => {
  show(true);
  await userEvent.keyboard('/');
  expect(document.activeElement).toBe(screen.getByRole('searchbox'));
});

it('C12: a slash does nothing when shortcuts of a single key are switched off (WCAG 2.1.4)', async () => {
  show(false);
  await userEvent.keyboard('/');
  expect(document.activeElement).toBe(document.body);
});
