import { styled } from '@mui/material/styles';
import { Check } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { connectionColours } from '../../ui/theme/tokens.ts';
import type { ConnectionColour } from '../../ui/theme/tokens.ts';

const Swatches = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 8 });
const Swatch = styled('label')(({ theme }) => ({
  position: 'relative',
  display: 'grid',
  placeItems: 'center',
  width: 28,
  height: 28,
  borderRadius: 6,
  cursor: 'pointer',
  color: '#ffffff',
  '& svg': { width: 16, height: 16, strokeWidth: 3, pointerEvents: 'none', filter: 'drop-shadow(0 0 1px rgb(0 0 0 / 0.6))' },
  '& input': { position: 'absolute', inset: 0, opacity: 0, margin: 0, cursor: 'pointer' },
  '&:has(:focus-visible)': { outline: `2px solid ${theme.vars.palette.accent.text}`, outlineOffset: 2 },
}));
const Legend = styled('legend')({ padding: 0, marginBottom: 4, fontWeight: 500 });
const Group = styled('fieldset')({ border: 0, margin: 0, padding: 0, minWidth: 0 });

/** The colour of a connection, each with its name for who does not see it. `value` is `#rrggbb`. */
export function ColourChoice({ value, onChange }: { value: string; onChange: (colour: string) => void }) {
  const { t } = useTranslation('connections');
  const name = useId();
  return (
    <Group>
      <Legend>{t('form.colour')}</Legend>
      <Swatches>
        {(Object.keys(connectionColours) as ConnectionColour[]).map((colour) => {
          const hex = connectionColours[colour];
          const checked = hex.toLowerCase() === value.toLowerCase();
          return (
            <Swatch key={colour} title={t(`form.colours.${colour}`)} style={{ backgroundColor: hex }}>
              <input type="radio" name={name} value={hex} checked={checked} aria-label={t(`form.colours.${colour}`)} onChange={() => { onChange(hex); }} />
              {checked && <Check aria-hidden />}
            </Swatch>
          );
        })}
      </Swatches>
    </Group>
  );
}
