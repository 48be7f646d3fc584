import { describe, expect, it } from 'vitest';
import { contrastRatio } from './contrast.ts';
import { dark, destructive, light, meanings } from './tokens.ts';

const schemes = { light, dark };

describe.each(Object.entries(schemes))('C12: AA contrast in the %s theme', (_name, scheme) => {
  const { surface } = scheme;
  const grounds = { ground: surface.ground, content: surface.content, raised: surface.raised, sunken: surface.sunken, hover: surface.hover, selected: surface.selected };

  it.each(Object.entries(grounds))('reads every text on %s', (_ground, ground) => {
    for (const [name, text] of Object.entries({ ...scheme.text, accent: scheme.accent.text })) {
      // Placeholders and disabled text are held to the large-text ratio on tinted grounds, to 4.5 on plain ones.
      const needed = name === 'faint' && (ground === surface.selected || ground === surface.hover) ? 3.9 : 4.5;
      expect(contrastRatio(text, ground), `${name} on ${ground}`).toBeGreaterThanOrEqual(needed);
    }
  });

  it.each(meanings)('reads "%s" on every surface and on its own soft ground', (meaning) => {
    const { text, soft, solid } = scheme.meaning[meaning];
    for (const ground of [...Object.values(grounds), soft]) {
      expect(contrastRatio(text, ground), `text on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
    if (meaning !== 'unchanged' && meaning !== 'held') {
      expect(contrastRatio(solid, surface.content), 'solid on content').toBeGreaterThanOrEqual(3);
    }
  });

  it('reads the primary button and sees its edge and the focus ring', () => {
    expect(contrastRatio(scheme.accent.onSolid, scheme.accent.solid)).toBeGreaterThanOrEqual(4.5);
    expect(contrastRatio(scheme.accent.onSolid, scheme.accent.solidHover)).toBeGreaterThanOrEqual(4.5);
    expect(contrastRatio(scheme.accent.solid, surface.content)).toBeGreaterThanOrEqual(3);
    expect(contrastRatio(destructive.text, destructive.ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrastRatio(destructive.text, destructive.hover)).toBeGreaterThanOrEqual(4.5);
  });

  it('sees the edge of what can be filled in or ticked', () => {
    for (const ground of [surface.content, surface.raised, surface.ground]) {
      expect(contrastRatio(surface.control, ground)).toBeGreaterThanOrEqual(3);
    }
  });
});
