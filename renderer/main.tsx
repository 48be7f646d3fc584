import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import 'uplot/dist/uPlot.min.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { readStartup } from './api/startup.ts';
import { App } from './app/app.tsx';
import { StartupFailure } from './app/startup-failure.tsx';

// The policy of the page forbids making code from text (C15); zod then checks without.
z.config({ jitless: true });

const container = document.getElementById('root');
if (!container) throw new Error('index.html has no #root');
const root = createRoot(container);

try {
  const startup = await readStartup(window.quarterdeck);
  root.render(
    <StrictMode>
      <App bridge={window.quarterdeck} startup={startup} />
    </StrictMode>,
  );
} catch (error) {
  root.render(<StartupFailure error={error} />);
}
