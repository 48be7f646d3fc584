import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Surroundings } from '../testing/surroundings.tsx';
import { DestructiveDialog } from './destructive-dialog.tsx';

afterEach(cleanup);

const names = Array.from({ length: 12 }, (_, index) => `Person ${String(index)}`);

function dialog(more: { typed?: string; onConfirm: () => Promise<unknown>; onClose?: () => void; problem?: string }) {
  return (
    <Surroundings>
      <DestructiveDialog
        open
        onClose={more.onClose ?? (() => undefined)}
        title="Deactivate 38 people?"
        server={{ name: 'Acme production', colour: '#d6453a' }}
        consequence="They lose their licence."
        names={names}
        count={38}
        confirmLabel="Deactivate 38 people"
        onConfirm={more.onConfirm}
        {...(more.typed !== undefined && { typed: more.typed })}
        {...(more.problem !== undefined && { problem: more.problem })}
      />
    </Surroundings>
  );
}

describe('C2: a destructive dialog', () => {
  it('names the server, the number and the people', () => {
    render(dialog({ onConfirm: () => Promise.resolve() }));
    expect(screen.getByRole('dialog', { name: 'Deactivate 38 people?' }).textContent).toContain('Acme production');
    expect(screen.getByText('Person 7')).toBeTruthy();
    expect(screen.queryByText('Person 8')).toBeNull();
    expect(screen.getByText('and 30 more')).toBeTruthy();
  });

  it('puts the focus on the safe button', async () => {
    render(dialog({ onConfirm: () => Promise.resolve() }));
    await waitFor(() => { expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancel' })); });
  });

  it('waits for the exact text to be typed', async () => {
    const onConfirm = vi.fn(() => Promise.resolve());
    render(dialog({ typed: '38', onConfirm }));
    const user = userEvent.setup();
    const button = screen.getByRole('button', { name: 'Deactivate 38 people' });
    await user.type(screen.getByRole('textbox'), '3');
    expect((button as HTMLButtonElement).disabled).toBe(true);
    await user.type(screen.getByRole('textbox'), '8');
    await user.click(button);
    expect(onConfirm).toHaveBeenCalledOnce();
  });

  it('stays open when it failed', async () => {
    const onClose = vi.fn();
    render(dialog({ onConfirm: () => Promise.reject(new Error('no')), onClose }));
    await userEvent.setup().click(screen.getByRole('button', { name: 'Deactivate 38 people' }));
    await waitFor(() => { expect((screen.getByRole('button', { name: 'Cancel' }) as HTMLButtonElement).disabled).toBe(false); });
    expect(onClose).not.toHaveBeenCalled();
  });
});
