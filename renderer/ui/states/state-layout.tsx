import { styled } from '@mui/material/styles';

/** The place of a state that stands instead of content: centred, narrow, quiet. */
export const StateBox = styled('div')(({ theme }) => ({
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'center',
  justifyContent: 'center',
  gap: 8,
  flex: 1,
  minHeight: 200,
  padding: 24,
  textAlign: 'center',
  '& .state-icon': { width: 28, height: 28, strokeWidth: 1.5, color: theme.vars.palette.text.disabled, marginBottom: 4 },
  '& .state-icon.is-error': { color: theme.vars.palette.meaning.gone.text },
  '& .state-title': { fontSize: 14, fontWeight: 600, maxWidth: 480, overflowWrap: 'anywhere' },
  '& .state-text': { maxWidth: 440, color: theme.vars.palette.text.secondary, overflowWrap: 'anywhere' },
  '& .state-actions': { display: 'flex', flexWrap: 'wrap', justifyContent: 'center', gap: 8, marginTop: 8 },
  '& .state-request': { display: 'flex', alignItems: 'center', gap: 4, marginTop: 8, color: theme.vars.palette.text.secondary },
}));
